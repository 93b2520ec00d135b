import { estimateProgram, profileProgram, ramp, soak } from '@fourwire/thermal-chamber';
import type { ChamberRates, Program, Profile, RampStep, ThermalChamber } from '@fourwire/thermal-chamber';
import type { StepContext } from '../procedure/action.ts';
import type { Journal } from '../records/journal.ts';
import { ChamberRun, usualRates } from './chamber-run.ts';

/** What a steady run needs. */
export interface SteadyRunOptions {
  readonly oven: ThermalChamber;
  readonly profile: Profile<'steady'>;
  readonly journal: Journal;
  readonly rates: ChamberRates | undefined;
  /** The shortest piece that it will be asked for, in s: it looks at the chamber some 15 times in it. */
  readonly shortest: number;
}

/** A chamber that is held at one temperature, piece by piece; the first piece that is really done brings it there. */
export class SteadyRun {
  /** How long it is expected to take to the temperature, in s. */
  readonly approachSeconds: number;
  readonly #run: ChamberRun;
  readonly #profile: Profile<'steady'>;
  readonly #whole: Program;
  readonly #interval: number;
  #isThere = false;

  constructor({ oven, profile, journal, rates = usualRates, shortest }: SteadyRunOptions) {
    this.#profile = profile;
    this.#interval = Math.min(Math.max(shortest / 15, 1), 60);
    this.#run = new ChamberRun(oven, journal, this.#interval);
    this.#whole = profileProgram(profile, { end: { action: 'hold' } });
    // The band has to be reached for the first second to count.
    const steps = [...this.#approach(), soak(1, { guaranteed: true })];
    this.approachSeconds = estimateProgram({ ...this.#whole, steps }, 23, rates).duration - 1;
  }

  /** Why the chamber would refuse it; sends nothing. */
  refusal(): string | undefined {
    return this.#run.refusal(this.#whole);
  }

  /**
   * Holds the temperature for a time that counts only within the tolerance.
   *
   * @returns how many deviations there were; see `ChamberRun.check`
   */
  async hold(seconds: number, where: string, stop: boolean, context: StepContext): Promise<number> {
    const approach = this.#isThere ? this.#approach().slice(-1) : this.#approach();
    // One look more, so that the record proves the whole time.
    const steps = [...approach, soak(seconds + this.#interval, { guaranteed: true })];
    await this.#run.run({ ...this.#whole, steps }, context);
    this.#isThere = true;
    const piece = { ...this.#profile, values: { ...this.#profile.values, duration: seconds } };
    return this.#run.check(piece, where, stop);
  }

  #approach(): Program['steps'] {
    return this.#whole.steps
      .slice(0, -1)
      .map((step) => (step.type === 'ramp' && this.#isThere ? again(step) : step));
  }
}

function again({ temperature, humidity }: RampStep): RampStep {
  return ramp(temperature, 'fastest', humidity === undefined ? {} : { humidity });
}

/** A time in the words of a test plan: `168 h`, `30 min`, `45 s`. */
export function describeTime(seconds: number): string {
  const [unit, length] =
    seconds % 3600 === 0
      ? (['h', 3600] as const)
      : seconds % 60 === 0
        ? (['min', 60] as const)
        : (['s', 1] as const);
  return `${Math.round((seconds / length) * 1000) / 1000} ${unit}`;
}
