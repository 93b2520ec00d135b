import { FourwireError } from '@fourwire/core';
import { checkProgram, checkRun, toProgramRecord } from '@fourwire/thermal-chamber';
import type { AnyProfile, ChamberRates, Program, RunSample, ThermalChamber } from '@fourwire/thermal-chamber';
import type { StepContext } from '../procedure/action.ts';
import type { Journal } from '../records/journal.ts';

/** One look at a chamber while a program runs. */
export interface Look {
  /** Number of the program's step, from 1. */
  readonly step: number;
  /** Of that step that is still to come, in s. */
  readonly stepTimeLeft: number;
  readonly temperature: number;
  readonly product?: number;
}

/** What the chamber of a lab is taken to do where nobody said it, in K/min, for estimates only. */
export const usualRates: ChamberRates = { heating: 3, cooling: 2 };

/** A chamber whose programs are run piece by piece, every look recorded, and checked against a profile. */
export class ChamberRun {
  readonly #oven: ThermalChamber;
  readonly #journal: Journal;
  readonly #interval: number;
  #samples: RunSample[] = [];
  /** When what is checked now began, in s of the clock; what lies before was checked already. */
  #since = -Infinity;

  /** @param interval - how often it looks at the chamber, in s */
  constructor(oven: ThermalChamber, journal: Journal, interval: number) {
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
   */
  async run(
    program: Program,
    { signal, clock, progress }: StepContext,
    onLook: (look: Look) => void = () => {},
  ): Promise<void> {
    let total: number | undefined;
    const running = this.#oven.runProgram(
      { program: toProgramRecord(program), interval: this.#interval },
      { signal },
    );
    running.progress$.subscribe({
      next: (look) => {
        this.#note(look, clock.monotonic() / 1000);
        const air = `${look.temperature.toFixed(1)} °C`;
        const text = look.product === undefined ? air : `${air}, product ${look.product.toFixed(1)} °C`;
        total ??= look.timeLeft;
        progress(total > 0 ? 1 - look.timeLeft / total : 0, text);
        onLook(look);
      },
      error: () => {},
    });
    await running;
  }

  /** Says where the load is, in a chamber with zones. */
  note(sample: RunSample): void {
    // The end of one piece and the beginning of the next are looked at in the same moment.
    if (sample.time > (this.#samples.at(-1)?.time ?? -Infinity)) this.#samples.push(sample);
  }

  /**
   * Checks what was recorded since it was asked last, and journals where it did not hold to the profile.
   *
   * @param profile - what this part of the run is held to, such as one cycle
   * @param where - begins the notes: `Cycle 12`
   * @returns how many deviations there were
   * @throws FourwireError of kind `device`, code `profile-deviation`, when there is one and it is to `stop` the run
   */
  check(profile: AnyProfile, where: string, stop: boolean): number {
    const { failures } = checkRun(profile, this.#samples);
    const found = failures.filter(({ to }) => to > this.#since);
    const texts = found.map(({ message }) => `${where}: ${message.replace(/^Cycle \d+, /, '')}`);
    for (const text of texts) this.#journal.append({ type: 'note', text, deviation: true });
    // The way from here begins with the last reading.
    const last = this.#samples.at(-1);
    this.#samples = last === undefined ? [] : [last];
    this.#since = last?.time ?? -Infinity;
    if (stop && texts[0] !== undefined) {
      throw new FourwireError(
        'device',
        'profile-deviation',
        `${profile.id} was not held to. ${texts.join(' ')}`,
      );
    }
    return found.length;
  }

  #note({ temperature, product }: Look, time: number): void {
    this.note({ time, air: temperature, ...(product === undefined ? {} : { product }) });
    const { temperature: air, product: part } = this.#oven;
    const reading = { type: 'reading', unit: 'Cel', quality: 'good' } as const;
    this.#journal.append({ ...reading, path: air.path, value: temperature });
    if (product !== undefined && part !== undefined)
      this.#journal.append({ ...reading, path: part.temperature.path, value: product });
  }
}
