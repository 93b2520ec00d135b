import type { Random } from '@fourwire/core';
import { approach } from '../curves.ts';
import { requireSeconds } from '../check.ts';

/** What a {@link HeatedStageModel} is made of. */
export interface HeatedStageOptions {
  readonly random: Random;
  /** Time constant in s; 20 by default. */
  readonly timeConstant?: number;
  /** Noise of the reading lies within ± this, in K; 0.5 by default. */
  readonly noise?: number;
  /** In °C; 25 by default. */
  readonly roomTemperature?: number;
}

/**
 * The heated stage of a bonder: first order, without overshoot (wire-bonder sheet 11, unconfirmed values). It holds no
 * clock: call {@link advance} with the seconds that went by.
 */
export class HeatedStageModel {
  /** Target in °C; `undefined` switches the heater off. */
  setpoint: number | undefined;
  readonly #random: Random;
  readonly #timeConstant: number;
  readonly #noise: number;
  readonly #room: number;
  #temperature: number;
  #seconds = 0;

  constructor(options: HeatedStageOptions) {
    this.#random = options.random;
    this.#timeConstant = options.timeConstant ?? 20;
    this.#noise = options.noise ?? 0.5;
    this.#room = options.roomTemperature ?? 25;
    this.#temperature = this.#room;
  }

  /** Temperature of the stage, in °C. */
  get temperature(): number {
    return this.#temperature;
  }

  /** What the display shows; its noise is new every second. */
  get reading(): number {
    // Ten steps of 0.1 s add up to a little less than 1 s.
    const noise = this.#random.fork(`reading/${Math.floor(this.#seconds + 1e-9)}`);
    return this.#temperature + this.#noise * (2 * noise.next() - 1);
  }

  /**
   * Lets `seconds` pass; one long step gives what many short ones give.
   *
   * @throws FourwireError of kind `range` when `seconds` is negative or not a number.
   */
  advance(seconds: number): void {
    requireSeconds(seconds);
    this.#seconds += seconds;
    // It can heat but not cool: below room temperature there is nothing to aim at.
    const target = Math.max(this.setpoint ?? this.#room, this.#room);
    this.#temperature = approach(this.#temperature, target, this.#timeConstant, seconds);
  }
}
