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
  /** Whether it goes by its encoder, so that it is stopped where that does not follow; false unless given. */
  readonly closedLoop?: boolean;
}

/** How a move ended. */
export type MoveEnd = 'target' | 'stopped' | 'switch' | 'stalled';

/** What may end moves half way: a limit switch that trips, or a motor that stalls. */
export type Hindrance = Extract<MoveEnd, 'switch' | 'stalled'>;

/** An axis that goes by its encoder gets so far without it, in µm. */
const followingError = 50;

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
  readonly #closedLoop: boolean;
  #origin = 0;
  #stuck: number | undefined;
  #timer: Timer | undefined;
  #end: MoveEnd = 'target';
  #hindrance: Hindrance | undefined;
  #way: -1 | 0 | 1 = 0;

  constructor({ clock, random, parameters, position = 0, closedLoop = false }: MotorAxisOptions) {
    this.#closedLoop = closedLoop;
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
    const { target } = this.stage;
    this.#origin = target - position;
    if (this.#stuck !== undefined) this.#stuck = target;
  }

  /** The mechanics, advanced to now. */
  get stage(): StageModel {
    this.#stage.advance(this.#elapsed.take());
    return this.#stage;
  }

  get moving(): boolean {
    return this.stage.busy;
  }

  /** Which way the last move went, or goes. */
  get way(): -1 | 0 | 1 {
    return this.#way;
  }

  /** How the last move ended, or will end. */
  get end(): MoveEnd {
    return this.#end;
  }

  /** The limit switches, as the controller counts. */
  get switches(): { readonly low: number; readonly high: number } {
    const [low, high] = this.#stage.parameters.travel;
    return { low: low - this.#origin, high: high - this.#origin };
  }

  /** The limit switch that is active. */
  get activeSwitch(): 'low' | 'high' | undefined {
    if (this.#hindrance === 'switch' && this.#end === 'switch' && !this.moving)
      return this.#way < 0 ? 'low' : 'high';
    const [low, high] = this.#stage.parameters.travel;
    const { readout, parameters } = this.stage;
    if (readout <= low + parameters.window) return 'low';
    return readout >= high - parameters.window ? 'high' : undefined;
  }

  /** What the controller counts stays as it is, whatever the axis does. */
  set stuck(stuck: boolean) {
    this.#stuck = stuck ? this.stage.readout : undefined;
    if (stuck && this.#closedLoop) this.halt('stalled');
  }

  /** Ends the move under way, and from now on each half way. */
  set hindrance(hindrance: Hindrance | undefined) {
    this.#hindrance = hindrance;
    if (hindrance !== undefined && this.moving) this.halt(hindrance);
  }

  /**
   * Drives to a position, no faster than `speed` in µm/s and with no more than `acceleration` in µm/s²; a limit switch
   * or an obstacle ends the move before.
   *
   * @throws FourwireError of kind `busy`, code `stage-moving`, while it moves
   */
  drive(
    position: number,
    speed = this.#stage.parameters.speed,
    acceleration = this.#stage.parameters.acceleration,
  ): void {
    const { stage } = this;
    const [low, high] = stage.parameters.travel;
    const wanted = position + this.#origin;
    const target = this.#reachable(stage.readout, clamp(wanted, low, high));
    if (Math.abs(target - stage.target) > nothing) {
      stage.moveTo(target, speed, acceleration);
      this.#way = target > stage.readout ? 1 : -1;
    } else if (Math.abs(wanted - target) > nothing) this.#way = wanted > target ? 1 : -1;
    // An axis that is there already neither moves nor settles.
    this.#end = this.#endAt(target, wanted);
    this.#tellArrival();
  }

  /** Brakes. */
  stop(): void {
    if (!this.moving) return;
    this.#stage.stop();
    this.#end = 'stopped';
    this.#tellArrival();
  }

  /** Stands still at once. */
  halt(end: MoveEnd = 'stopped'): void {
    if (!this.moving) return;
    this.#stage.halt();
    this.#end = end;
    this.#tellArrival();
  }

  #reachable(from: number, target: number): number {
    if (this.#hindrance !== undefined) return (from + target) / 2;
    if (this.#isBlind) return clamp(target, from - followingError, from + followingError);
    const { obstacle } = this;
    if (obstacle === undefined || (obstacle - from) * (obstacle - target) > 0) return target;
    return obstacle;
  }

  #endAt(target: number, wanted: number): MoveEnd {
    if (Math.abs(wanted - target) <= nothing) return 'target';
    return this.#hindrance ?? (target === this.obstacle || this.#isBlind ? 'stalled' : 'switch');
  }

  get #isBlind(): boolean {
    return this.#closedLoop && this.#stuck !== undefined;
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
