import type { Clock, Random } from '@fourwire/core';
import { ChamberController } from '../chamber-controller/chamber-controller.ts';
import type { ChamberControllerOptions } from '../chamber-controller/chamber-controller.ts';

/** A chamber under a Sun EC1x: the physics, what was set, and the flags of `STATUS?`. Temperatures in °C. */
export class SunEc1xModel {
  readonly controller: ChamberController;
  heatEnabled = true;
  coolEnabled = true;
  heaterFailed = false;
  lowerLimit: number;
  upperLimit: number;
  /** K; 0 watches nothing. */
  deviationLimit = 0;
  /** % of full power. Unconfirmed what it limits; it is kept. */
  powerLimit = 100;
  /** Whether the command before was not understood. */
  commandError = false;
  readonly inputs: boolean[] = Array.from({ length: 8 }, () => false);
  #on = false;
  #aimed = false;
  #timeout = false;
  #rate = Number.POSITIVE_INFINITY;
  #wait = 0;

  constructor(clock: Clock, random: Random, options: ChamberControllerOptions) {
    const range = { low: -42, high: 130 };
    this.controller = new ChamberController(clock, random, { outputs: 8, range }, options);
    this.lowerLimit = range.low;
    this.upperLimit = range.high;
  }

  /** Whether the chamber is switched on. */
  get on(): boolean {
    return this.#on;
  }

  set on(on: boolean) {
    if (on === this.#on) return;
    this.#on = on;
    if (on) this.#go();
    else this.controller.off();
  }

  /** Whether a set point was given since it was switched on. */
  get aimed(): boolean {
    return this.#aimed;
  }

  /** Sets the set point; gives whether it is within the temperature limits. */
  aim(temperature: number): boolean {
    if (!(temperature >= this.lowerLimit && temperature <= this.upperLimit)) return false;
    this.controller.setpoint = temperature;
    this.#aimed = true;
    this.#go();
    return true;
  }

  /** K/min. */
  get rate(): number {
    return this.#rate;
  }

  set rate(rate: number) {
    this.#rate = rate;
    this.#go();
  }

  /** Dwell at the set point, in minutes. */
  get wait(): number {
    return this.#wait;
  }

  set wait(minutes: number) {
    this.#wait = minutes;
    this.#go();
  }

  /** Whether the set point is still on its way. */
  get ramping(): boolean {
    const { program, setpoint } = this.controller;
    return program.active && program.demand.temperature !== setpoint;
  }

  /** Whether the wait time runs. */
  get waiting(): boolean {
    const { program } = this.controller;
    return program.active && program.state !== 'ended' && !this.ramping && this.#wait > 0;
  }

  /** Whether the wait time has run out since the last set point. */
  get timeout(): boolean {
    return this.#timeout;
  }

  get deviating(): boolean {
    const missing = this.controller.chamber.air - this.controller.workingSetpoint;
    return this.#on && this.deviationLimit > 0 && Math.abs(missing) > this.deviationLimit;
  }

  get belowLimit(): boolean {
    return this.controller.chamber.air < this.lowerLimit;
  }

  get aboveLimit(): boolean {
    return this.controller.chamber.air > this.upperLimit;
  }

  /** Switched off and on: nothing is controlled until a set point is given. */
  powerCycle(): void {
    this.on = false;
    this.controller.brownOut();
    this.#aimed = false;
    this.#timeout = false;
    this.commandError = false;
    this.heatEnabled = true;
    this.coolEnabled = true;
  }

  /** Goes to the time of the clock, with what is set now. */
  advance(): void {
    const { chamber } = this.controller;
    chamber.heaterFailed = this.heaterFailed || !this.heatEnabled;
    chamber.compressor.off = !this.coolEnabled;
  }

  /** Goes to the set point at the rate, and counts the wait time there. */
  #go(): void {
    this.#timeout = false;
    if (!this.#on || !this.#aimed) return;
    const { setpoint } = this.controller;
    const steps = !Number.isFinite(this.#rate);
    this.controller.start({
      segments: [
        { temperature: setpoint, ramp: !steps, seconds: 0, rate: steps ? undefined : this.#rate },
        { temperature: setpoint, ramp: false, seconds: this.#wait * 60 },
      ],
      end: 'hold',
      ended: () => {
        this.#timeout = this.#wait > 0;
      },
    });
  }
}
