import type { Random } from '@fourwire/core';
import { clamp } from '../curves.ts';
import type { BondSettings, BondWindow } from './bond-window.ts';

/** Part of the wire's diameter by which a bond at the optimum is pressed flat (wire-bonder sheet 11). */
export const optimumDeformation = 0.3;

/** Ultrasonic current for each square root of mW, in mA: 250 mW give 100 mA. Unconfirmed estimate. */
const currentScale = 100 / Math.sqrt(250);

const currentRamp = 2;

/** What a quality monitor records of one bond, as functions of the time in ms since contact. */
export interface BondTrace {
  /** In µm; it only grows. */
  deformation(time: number): number;
  /** Ultrasonic current, in mA. */
  current(time: number): number;
  /** Shift of the transducer's resonance against free air, in Hz. */
  frequencyShift(time: number): number;
}

/** Deformation in µm after the whole bond. It grows with force and power, and levels off over the time. */
export function finalDeformation(diameter: number, settings: BondSettings, window: BondWindow): number {
  return deformationAt(settings.time, diameter, settings, window);
}

/**
 * The traces of one bond (wire-bonder sheet 11): deformation approaches its end exponentially, the current ramps up
 * within 2 ms and droops by 5 to 15 % as the weld grows, the resonance falls by 50 to 300 Hz. Unconfirmed values.
 */
export function bondTrace(
  diameter: number,
  settings: BondSettings,
  window: BondWindow,
  random: Random,
): BondTrace {
  const droop = 0.05 + 0.1 * random.next();
  const shift = -50 - 250 * random.next();
  const grown = (time: number): number => 1 - Math.exp(-time / timeConstant(window));
  const plateau = currentScale * Math.sqrt(settings.power);
  return {
    deformation: (time) => deformationAt(time, diameter, settings, window),
    current: (time) => plateau * clamp(time / currentRamp, 0, 1) * (1 - droop * grown(time)),
    frequencyShift: (time) => shift * grown(time),
  };
}

function deformationAt(time: number, diameter: number, settings: BondSettings, window: BondWindow): number {
  const { optimum } = window;
  const tau = timeConstant(window);
  const energy = Math.sqrt((settings.force * settings.power) / (optimum.force * optimum.power));
  const full = (optimumDeformation * diameter * energy) / (1 - Math.exp(-optimum.time / tau));
  // No wire is pressed flatter than a tenth of its diameter.
  return Math.min(0.9 * diameter, full * (1 - Math.exp(-time / tau)));
}

function timeConstant(window: BondWindow): number {
  return window.optimum.time / 3;
}
