import { oneOf, tidy } from '@fourwire/core';
import type { AxisName } from '../classes/stage-members.ts';
import { optionRefused } from './stage-axes.ts';

const axisUnits = ['um', 'mm', 'deg'] as const;

/** The option that says in which of them an axis counts. */
export const axisUnit = oneOf(axisUnits);

/** Units in which controllers count: lengths for `x`, `y` and `z`, degrees for `theta`. */
export type AxisUnit = (typeof axisUnits)[number];

/** Between what a controller counts in and the µm, or degrees, of the stage. */
export interface AxisScale {
  fromController(value: number): number;
  toController(value: number): number;
}

/**
 * The scale of an axis whose controller counts in `unit`.
 *
 * @throws FourwireError of kind `range`, code `option-refused`, for degrees along a line, and lengths around an axis
 */
export function axisScale(name: AxisName, unit: AxisUnit): AxisScale {
  const isAngle = unit === 'deg';
  if ((name === 'theta') !== isAngle) {
    throw optionRefused(
      `axes.${name}.unit must be ${name === 'theta' ? "'deg'" : "'mm' or 'um'"}; got ${unit}.`,
    );
  }
  const factor = unit === 'mm' ? 1000 : 1;
  return {
    fromController: (value) => tidy(value * factor),
    toController: (value) => tidy(value / factor),
  };
}
