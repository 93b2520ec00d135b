import type { Random } from '@fourwire/core';
import { FourwireError } from '@fourwire/core';
import { requireRange, requireSeconds } from './check.ts';
import type { MotionLimits } from './motion-profile.ts';
import { distanceAfter, moveDuration, speedAfter } from './motion-profile.ts';

/** The numbers behind one axis. Lengths are in µm (or degrees for a rotary axis), times in s. */
export interface StageParameters extends MotionLimits {
  /** Lowest and highest position the axis can reach. */
  readonly travel: readonly [low: number, high: number];
  /** Where the axis really stops scatters by this much (1σ) around where its encoder says. */
  readonly repeatability: number;
  /** How far the axis swings after it has arrived. */
  readonly ringing: number;
  /** Frequency of the swing, in Hz. */
  readonly ringingFrequency: number;
  /** The swing dies away with this time constant. */
  readonly ringingTime: number;
  /** The move counts as done once the swing stays inside this window ... */
  readonly window: number;
  /** ... for this long. */
  readonly windowTime: number;
}

const settling = { ringing: 1, ringingFrequency: 50, ringingTime: 0.04, window: 0.5, windowTime: 0.03 };

/**
 * Axes of common classes of probers, in µm, µm/s and µm/s². Unconfirmed typical values (probe sheet 1): middle of each
 * range, and for Z the acceleration of XY.
 */
export const stageClasses = {
  /** XY of a manual station with motors. */
  manualXY: {
    ...settling,
    speed: 20_000,
    acceleration: 100_000,
    travel: [-100_000, 100_000],
    repeatability: 1,
  },
  manualZ: { ...settling, speed: 1000, acceleration: 100_000, travel: [0, 10_000], repeatability: 1 },
  /** XY of a semi-automatic 200 mm station. */
  semiAutomaticXY: {
    ...settling,
    speed: 50_000,
    acceleration: 500_000,
    travel: [-110_000, 110_000],
    repeatability: 0.7,
  },
  semiAutomaticZ: {
    ...settling,
    speed: 3000,
    acceleration: 500_000,
    travel: [0, 16_000],
    repeatability: 0.5,
  },
  /** XY of a 300 mm production prober. */
  productionXY: {
    ...settling,
    speed: 200_000,
    acceleration: 3_000_000,
    travel: [-165_000, 165_000],
    repeatability: 0.3,
  },
  productionZ: {
    ...settling,
    speed: 20_000,
    acceleration: 3_000_000,
    travel: [0, 20_000],
    repeatability: 0.3,
  },
  /** Rotation of the chuck, in degrees. */
  theta: {
    ...settling,
    speed: 5,
    acceleration: 20,
    travel: [-5, 5],
    repeatability: 0.0003,
    ringing: 0.0005,
    window: 0.0005,
  },
} as const satisfies Record<string, StageParameters>;

/** What a {@link StageModel} is made of. */
export interface StageModelOptions {
  /** Where the scatter of the arrivals comes from. */
  readonly random: Random;
  readonly parameters: StageParameters;
  /** Where the axis stands at the start; 0 by default. */
  readonly position?: number;
}

/**
 * One motorised axis: trapezoidal moves, a swing that dies away on arrival, and a scatter that is drawn once an
 * arrival, because a stage that stands still does not jump about between two looks (probe sheet 1). Position is a
 * closed function of time.
 *
 * It holds no clock: call {@link advance} with the seconds that went by, then read or move it.
 */
export class StageModel {
  readonly parameters: StageParameters;
  readonly #random: Random;
  #start: number;
  #distance = 0;
  #limits: MotionLimits;
  #seconds = Number.POSITIVE_INFINITY;
  #fromError = 0;
  #error = 0;
  #moves = 0;

  constructor(options: StageModelOptions) {
    this.parameters = options.parameters;
    this.#random = options.random;
    this.#limits = options.parameters;
    this.#start = options.position ?? 0;
  }

  /** What the encoder says. */
  get readout(): number {
    return this.#start + distanceAfter(this.#distance, this.#limits, this.#seconds) + this.#swing();
  }

