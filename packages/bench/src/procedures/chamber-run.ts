import { FourwireError, quantity, record } from '@fourwire/core';
import type { Readable } from '@fourwire/core';
import { checkProgram, toProgramRecord } from '@fourwire/thermal-chamber';
import type { ChamberRates, Program, ThermalChamber } from '@fourwire/thermal-chamber';
import { retryWhileLost } from '../bench/retry-while-lost.ts';
import type { StepContext } from '../procedure/action.ts';
import type { Journal } from '../records/journal.ts';
import { RunRecord } from './run-record.ts';

/** One look at a chamber while a program runs. */
export interface Look {
  /** Number of the program's step, from 1. */
  readonly step: number;
  /** Of that step that is still to come, in s. */
  readonly stepTimeLeft: number;
  readonly temperature: number;
  readonly product?: number;
}

/** What a chamber can do, in K/min, for estimates: 3 up and 2 down unless given. */
export const ratesSchema = record({ heating: quantity('K/min'), cooling: quantity('K/min') });

/** What the chamber of a lab is taken to do where nobody said it, in K/min, for estimates only. */
export const usualRates: ChamberRates = { heating: 3, cooling: 2 };

/** A chamber that does not come within tolerance for so long, in hours, does not get there: a program would wait for ever. */
const longestWait = 4;

/** A chamber whose programs are run piece by piece, every look recorded. */
export class ChamberRun {
  /** What it saw. */
  readonly record: RunRecord;
  readonly #oven: ThermalChamber;
  readonly #journal: Journal;
  readonly #interval: number;

  /** @param interval - how often it looks at the chamber, in s */
  constructor(oven: ThermalChamber, journal: Journal, interval: number) {
    this.record = new RunRecord(journal);
    this.#oven = oven;
    this.#journal = journal;
    this.#interval = interval;
  }

  /** Why the chamber would refuse a program; sends nothing. */
  refusal(program: Program): string | undefined {
    const { setpoint, humidity, product, outputs, inputs } = this.#oven;
    const bounds = ({ min = -Infinity, max = Infinity }) => ({ min, max });
    const numbers = (list: readonly unknown[]): string[] => list.map((_, index) => String(index + 1));
    const [problem] = checkProgram(program, {
      temperature: bounds(setpoint.limits),
      ...(humidity === undefined ? {} : { humidity: bounds(humidity.setpoint.limits) }),
      product: product !== undefined,
      outputs: numbers(outputs),
      inputs: numbers(inputs),
    });
    return problem?.message;
  }

  /**
   * Runs a program to its end.
   *
   * @param onLook - is told of every look, and may begin something that is waited for at the end
   * @throws FourwireError of kind `timeout`, code `temperature-not-reached`, when it waits for a temperature for 4 h
   */
  async run(
    program: Program,
    { signal, clock, progress }: StepContext,
    onLook: (look: Look) => void = () => {},
  ): Promise<void> {
    let total: number | undefined;
    const given = new AbortController();
    let [least, since] = [Infinity, clock.monotonic()];
    const running = this.#oven.runProgram(
      { program: toProgramRecord(program), interval: this.#interval },
      { signal: AbortSignal.any([signal, given.signal]) },
    );
    running.progress$.subscribe({
      next: (look) => {
        this.#note(look, clock.monotonic() / 1000);
        const air = `${look.temperature.toFixed(1)} °C`;
        const text = look.product === undefined ? air : `${air}, product ${look.product.toFixed(1)} °C`;
        total ??= look.timeLeft;
        if (look.timeLeft < least) [least, since] = [look.timeLeft, clock.monotonic()];
        else if (clock.monotonic() - since > longestWait * 3_600_000)
          given.abort(notReached(this.#oven, text));
        progress(total > 0 ? 1 - look.timeLeft / total : 0, text);
        onLook(look);
      },
      error: () => {},
    });
    await running;
  }

  #note({ temperature, product }: Look, time: number): void {
    this.record.note({ time, air: temperature, ...(product === undefined ? {} : { product }) });
    const { temperature: air, product: part } = this.#oven;
    const reading = { type: 'reading', unit: 'Cel', quality: 'good' } as const;
    this.#journal.append({ ...reading, path: air.path, value: temperature });
    if (product !== undefined && part !== undefined)
      this.#journal.append({ ...reading, path: part.temperature.path, value: product });
  }
}

function notReached({ path }: ThermalChamber, seen: string): FourwireError {
  return new FourwireError(
    'timeout',
    'temperature-not-reached',
    `${path} waited ${longestWait} h for its temperature and stands at ${seen}; look at the chamber, its load and its tolerance.`,
  );
}

/** Why a chamber is not within a range of temperatures; undefined when it is. */
export async function astrayFrom(
  readable: Readable<number>,
  { min, max }: { readonly min: number; readonly max: number },
  context: StepContext,
): Promise<string | undefined> {
  const now = await retryWhileLost(async () => readable.read({ signal: context.signal }), context);
  return now >= min && now <= max ? undefined : `${readable.path} was at ${now.toFixed(1)} °C`;
}
