import type { Clock, Random } from '@fourwire/core';
import { focusMechanics, MotorAxis } from '../motion/motor-axis.ts';
import { stageClasses } from '../physics/stage-model.ts';

/** The letters of the axes of a TANGO with a stage and a focus. */
export const tangoLetters = ['x', 'y', 'z'] as const;

/** The letter of an axis. */
export type TangoLetter = (typeof tangoLetters)[number];

/** One axis of a TANGO, and what was set for it. */
export interface TangoAxis {
  readonly motor: MotorAxis;
  /** What lengths are counted in: 0 microsteps, 1 µm, 2 mm, 9 mm and mm/s. */
  dimension: number;
  /** The motor moves so many mm each turn. */
  readonly pitch: number;
  /** In mm/s. */
  speed: number;
  /** In m/s². */
  acceleration: number;
  /** In µm. */
  backlash: number;
  /** Bit 1: the lower switch was found, bit 2: the upper one. */
  calibration: number;
  /** The switch that it is looking for, as in `calibration`. */
  seeking: 0 | 1 | 2;
  /** What the status says while it stands: ready, at a limit switch, calibrated, measured or failed. */
  standing: '@' | 'S' | 'A' | 'D' | 'E';
  /** It was set going and has not ended yet. */
  driven: boolean;
}

/** Makes the axes as they are when the power comes on. */
export function tangoAxes(
  clock: Clock,
  random: Random,
  dimension: number,
): Readonly<Record<TangoLetter, TangoAxis>> {
  const axis = (letter: TangoLetter): TangoAxis => {
    const parameters =
      letter === 'z'
        ? { ...focusMechanics, speed: 10_000, travel: [-12_500, 12_500] as const }
        : { ...stageClasses.manualXY, travel: [-50_000, 50_000] as const };
    const motor = new MotorAxis({ clock, random: random.fork(letter), parameters });
    return {
      motor,
      pitch: 1,
      backlash: 0,
      calibration: 3,
      seeking: 0,
      driven: false,
      ...switchedOn(dimension),
    };
  };
  return { x: axis('x'), y: axis('y'), z: axis('z') };
}

/** What is forgotten when the power fails. */
export function switchedOn(
  dimension: number,
): Pick<TangoAxis, 'dimension' | 'speed' | 'acceleration' | 'standing'> {
  return { dimension, speed: 10, acceleration: 0.1, standing: '@' };
}

/** A length in µm that a TANGO's number is in the unit of its axis. */
export function toMicrometres({ dimension, pitch }: TangoAxis, value: number): number {
  if (dimension === 0) return (value * pitch * 1000) / microsteps;
  return dimension === 1 ? value : value * 1000;
}

/** A length as the TANGO writes it, in the unit of its axis. Unconfirmed: the number of digits. */
export function written(axis: TangoAxis, micrometres: number): string {
  const { dimension, pitch } = axis;
  if (dimension === 0) return String(Math.round((micrometres * microsteps) / (pitch * 1000)));
  return dimension === 1 ? micrometres.toFixed(3) : (micrometres / 1000).toFixed(6);
}

/** Microsteps of a turn: 200 steps of 4096. */
const microsteps = 819_200;
