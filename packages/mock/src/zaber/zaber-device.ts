import type { Clock, Random } from '@fourwire/core';
import { ControlledAxis } from '../motion/controlled-axis.ts';
import { linearStage } from '../motion/stage-mechanics.ts';

/** A full step of the motor moves the stage by so much, in µm: a screw of 0.6096 mm and 200 steps. */
export const zaberFullStep = 3.048;

/** Microsteps of a full step when it leaves the factory. */
export const zaberResolution = 64;

/** Velocities are written in microsteps a second times this. */
const velocityFactor = 1.6384;

/** Accelerations are written in microsteps a second² times this. Unconfirmed. */
const accelerationFactor = 1.6384 / 10_000;

/** Where the axes of a device stand when the power comes on, from the low end of their travel, in µm. */
const parked = 30_000;

/** The warnings that are known here, the most important first. */
export const zaberWarnings = ['FD', 'FQ', 'FS', 'WL', 'WR', 'WH', 'NI'] as const;

/** Two letters of a warning. */
export type ZaberWarning = (typeof zaberWarnings)[number];

/** One axis of a Zaber controller. */
export class ZaberAxis {
  readonly controlled: ControlledAxis;
  /** Microsteps of a full step. */
  resolution = zaberResolution;
  /** The encoder gives no signal. */
  encoderFailed = false;
  /** Distance between the positions of `move index`, in microsteps; 0 for none. */
  indexDistance = 0;
  /** Positions that were stored, in microsteps. */
  readonly stored = new Map<number, number>();
  readonly #noted = new Set<ZaberWarning>();

  constructor(clock: Clock, random: Random) {
    this.controlled = new ControlledAxis({
      clock,
      random,
      parameters: linearStage(100_000),
      position: parked,
    });
    this.controlled.ended.listen(() => this.#ended());
  }

  /** Length of a microstep, in µm. */
  get microstep(): number {
    return zaberFullStep / this.resolution;
  }

  /** The warnings that are set, the most important first. */
  get warnings(): readonly ZaberWarning[] {
    const { referenced, atMark, enabled } = this.controlled;
    const set = new Set(this.#noted);
    if (!enabled) set.add('FD');
    if (this.encoderFailed) set.add('FQ');
    // Before the first homing WH stands behind it. Unconfirmed; the transcript of the sheet counts WR alone.
    if (!referenced && !atMark) set.add('WR');
    return zaberWarnings.filter((warning) => set.has(warning));
  }

  steps(micrometres: number): number {
    // A position just below 0 is no negative zero.
    return Math.round(micrometres / this.microstep) + 0;
  }

  velocity(micrometresPerSecond: number): number {
    return Math.round((micrometresPerSecond / this.microstep) * velocityFactor);
  }

  speed(velocity: number): number {
    return (velocity / velocityFactor) * this.microstep;
  }

  acceleration(micrometresPerSecond2: number): number {
    return Math.round((micrometresPerSecond2 / this.microstep) * accelerationFactor);
  }

  rate(acceleration: number): number {
    return (acceleration / accelerationFactor) * this.microstep;
  }

  /** What happened before does not count for what begins now; a run that it takes the place of is interrupted. */
  begin(): void {
    this.#noted.delete('NI');
    if (this.controlled.moving) this.#noted.add('NI');
  }

  /** Stops it, at once where it is urgent. */
  stop(urgent: boolean): void {
    if (this.controlled.moving) this.#noted.add('NI');
    if (urgent) this.controlled.halt();
    else this.controlled.stop();
  }

  clearWarnings(): void {
    this.#noted.clear();
  }

  restart(): void {
    this.controlled.restart();
    this.resolution = zaberResolution;
    this.indexDistance = 0;
    this.#noted.clear();
  }

  #ended(): void {
    const { lastEnd } = this.controlled;
    if (lastEnd === 'stalled') this.#noted.add('FS');
    // A move that was to go as far as it can is meant to end there.
    else if (lastEnd === 'switch') this.#noted.add('WL');
  }
}

/** One controller of a chain. */
export class ZaberDevice {
  readonly axes: readonly ZaberAxis[];
  number: number;
  readonly serial: number;
  /** Whether it tells by itself when an axis has come to rest. */
  alerts = false;
  /** Whether its replies carry a checksum. */
  checksums = false;
  knob = true;

  constructor(clock: Clock, random: Random, number: number, axes: number) {
    this.number = number;
    this.serial = 45_000 + number;
    this.axes = Array.from(
      { length: axes },
      (_, index) => new ZaberAxis(clock, random.fork(`axis/${index + 1}`)),
    );
  }

  restart(): void {
    for (const axis of this.axes) axis.restart();
    this.alerts = false;
    this.checksums = false;
  }
}
