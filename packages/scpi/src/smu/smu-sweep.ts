import { mergeLimits } from '@fourwire/core';
import type { Call, Clock, Limits, OperationContext } from '@fourwire/core';
import { refuseNumber } from '../session/refuse-number.ts';
import { SweptOutput } from '../session/swept-output.ts';
import { timedFromFirst } from '../classes/timed-from-first.ts';
import { smuTable } from './smu-points.ts';
import type { SmuMeasurement, SmuPoint, SmuTable } from './smu-points.ts';
import type { SmuPort, SmuQuantity } from './smu-port.ts';

/** What a sweep forces, and under which conditions. */
export interface SmuSweepPlan {
  readonly source: SmuQuantity;
  readonly levels: ArrayLike<number>;
  readonly compliance?: number;
  readonly delay?: number;
}

/** What a run of measurements reports. */
export interface SmuProgress {
  readonly taken: number;
  readonly points: SmuTable;
}

/** Where sweeps run. */
export interface SmuSweepSetting {
  /** The channel's path below the device, by which the user's limits are named. */
  readonly name: string;
  readonly clock: Clock;
  readonly userLimits: Readonly<Record<string, Limits>>;
}

const units = { voltage: 'V', current: 'A' } as const;
const other = { voltage: 'current', current: 'voltage' } as const;

/**
 * The sweeps of one channel, level by level under the computer's control: each point arrives as it is measured, every
 * refusal of the instrument arrives at once, and a sweep can be stopped between any two levels. Source, level and
 * compliance stay as the last point had them.
 */
export class SmuSweep {
  readonly output: SweptOutput;
  readonly #port: SmuPort;
  readonly #setting: SmuSweepSetting;
  readonly #measure: (call: Call) => Promise<SmuMeasurement>;
  /** Brings the delay back that was in force before the sweep. */
  #restoreDelay: ((call: Call) => Promise<void>) | undefined;

  constructor(port: SmuPort, measure: (call: Call) => Promise<SmuMeasurement>, setting: SmuSweepSetting) {
    this.#port = port;
    this.#measure = measure;
    this.#setting = setting;
    this.output = new SweptOutput(port.settings.output, async (call) => this.#restoreDelay?.(call));
  }

  async run(plan: SmuSweepPlan, operation: OperationContext<SmuProgress>): Promise<SmuTable> {
    await this.#check(plan, operation);
    return this.output.during(operation, async () => smuTable(await this.#steps(plan, operation)));
  }

  async #steps(
    { source, levels, compliance, delay }: SmuSweepPlan,
    operation: OperationContext<SmuProgress>,
  ): Promise<readonly SmuPoint[]> {
    const { settings } = this.#port;
    const { level } = settings[source];
    // Nothing of what is set now may reach the device under test before all of it is set.
    await settings.output.write(false, operation);
    await settings.source.write(source, operation);
    if (compliance !== undefined) await settings[other[source]].compliance.write(compliance, operation);
    if (delay !== undefined) await this.#useDelay(delay, operation);
    const timed = timedFromFirst<SmuMeasurement>(this.#setting.clock);
    const points: SmuPoint[] = [];
    for (let index = 0; index < levels.length; index++) {
      await level.write(levels[index] ?? 0, operation);
      if (index === 0) await this.output.switchOn(operation);
      await this.#port.settle?.(operation);
      const point = timed(await this.#measure(operation));
      points.push(point);
      operation.progress({ taken: points.length, points: smuTable([point]) });
    }
    return points;
  }

  async #useDelay(delay: number, call: Call): Promise<void> {
    const { sourceDelay, autoDelay } = this.#port.settings;
    const wasAuto = (await autoDelay?.enabled.read(call)) ?? false;
    const before = await sourceDelay.read(call);
    this.#restoreDelay = async (later) => {
      this.#restoreDelay = undefined;
      if (wasAuto) await autoDelay?.enabled.write(true, later);
      else await sourceDelay.write(before, later);
    };
    await sourceDelay.write(delay, call);
  }

  /** Refuses what the channel or the user does not allow before anything is sent. */
  async #check({ source, levels, compliance, delay }: SmuSweepPlan, call: Call): Promise<void> {
    const { settings } = this.#port;
    const { name, userLimits } = this.#setting;
    const limited = other[source];
    const allowed = async (
      member: string,
      setting: { limits(call: Call): Promise<Limits> },
    ): Promise<Limits> => mergeLimits(await setting.limits(call), userLimits[`${name}/${member}`]);
    const levelLimits = await allowed(`${source}/level`, settings[source].level);
    for (let index = 0; index < levels.length; index++) {
      refuseNumber(levels[index] ?? 0, units[source], `level ${index + 1}`, levelLimits);
    }
    if (compliance !== undefined) {
      const limits = await allowed(`${limited}/compliance`, settings[limited].compliance);
      refuseNumber(compliance, units[limited], 'compliance', limits);
    }
    if (delay !== undefined) {
      refuseNumber(delay, 's', 'delay', await allowed('sourceDelay', settings.sourceDelay));
    }
  }
}
