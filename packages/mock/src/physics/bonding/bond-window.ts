import { bell } from '../curves.ts';

/** What a bond is made with. */
export interface BondSettings {
  /** In cN. */
  readonly force: number;
  /** Ultrasonic power, in mW. */
  readonly power: number;
  /** In ms. */
  readonly time: number;
  /** Stage temperature, in °C. */
  readonly temperature: number;
}

/** Where a bond comes out best, and how fast it gets worse. */
export interface BondWindow {
  readonly optimum: BondSettings;
  /** Standard deviation of force, power and time, as a fraction of the optimum. */
  readonly width: number;
  /** Standard deviation of the temperature, in K. */
  readonly temperatureWidth: number;
}

/** First and second bond of a process. */
export interface BondProcess {
  readonly kind: 'ball' | 'wedge';
  readonly first: BondWindow;
  readonly second: BondWindow;
}

const width = 0.25;

// 25 % of a 150 °C process; a percentage would make one at room temperature absurdly narrow.
const temperatureWidth = 37.5;

/**
 * Gold ball on a bench bonder with 25 µm wire: middle of the ranges that a public reference for such a machine gives
 * (wire-bonder sheet 2). The bell curves and their width are unconfirmed (sheet 11).
 */
export const goldBall: BondProcess = {
  kind: 'ball',
  first: { optimum: { force: 30, power: 250, time: 200, temperature: 115 }, width, temperatureWidth },
  second: { optimum: { force: 30, power: 300, time: 200, temperature: 115 }, width, temperatureWidth },
};

/** Aluminium wedge on a bench bonder with 25 to 33 µm wire at room temperature; sources as for {@link goldBall}. */
export const aluminiumWedge: BondProcess = {
  kind: 'wedge',
  first: { optimum: { force: 34, power: 388, time: 100, temperature: 25 }, width, temperatureWidth },
  second: { optimum: { force: 42, power: 435, time: 100, temperature: 25 }, width, temperatureWidth },
};

/** Quality of the weld: 1 at the optimum, falling off on every side (wire-bonder sheet 11). */
export function weldQuality(settings: BondSettings, window: BondWindow): number {
  const { optimum } = window;
  const warmth = (settings.temperature - optimum.temperature) / window.temperatureWidth;
  return (
    bell(settings.force, optimum.force, window.width) *
    bell(settings.power, optimum.power, window.width) *
    bell(settings.time, optimum.time, window.width) *
    Math.exp(-0.5 * warmth ** 2)
  );
}
