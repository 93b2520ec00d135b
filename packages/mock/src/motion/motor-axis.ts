import type { Clock, Random, Timer } from '@fourwire/core';
import { Signal } from '../measuring/signal.ts';
import { clamp } from '../physics/curves.ts';
import { StageModel } from '../physics/stage-model.ts';
import type { StageParameters } from '../physics/stage-model.ts';
import { ElapsedTime } from '../simulator.ts';

/** What an axis under a controller is made from. */
export interface MotorAxisOptions {
  readonly clock: Clock;
  readonly random: Random;
  /** The mechanics. Travel is between the limit switches, from where the controller counted 0 when it was switched on. */
  readonly parameters: StageParameters;
  /** Where the axis stands at first; 0 unless given. */
  readonly position?: number;
}

/** So far nothing moves, in µm. */
const nothing = 1e-6;

/**
 * One motorised axis under a motion controller: it keeps its own time, counts from an origin that can be set, ends at
 * its limit switches, and tells when it has arrived. Lengths are in µm.
 */
export class MotorAxis {
  /** A move ended: at its target, at a limit switch, before an obstacle or because it was stopped. */
  readonly arrived = new Signal();
  /** Something that the axis cannot pass, counted from where it was switched on. */
  obstacle: number | undefined;
  readonly #clock: Clock;
  readonly #elapsed: ElapsedTime;
  readonly #stage: StageModel;
  #origin = 0;
  #stuck: number | undefined;
  #timer: Timer | undefined;

  constructor({ clock, random, parameters, position = 0 }: MotorAxisOptions) {
    this.#clock = clock;
    this.#elapsed = new ElapsedTime(clock);
    this.#stage = new StageModel({ random, parameters, position });
  }

  /** What the controller counts. */
  get position(): number {
    return (this.#stuck ?? this.stage.readout) - this.#origin;
  }

  /** From now on the controller counts `position` where the axis stands. */
  set position(position: number) {
    this.#origin = this.stage.target - position;
  }

  /** The mechanics, advanced to now. */
  get stage(): StageModel {
    this.#stage.advance(this.#elapsed.take());
    return this.#stage;
  }

  get moving(): boolean {
    return this.stage.busy;
  }

  /** The limit switches, as the controller counts. */
  get switches(): { readonly low: number; readonly high: number } {
    const [low, high] = this.#stage.parameters.travel;
    return { low: low - this.#origin, high: high - this.#origin };
  }

  /** What the controller counts stays as it is, whatever the axis does. */
  set stuck(stuck: boolean) {
    this.#stuck = stuck ? this.stage.readout : undefined;
  }

  /**
   * Drives to a position, no faster than `speed` in µm/s; a limit switch or an obstacle ends the move before.
   *
   * @throws FourwireError of kind `busy`, code `stage-moving`, while it moves
   */
  drive(position: number, speed = this.#stage.parameters.speed): void {
    const { stage } = this;
    const [low, high] = stage.parameters.travel;
    const target = this.#reachable(stage.readout, clamp(position + this.#origin, low, high));
    // An axis that is there already neither moves nor settles.
    if (Math.abs(target - stage.target) > nothing) stage.moveTo(target, speed);
    this.#tellArrival();
  }

  /** Brakes. */
  stop(): void {
    if (!this.moving) return;
    this.#stage.stop();
    this.#tellArrival();
  }

  #reachable(from: number, target: number): number {
    const { obstacle } = this;
    if (obstacle === undefined || (obstacle - from) * (obstacle - target) > 0) return target;
    return obstacle;
  }

  #tellArrival(): void {
    this.#timer?.cancel();
    this.#timer = this.#clock.setTimer(Math.ceil(this.stage.remaining * 1000), () => {
      if (this.moving) this.#tellArrival();
      else this.arrived.fire();
    });
  }
}

/** A focus drive of 1 µm repeatability and less, without a swing that could be seen. Unconfirmed typical values. */
export const focusMechanics = {
  speed: 1000,
  acceleration: 10_000,
  repeatability: 0.05,
  ringing: 0.02,
  ringingFrequency: 80,
  ringingTime: 0.01,
  window: 0.05,
  windowTime: 0.02,
} as const satisfies Omit<StageParameters, 'travel'>;
