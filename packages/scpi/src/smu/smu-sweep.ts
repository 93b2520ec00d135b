import { FourwireError, checkValue, mergeLimits, quantity } from '@fourwire/core';
import type { Call, Clock, Limits, OperationContext } from '@fourwire/core';
import { outputsOff } from '../session/outputs-off.ts';
import { smuTable, timedFromFirst } from './smu-points.ts';
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

const units = { voltage: 'V', current: 'A' } as const;

/**
 * The sweeps of one channel, level by level under the computer's control: each point arrives as it is measured, every
 * refusal of the instrument arrives at once, and a sweep can be stopped between any two levels. Source, level and
 * compliance stay as the last point had them; the output is off afterwards, whatever happened, and that is read back.
 */
export class SmuSweep {
  readonly #port: SmuPort;
  readonly #clock: Clock;
  readonly #measure: (call: Call) => Promise<SmuMeasurement>;
  readonly #userLimits: Readonly<Record<string, Limits>>;
  readonly #name: string;
  #running = false;
  /** Whether a sweep switched the output on and nobody confirmed that it is off again. */
  #outputOwed = false;
  /** Brings the delay back that was in force before the sweep. */
  #restoreDelay: ((call: Call) => Promise<void>) | undefined;

  /** @param name - the channel's path below the device, by which the user's limits are named */
  constructor(
    port: SmuPort,
    measure: (call: Call) => Promise<SmuMeasurement>,
    { name, clock, userLimits }: SmuSweepSetting,
  ) {
    this.#port = port;
    this.#measure = measure;
    this.#name = name;
    this.#clock = clock;
    this.#userLimits = userLimits;
  }

  /** @throws FourwireError of kind `busy`, code `sweeping`, while a sweep runs */
  ensureIdle(): void {
    if (!this.#running) return;
    throw new FourwireError(
      'busy',
      'sweeping',
      'Refused: a sweep runs on this channel; wait for its end, or stop it.',
    );
  }

  /** Switches off what a sweep left on because the link went away in its middle. */
  async setUp(call: Call): Promise<void> {
    if (this.#outputOwed && !this.#running) await this.end(call);
  }

  async run(plan: SmuSweepPlan, operation: OperationContext<SmuProgress>): Promise<SmuTable> {
    await this.#check(plan, operation);
    this.#running = true;
    try {
      const points = await this.#steps(plan, operation);
      if (!(await this.end(operation))) throw stillOn();
      return smuTable(points);
    } catch (error) {
      // Who stops the sweep switches the output off and reads it back.
      if (!operation.signal.aborted) await this.end({}).catch(() => false);
      throw error;
    } finally {
      this.#running = false;
    }
  }

  /** Switches the output off; true when the instrument confirms it. */
  async end(call: Call): Promise<boolean> {
    const { output } = this.#port.settings;
    const isOff = await outputsOff({
      off: async () => output.write(false, call),
      areOn: async () => output.read(call),
    });
    if (!isOff) return false;
    this.#outputOwed = false;
    await this.#restoreDelay?.(call);
    return true;
  }

  async #steps(
    { source, levels, compliance, delay }: SmuSweepPlan,
    operation: OperationContext<SmuProgress>,
  ): Promise<readonly SmuPoint[]> {
    const { settings } = this.#port;
    const { level } = settings[source];
    const limited = settings[source === 'voltage' ? 'current' : 'voltage'];
    // Nothing of what is set now may reach the device under test before all of it is set.
    await settings.output.write(false, operation);
    await settings.source.write(source, operation);
    if (compliance !== undefined) await limited.compliance.write(compliance, operation);
    if (delay !== undefined) await this.#useDelay(delay, operation);
    const timed = timedFromFirst(this.#clock);
    const points: SmuPoint[] = [];
    for (let index = 0; index < levels.length; index++) {
      await level.write(levels[index] ?? 0, operation);
      if (index === 0) {
        this.#outputOwed = true;
        await settings.output.write(true, operation);
      }
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
    const limited = source === 'voltage' ? 'current' : 'voltage';
    const levelLimits = this.#limits(`${source}/level`, await settings[source].level.limits(call));
    for (let index = 0; index < levels.length; index++) {
      refuse(levels[index] ?? 0, units[source], `level ${index + 1}`, levelLimits);
    }
    if (compliance !== undefined) {
      const limits = await settings[limited].compliance.limits(call);
      refuse(compliance, units[limited], 'compliance', this.#limits(`${limited}/compliance`, limits));
    }
    if (delay !== undefined) {
      const limits = await settings.sourceDelay.limits(call);
      refuse(delay, 's', 'delay', this.#limits('sourceDelay', limits));
    }
  }

  #limits(member: string, limits: Limits): Limits {
    return mergeLimits(limits, this.#userLimits[`${this.#name}/${member}`]);
  }
}

/** Where sweeps run. */
export interface SmuSweepSetting {
  /** The channel's path below the device, by which the user's limits are named. */
  readonly name: string;
  readonly clock: Clock;
  readonly userLimits: Readonly<Record<string, Limits>>;
}

function refuse(value: number, unit: 'V' | 'A' | 's', argument: string, limits: Limits): void {
  const problem = checkValue(quantity(unit), value, argument, limits);
  if (problem !== undefined) throw new FourwireError('range', 'value-refused', `${problem}.`);
}

function stillOn(): FourwireError {
  return new FourwireError(
    'device',
    'not-confirmed',
    'The sweep is done, but the instrument gives its output back as on; switch it off.',
  );
}
