import type { Clock, Random } from '@fourwire/core';
import { focusMechanics, MotorAxis } from '../motion/motor-axis.ts';
import { stageClasses } from '../physics/stage-model.ts';
import { ProScanMoves } from './proscan-moves.ts';

/** An axis of a ProScan. */
export type ProScanAxis = 'x' | 'y' | 'z';

/** The part of the axes that a set value is for: the stage or the focus. */
export type ProScanPart = 'S' | 'Z';

/** What is set in percent of what the motors can do. */
export type Percentage = 'speed' | 'acceleration' | 'curve';

const powerOn = { speed: 100, acceleration: 100, curve: 100 } as const;

/** A ProScan with a stage of 100 mm and a focus of 25 mm: its axes and what can be set. */
export class ProScanPanel {
  readonly x: MotorAxis;
  readonly y: MotorAxis;
  readonly z: MotorAxis;
  readonly moves: ProScanMoves;
  /** Length of a step, in µm. */
  readonly resolution: Record<ProScanPart, number>;
  readonly percent: Record<ProScanPart, Record<Percentage, number>> = {
    S: { ...powerOn },
    Z: { ...powerOn },
  };
  /** Which way of the stage counts as positive. */
  readonly direction: Record<'x' | 'y', 1 | -1> = { x: 1, y: 1 };
  #emergency = false;
  /** Whether it talks as its predecessor did. */
  compatible = false;
  /** Whether each of the three shutters is closed. */
  readonly closed = [true, true, true];
  /** Which of its ten filters each of the three wheels is at. */
  readonly filters = [1, 1, 1];

  constructor(clock: Clock, random: Random, focusResolution: number) {
    const xy = { ...stageClasses.manualXY, travel: [-50_000, 50_000] } as const;
    this.x = new MotorAxis({ clock, random: random.fork('x'), parameters: xy });
    this.y = new MotorAxis({ clock, random: random.fork('y'), parameters: xy });
    this.z = new MotorAxis({
      clock,
      random: random.fork('z'),
      parameters: { ...focusMechanics, travel: [-12_500, 12_500] },
    });
    this.resolution = { S: 0.1, Z: focusResolution };
    const axes = { x: this.x, y: this.y, z: this.z };
    this.moves = new ProScanMoves(
      axes,
      (name) => (axes[name].stage.parameters.speed * this.percent[partOf(name)].speed) / 100,
    );
  }

  /** Where an axis stands, in steps. */
  steps(name: ProScanAxis): number {
    // A position just below 0 is no negative zero.
    return Math.round((this[name].position / this.resolution[partOf(name)]) * this.#sign(name)) + 0;
  }

  /** A number of steps, in µm. */
  length(name: ProScanAxis, steps: number): number {
    return steps * this.resolution[partOf(name)] * this.#sign(name);
  }

  /** Whether the emergency stop is pressed: then everything stands, and nothing moves. */
  get emergency(): boolean {
    return this.#emergency;
  }

  set emergency(pressed: boolean) {
    this.#emergency = pressed;
    if (pressed) this.moves.stop(true);
  }

  /** Switches it off and on: it stands where it stood, and counts from there. */
  restart(): void {
    this.moves.stop();
    for (const name of ['x', 'y', 'z'] as const) this[name].position = 0;
    Object.assign(this.percent.S, powerOn);
    Object.assign(this.percent.Z, powerOn);
    Object.assign(this.direction, { x: 1, y: 1 });
    this.compatible = false;
  }

  #sign(name: ProScanAxis): 1 | -1 {
    return name === 'z' ? 1 : this.direction[name];
  }
}

function partOf(name: ProScanAxis): ProScanPart {
  return name === 'z' ? 'Z' : 'S';
}
