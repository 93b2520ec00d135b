import { runSafely } from '@fourwire/bench';
import type { RunOutcome } from '@fourwire/bench';
import { FourwireError, seededRandom } from '@fourwire/core';
import type { Random, SafeReport } from '@fourwire/core';
import { laboratory, openLaboratory, reallySafe, work } from './laboratory.ts';
import type { Laboratory, MachineName, OpenLaboratory } from './laboratory.ts';

/** What ends a run. */
const causes = ['abort', 'exception', 'SIGINT', 'SIGTERM', 'unhandledRejection'] as const;
type Cause = (typeof causes)[number];

/** What may be wrong with the wire to a machine when the run is ended. */
const wireFaults = ['drop', 'half-open', 'unplug', 'late-reply', 'delay', 'slow-drip', 'duplicate'] as const;
type WireFault = (typeof wireFaults)[number];

/** What came of ending runs at random moments. */
export interface AbortSummary {
  readonly points: number;
  readonly byCause: Readonly<Record<Cause, number>>;
  /** Points at which the wire to a machine was faulty. */
  readonly withFault: number;
  /** Machines that were in a hazardous state when the run was ended. */
  readonly hazardous: number;
  /** Hazardous members that were read back as safe, and those of which the report says why they were not. */
  readonly confirmed: number;
  readonly notConfirmed: number;
  /** The codes of the errors that say why. */
  readonly why: Readonly<Record<string, number>>;
  /** What is wrong, in words; empty when all held. */
  readonly faults: readonly string[];
}

/** Points on one bench; then it is opened anew. */
const pointsPerBench = 40;

/** Ends the work of eight machines at random moments, in virtual time, and looks at what became of them. */
export async function abortTrials(points: number, seed: number): Promise<AbortSummary> {
  const random = seededRandom(seed);
  const tally = {
    points: 0,
    byCause: { abort: 0, exception: 0, SIGINT: 0, SIGTERM: 0, unhandledRejection: 0 },
    withFault: 0,
    hazardous: 0,
    confirmed: 0,
    notConfirmed: 0,
    why: {} as Record<string, number>,
    faults: [] as string[],
  };
  while (tally.points < points) {
    const lab = laboratory(random.integer(1, 1_000_000));
    await lab.run(async () => {
      await using bench = await openLaboratory(lab);
      for (let count = 0; count < pointsPerBench && tally.points < points; count++) {
        const trial = new Trial(lab, bench, random);
        await trial.run();
        tally.points++;
        tally.byCause[trial.cause]++;
        tally.hazardous += trial.hazardous;
        if (trial.broken !== undefined) tally.withFault++;
        for (const { members } of trial.outcome?.safe ?? []) {
          for (const { outcome, error } of members) {
            if (outcome === 'confirmed') tally.confirmed++;
            else {
              tally.notConfirmed++;
              tally.why[error?.code ?? 'none'] = (tally.why[error?.code ?? 'none'] ?? 0) + 1;
            }
          }
        }
        const name = `point ${tally.points} (${trial.cause}${trial.broken === undefined ? '' : `, ${trial.broken}: ${trial.fault}`})`;
        tally.faults.push(...trial.faults.map((text) => `${name}: ${text}`));
        await trial.repair();
        tally.faults.push(...trial.unrepaired.map((text) => `${name}: ${text}`));
      }
    });
  }
  return tally;
}

function pick<T>(random: Random, from: readonly [T, ...T[]]): T {
  return from[random.integer(0, from.length - 1)] ?? from[0];
}

const names = Object.keys(reallySafe) as [MachineName, ...MachineName[]];

class Trial {
  readonly cause: Cause;
  readonly broken: MachineName | undefined;
  readonly fault: WireFault;
  readonly faults: string[] = [];
  readonly unrepaired: string[] = [];
  hazardous = 0;
  outcome: RunOutcome<unknown> | undefined;
  readonly #lab: Laboratory;
  readonly #bench: OpenLaboratory;
  readonly #after: number;

  constructor(lab: Laboratory, bench: OpenLaboratory, random: Random) {
    this.#lab = lab;
    this.#bench = bench;
    this.cause = pick(random, causes);
    this.broken = random.next() < 0.25 ? pick(random, names) : undefined;
    this.fault = pick(random, wireFaults);
    this.#after = random.next() * 150;
  }

