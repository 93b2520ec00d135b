import type { Clock, Random } from '@fourwire/core';
import { ControlledAxis } from '../motion/controlled-axis.ts';
import { linearStage } from '../motion/stage-mechanics.ts';

/** Travel of the stages, where their home switch is, and where they stand when the power comes on, in µm. */
const travel = 100_000;
const homeSwitch = 50_000;
const parked = 30_000;

/** µm of one unit, by the number of the unit (sheet newport-esp.md, `SN`); the encoder counts 0.1 µm, a step is 1 µm. */
const unitLengths: Readonly<Record<number, number>> = {
  0: 0.1,
  1: 1,
  2: 1000,
  3: 1,
  4: 25_400,
  5: 25.4,
  6: 0.0254,
};

/** What a homing looks for, by its number: a switch, and whether 0 is there. */
const marks = {
  0: undefined,
  1: 'home',
  2: 'home',
  3: 'high',
  4: 'low',
  5: 'high',
  6: 'low',
} as const;

/** The number of a way to look for home. */
export type EspHoming = keyof typeof marks;

/** Whether a number is one of {@link EspHoming}. */
export function isHoming(number: number): number is EspHoming {
  return Object.keys(marks).includes(String(number));
}

/** One axis of an ESP controller. */
export class EspAxis {
  readonly controlled: ControlledAxis;
  /** 2 for mm, 3 for µm and so on. */
  unit = 2;
  /** Deceleration, in µm/s². */
  deceleration = 100_000;
  /** The encoder gives no signal. */
  feedbackFault = false;
  #powerOnLimits: { readonly low: number; readonly high: number } | undefined;

  constructor(clock: Clock, random: Random) {
    this.controlled = new ControlledAxis({
      clock,
      random,
      parameters: linearStage(travel),
      position: parked,
      home: homeSwitch,
      speed: 10_000,
      acceleration: 40_000,
      enabled: false,
      closedLoop: true,
    });
  }

  /** µm of one unit. */
  get unitLength(): number {
    return unitLengths[this.unit] ?? 1000;
  }

  /** Takes a unit that is a length; the stages here do not turn. */
  setUnit(unit: number): boolean {
    if (unitLengths[unit] === undefined) return false;
    this.unit = unit;
    return true;
  }

  /** Software limits, in µm. */
  get softLimits(): { readonly low: number; readonly high: number } {
    return this.controlled.softLimits ?? { low: -travel / 2, high: travel / 2 };
  }

  setSoftLimits(limits: { readonly low: number; readonly high: number }): void {
    this.controlled.softLimits = limits;
  }

  /** Keeps the limits through a loss of power. */
  save(): void {
    this.#powerOnLimits = this.controlled.softLimits;
  }

  /** Whether a target is beyond a software limit, and which. */
  beyond(target: number): 'low' | 'high' | undefined {
    const { low, high } = this.softLimits;
    if (target > high + 0.01) return 'high';
    return target < low - 0.01 ? 'low' : undefined;
  }

  /** Begins a homing; position 0 is where it ends. */
  findHome(how: EspHoming): void {
    const mark = marks[how];
    // To where the count is zero.
    if (mark === undefined) this.controlled.move(0);
    else this.controlled.findMark(mark, 0);
  }

  restart(): void {
    this.controlled.restart();
    this.controlled.softLimits = this.#powerOnLimits;
    this.unit = 2;
    this.deceleration = 100_000;
  }
}
