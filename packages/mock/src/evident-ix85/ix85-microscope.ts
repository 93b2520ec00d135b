import type { Clock, Random } from '@fourwire/core';
import { focusMechanics, MotorAxis } from '../motion/motor-axis.ts';

/** The focus goes from 0 to here, in steps of 10 nm. */
export const highestFocus = 1_050_000;

/** Steps of the focus in a µm. */
const stepsPerMicrometre = 100;

/** What is turned, shut or lit, and the positions it has. */
export const ix85Devices = {
  OB: { low: 1, high: 6 },
  MU1: { low: 1, high: 8 },
  ESH1: { low: 0, high: 1 },
  DSH: { low: 0, high: 1 },
  DIL: { low: 0, high: 255 },
  BIL: { low: 1, high: 4 },
  TR: { low: 1, high: 6 },
  CA: { low: 1, high: 3 },
} as const;

/** An IX85 stand: its focus in µm, greater towards the specimen, its turrets, shutters and lamps. */
export class Ix85Microscope {
  readonly focus: MotorAxis;
  /** Whether it takes commands from the computer. */
  remote = false;
  /** Whether it has found out where its focus is. */
  focusKnown = true;
  /** Where the focus may go, in steps. */
  near: number = highestFocus;
  far = 0;
  /** First speed and top speed in steps a second, acceleration in steps a second². */
  speed: readonly [initial: number, high: number, acceleration: number] = [10_000, 100_000, 500_000];
  readonly positions = new Map<string, number>();

  constructor(clock: Clock, random: Random) {
    const { speed, ...mechanics } = focusMechanics;
    this.focus = new MotorAxis({
      clock,
      random: random.fork('focus'),
      parameters: { ...mechanics, speed: 3 * speed, travel: [0, highestFocus / stepsPerMicrometre] },
      position: 2000,
    });
    this.#settle();
  }

  /** Where the focus is, in steps. */
  get steps(): number {
    return Math.round(this.focus.position * stepsPerMicrometre);
  }

  /** Sends the focus to a number of steps. */
  drive(steps: number): void {
    const { speed: fastest } = this.focus.stage.parameters;
    this.focus.drive(steps / stepsPerMicrometre, Math.min(fastest, this.speed[1] / stepsPerMicrometre));
  }

  /** Switches it off and on. */
  restart(): void {
    this.focus.stop();
    this.remote = false;
    this.near = highestFocus;
    this.far = 0;
    this.#settle();
  }

  #settle(): void {
    for (const [tag, { low }] of Object.entries(ix85Devices)) this.positions.set(tag, low);
  }
}