  async run(): Promise<void> {
    const caller = new AbortController();
    const listeners = new Listeners();
    this.outcome = await runSafely(
      this.#bench,
      async (signal) => {
        const busy = names.map(async (name) => this.#keepBusy(name, signal));
        await this.#lab.clock.sleep({ seconds: this.#after });
        this.hazardous = names.filter((name) => !reallySafe[name](this.#lab)).length;
        if (this.broken !== undefined) this.#lab.faults[this.broken].set(this.fault);
        this.#end(caller, listeners);
        await Promise.all(busy);
      },
      { signal: caller.signal },
    );
    this.#check(this.outcome);
    if (listeners.left() > 0) this.faults.push('A listener for signals was left behind.');
  }

  /** Puts the wires right, and sees that everything can be brought to safety then. */
  async repair(): Promise<void> {
    if (this.broken !== undefined) this.#lab.faults[this.broken].clear();
    await this.#lab.clock.sleep({ minutes: 1 });
    for (const { path, ok } of await this.#bench.safe('the trial is over')) {
      if (!ok) this.unrepaired.push(`${path} cannot be made safe with the wires in order.`);
    }
    for (const name of names) {
      if (!reallySafe[name](this.#lab)) this.unrepaired.push(`${name} is still not safe.`);
    }
  }

  async #keepBusy(name: MachineName, signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      try {
        await work[name](this.#bench, signal);
      } catch (error) {
        // What was ended, or had its wire cut, is what is tried here.
        if (!signal.aborted && name !== this.broken)
          this.faults.push(`${name} failed by itself: ${FourwireError.from(error).message}`);
        await this.#lab.clock.sleep({ seconds: 5 });
      }
    }
  }

  #end(caller: AbortController, listeners: Listeners): void {
    switch (this.cause) {
      case 'abort':
        caller.abort();
        break;
      case 'exception':
        throw new FourwireError('internal', 'planned', 'The script has a mistake.');
      case 'SIGINT':
      case 'SIGTERM':
        listeners.tell(this.cause, this.cause);
        // A second one, while the devices are made safe.
        this.#lab.clock.setTimer(5, () => listeners.tell(this.cause, this.cause));
        break;
      case 'unhandledRejection':
        listeners.tell(this.cause, new FourwireError('internal', 'planned', 'Nobody handled it.'));
        break;
      default:
        this.cause satisfies never;
    }
  }

  #check({ safe, outcome }: RunOutcome<unknown>): void {
    const wanted = this.cause === 'exception' || this.cause === 'unhandledRejection' ? 'failed' : 'stopped';
    if (outcome !== wanted) this.faults.push(`The run ended as ${outcome} instead of ${wanted}.`);
    for (const name of names) {
      const report = safe.find(({ path }) => path === `lab/${name}`);
      if (report === undefined) this.faults.push(`Nothing is reported of ${name}.`);
      else this.#checkReport(name, report);
    }
  }

  #checkReport(name: MachineName, { ok, members, commands }: SafeReport): void {
    if (members.length === 0) this.faults.push(`No hazardous member of ${name} is reported.`);
    if (ok && !reallySafe[name](this.#lab)) this.faults.push(`${name} is reported safe, and is not.`);
    const unconfirmed = members.filter(({ outcome }) => outcome === 'not-confirmed');
    const goingOn = commands.filter(({ outcome }) => outcome === 'not-confirmed');
    if (unconfirmed.length > 0 && name !== this.broken)
      this.faults.push(`${name} could not be made safe, with its wire in order: ${told(members, commands)}`);
    const silent =
      unconfirmed.some(({ error }) => error === undefined || error.message === '') ||
      // A command that cannot be stopped goes on, which is to be said.
      goingOn.some(({ text = '' }) => text === '') ||
      (!ok && unconfirmed.length + goingOn.length === 0);
    if (silent) this.faults.push(`${name} is not confirmed, and nobody says why: ${told(members, commands)}`);
  }
}

/** What a report says of what it could not confirm. */
function told(members: SafeReport['members'], commands: SafeReport['commands']): string {
  return [
    ...members.map(
      ({ path, outcome, value, error }) => `${path} ${outcome} ${String(value)} ${error?.message ?? ''}`,
    ),
    ...commands.map(({ path, mode, outcome, text = '' }) => `${path} ${mode} ${outcome} ${text}`),
  ].join('; ');
}

/** The listeners that a run adds to those of the process, which must not be told. */
class Listeners {
  readonly #before: ReadonlyMap<string, readonly unknown[]>;

  constructor() {
    this.#before = new Map(
      ['SIGINT', 'SIGTERM', 'unhandledRejection'].map((name) => [name, process.listeners(name as 'SIGINT')]),
    );
  }

  #own(name: string): readonly ((argument: unknown) => void)[] {
    const before = this.#before.get(name) ?? [];
    const now = process.listeners(name as 'SIGINT') as unknown as ((argument: unknown) => void)[];
    return now.filter((listener) => !before.includes(listener));
  }

  tell(name: string, argument: unknown): void {
    for (const listener of this.#own(name)) listener(argument);
  }

  /** How many are still there. */
  left(): number {
    return [...this.#before.keys()].reduce((total, name) => total + this.#own(name).length, 0);
  }
}