  /** Where the axis really is. */
  get position(): number {
    const share = this.#distance === 0 ? 1 : (this.readout - this.#start) / this.#distance;
    return this.readout + this.#fromError + (this.#error - this.#fromError) * share;
  }

  /** Where the present move ends. */
  get target(): number {
    return this.#start + this.#distance;
  }

  /** Whether the axis is on its way or still swinging. */
  get busy(): boolean {
    return this.remaining > 0;
  }

  /** Seconds until the present move is done, the swing included. */
  get remaining(): number {
    const { ringing, ringingTime, window, windowTime } = this.parameters;
    const calm = ringing > window ? ringingTime * Math.log(ringing / window) : 0;
    return Math.max(0, moveDuration(this.#distance, this.#limits) + calm + windowTime - this.#seconds);
  }

  /** Speed right now, the swing left aside. */
  get speed(): number {
    return speedAfter(this.#distance, this.#limits, this.#seconds);
  }

  /**
   * Starts a move to `target`, no faster than `speed` and with no more than `acceleration`.
   *
   * @throws FourwireError of kind `range` when the target is out of travel, or the speed or acceleration above the axis's
   *   or next to 0; of kind `busy`, code `stage-moving`, while the axis moves.
   */
  moveTo(
    target: number,
    speed: number = this.parameters.speed,
    acceleration: number = this.parameters.acceleration,
  ): void {
    const [low, high] = this.parameters.travel;
    requireRange('target', target, low, high, '(travel of the axis)');
    requireRange('speed', speed, this.parameters.speed / 1e6, this.parameters.speed, '(speed of the axis)');
    const { acceleration: strongest } = this.parameters;
    requireRange('acceleration', acceleration, strongest / 1e6, strongest, '(acceleration of the axis)');
    if (this.busy) {
      throw new FourwireError(
        'busy',
        'stage-moving',
        `the axis is on its way to ${this.target}; wait or stop it`,
      );
    }
    this.#begin(target - this.readout, { speed, acceleration }, 0);
  }

  /** Brakes with the axis's acceleration; it stops short of the target unless that is nearer. */
  stop(): void {
    const { speed } = this;
    if (speed === 0) {
      // It was sent off at this very moment; at its end only the swing is left.
      if (this.#seconds < moveDuration(this.#distance, this.#limits)) this.halt();
      return;
    }
    const { acceleration } = this.#limits;
    // Braking is the second half of a triangular move that begins twice the braking distance before its end.
    const braking = (speed * Math.abs(speed)) / (2 * acceleration);
    const here = this.readout;
    if (Math.abs(this.target - here) <= Math.abs(braking)) return;
    this.#begin(2 * braking, { speed: Math.abs(speed), acceleration }, Math.abs(speed) / acceleration);
    this.#start = here - braking;
    this.#error = this.#fromError;
  }

  /** Stands still at once, without braking. */
  halt(): void {
    if (this.busy) this.#begin(0, this.#limits, 0);
  }

  /**
   * Lets `seconds` pass; one long step gives what many short ones give.
   *
   * @throws FourwireError of kind `range` when `seconds` is negative or not a number.
   */
  advance(seconds: number): void {
    requireSeconds(seconds);
    this.#seconds += seconds;
  }

  #begin(distance: number, limits: MotionLimits, seconds: number): void {
    this.#moves++;
    this.#fromError = this.position - this.readout;
    this.#error = this.#random.fork(`arrival/${this.#moves}`).normal(0, this.parameters.repeatability);
    this.#start = this.readout;
    this.#distance = distance;
    this.#limits = limits;
    this.#seconds = seconds;
  }

  #swing(): number {
    const { ringing, ringingFrequency, ringingTime } = this.parameters;
    const after = this.#seconds - moveDuration(this.#distance, this.#limits);
    if (!(after > 0) || after > 40 * ringingTime || this.#distance === 0) return 0;
    // It grows out of nothing within a quarter of a period, so the position has no step at the moment of arrival.
    return (
      Math.sign(this.#distance) *
      ringing *
      Math.exp(-after / ringingTime) *
      Math.sin(2 * Math.PI * ringingFrequency * after)
    );
  }
}
