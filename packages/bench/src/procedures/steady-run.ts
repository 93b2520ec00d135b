import { estimateProgram, profileProgram, ramp, soak } from '@fourwire/thermal-chamber';
import type { ChamberRates, Program, Profile, RampStep, ThermalChamber } from '@fourwire/thermal-chamber';
import type { StepContext } from '../procedure/action.ts';
import type { Journal } from '../records/journal.ts';
import { ChamberRun, astrayFrom, usualRates } from './chamber-run.ts';
import { lookInterval } from './cycling.ts';
import type { Condition } from './measuring.ts';

/** The longest piece of a soak that is done again when a run is resumed, in s. */
const longestPiece = 3600;

/** A stretch of a soak; times in s. */
export interface SteadyPiece {
  /** Its end, from the begin of the soak. */
  readonly at: number;
  readonly seconds: number;
  /** Whether it is measured at its end. */
  readonly measured: boolean;
}

/** A soak cut where it is measured, which is at its end too, and where it may go on after an interruption. Times in s. */
export function piecesOf(duration: number, measuredAt: readonly number[]): readonly SteadyPiece[] {
  const stops = [...new Set([...measuredAt, duration])].filter((at) => at > 0 && at <= duration);
  const pieces: SteadyPiece[] = [];
  let from = 0;
  for (const stop of stops.toSorted((a, b) => a - b)) {
    while (from < stop) {
      const at = Math.min(stop, from + longestPiece);
      pieces.push({ at, seconds: at - from, measured: at === stop });
      from = at;
    }
  }
  return pieces;
}

/** What a steady run needs. */
export interface SteadyRunOptions {
  readonly oven: ThermalChamber;
  readonly profile: Profile<'steady'>;
  readonly journal: Journal;
  readonly rates: ChamberRates | undefined;
  /** What it will be asked for: it looks at the chamber some 15 times in the shortest piece. */
  readonly pieces: readonly SteadyPiece[];
  /** How often it looks at the chamber, in s, where that is not enough or too much. */
  readonly lookEvery: number | undefined;
}

/** A chamber that is held at one temperature, piece by piece; the first piece that is really done brings it there. */
export class SteadyRun {
  /** How long it is expected to take to the temperature, in s. */
  readonly approachSeconds: number;
  readonly #oven: ThermalChamber;
  readonly #run: ChamberRun;
  readonly #profile: Profile<'steady'>;
  readonly #whole: Program;
  readonly #interval: number;
  #isThere = false;

  constructor({ oven, profile, journal, rates = usualRates, pieces, lookEvery }: SteadyRunOptions) {
    this.#oven = oven;
    this.#profile = profile;
    this.#interval = lookInterval(
      Math.min(...pieces.map(({ seconds }) => seconds)),
      lookEvery === undefined ? {} : { lookEvery },
    );
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

  /** Brings the chamber to the temperature, unless it was brought there. */
  async reach(context: StepContext): Promise<void> {
    if (this.#isThere) return;
    // The band has to be reached for the first look to count.
    const steps = [...this.#approach(), soak(this.#interval, { guaranteed: true })];
    await this.#run.run({ ...this.#whole, steps }, context);
    this.#isThere = true;
  }

  /**
   * Holds the temperature for a time that counts only within the tolerance.
   *
   * @returns how many deviations there were; see `RunRecord.check`
   */
  async hold(seconds: number, where: string, stop: boolean, context: StepContext): Promise<number> {
    const approach = this.#isThere ? this.#approach().slice(-1) : this.#approach();
    // One look more, so that the record proves the whole time.
    const steps = [...approach, soak(seconds + this.#interval, { guaranteed: true })];
    await this.#run.run({ ...this.#whole, steps }, context);
    this.#isThere = true;
    const piece = { ...this.#profile, values: { ...this.#profile.values, duration: seconds } };
    return this.#run.record.check(piece, where, stop);
  }

  /** Why the chamber is not within tolerance now, and how it is brought back. */
  condition(): Condition {
    const { temperature, tolerance } = this.#profile.values;
    const range = { min: temperature - tolerance.minus, max: temperature + tolerance.plus };
    return {
      astray: async (context) => astrayFrom(this.#oven.temperature, range, context),
      comeBack: async (context) => {
        this.#isThere = false;
        await this.reach(context);
      },
    };
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
