import type { Clock, Random } from '@fourwire/core';
import { advanceSampled } from '../physics/sampled.ts';
import { ThermalLoopModel } from '../physics/thermal-loop-model.ts';
import { stirredBath } from '../physics/thermal-loop-parameters.ts';
import type { ThermalLoopParameters } from '../physics/thermal-loop-parameters.ts';
import type { FaultSwitches } from '../faults/catalogue.ts';
import { compressorFault, loopFaults } from '../faults/loop-faults.ts';
import { ElapsedTime } from '../simulator.ts';

/** A liquid thermostat as it stands there. */
export interface BathModelOptions {
  /** Set points that it takes, in °C; -50 to 200 unless given. */
  readonly range?: { readonly low: number; readonly high: number };
  /** Whether a sensor in the outer circuit is connected; not unless given. */
  readonly external?: boolean;
  /** What differs from the usual bath. */
  readonly parameters?: Partial<ThermalLoopParameters>;
}

/** A liquid thermostat: the physics of a bath, what is set, and what stops it. Temperatures in °C. */
export class BathModel {
  readonly range: { readonly low: number; readonly high: number };
  readonly external: boolean;
  /** Whether the outer circuit is controlled. */
  controlsExternal = false;
  readonly #loop: ThermalLoopModel;
  readonly #elapsed: ElapsedTime;
  #setpoint: number;
  #running = false;
  #sensorOpen = false;
  #tooHot = false;

  constructor(clock: Clock, random: Random, options: BathModelOptions = {}) {
    const parameters = { ...stirredBath, ...options.parameters };
    this.#loop = new ThermalLoopModel({ random, parameters });
    this.#elapsed = new ElapsedTime(clock);
    this.range = options.range ?? { low: -50, high: 200 };
    this.external = options.external === true;
    this.#setpoint = parameters.roomTemperature;
  }

  /** The physics, advanced to now. */
  get loop(): ThermalLoopModel {
    this.advance();
    return this.#loop;
  }

  get setpoint(): number {
    return this.#setpoint;
  }

  /** Writes the set point; gives whether it is in the range. */
  aim(celsius: number): boolean {
    this.advance();
    if (!(celsius >= this.range.low && celsius <= this.range.high)) return false;
    this.#setpoint = celsius;
    return true;
  }

  /** Whether it was started, and nothing has stopped it. */
  get running(): boolean {
    return this.#running && this.alarm === undefined;
  }

  set running(running: boolean) {
    this.advance();
    this.#running = running;
  }

  /** What stopped it: it has to be started again afterwards. */
  get alarm(): 'sensor-open' | 'over-temperature' | undefined {
    this.advance();
    if (this.#sensorOpen) return 'sensor-open';
    return this.#tooHot ? 'over-temperature' : undefined;
  }

  /** Switched off and on. Unconfirmed: that the set point is remembered. */
  powerCycle(): void {
    this.advance();
    this.#running = false;
    this.#tooHot = false;
  }

  /** The faults that every bath has. */
  get faults(): FaultSwitches {
    return {
      ...loopFaults(() => this.loop),
      ...compressorFault(() => this.loop),
      'sensor-open': (active) => {
        this.advance();
        this.#sensorOpen = active;
        if (active) this.#running = false;
      },
      'over-temperature': (active) => {
        this.advance();
        this.#tooHot = active;
        if (active) this.#running = false;
      },
      'brown-out': (active) => {
        if (active) this.powerCycle();
      },
    };
  }

  /** Goes to the time of the clock, with what is set now. */
  advance(): void {
    const seconds = this.#elapsed.take();
    const loop = this.#loop;
    loop.setpoint = this.#setpoint;
    loop.controls = this.controlsExternal && this.external ? 'load' : 'body';
    loop.running = this.#running;
    advanceSampled(loop, seconds, () => {
      if (loop.body <= this.range.high + 10) return;
      this.#tooHot = true;
      this.#running = false;
      loop.running = false;
    });
  }
}
