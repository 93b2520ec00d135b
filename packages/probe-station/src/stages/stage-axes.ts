import { FourwireError } from '@fourwire/core';
import type { AxisName } from '../classes/stage-members.ts';

/** By axis of the stage. */
export type ByAxis<T> = Readonly<Partial<Record<AxisName, T>>>;

/** What every axis of a stage may be told. */
export interface StageAxisOptions {
  /** How near to its target a move must end, in µm, for `theta` in degrees; 1 µm or 0.01° unless given. */
  readonly tolerance?: number;
}

const names: readonly AxisName[] = ['x', 'y', 'z', 'theta'];

/**
 * Makes the axes of a stage from the options that name them.
 *
 * @throws FourwireError of kind `range`, code `option-refused`, when there is none, or one that no stage has
 */
export function stageAxes<A extends StageAxisOptions, D>(
  options: ByAxis<A> | undefined,
  make: (axis: A, name: AxisName) => D,
): ByAxis<D> {
  const given = Object.keys(options ?? {});
  const unknown = given.find((name) => !names.some((known) => known === name));
  if (unknown !== undefined || given.length === 0) {
    throw optionRefused(
      `axes must name at least one of ${names.join(', ')}${unknown === undefined ? '' : `; got ${unknown}`}.`,
    );
  }
  const axes: Partial<Record<AxisName, D>> = {};
  for (const name of names) {
    const axis = options?.[name];
    if (axis !== undefined) axes[name] = make(axis, name);
  }
  return axes;
}

/**
 * How near to its target a move must end: as the options say, and never nearer than one step.
 *
 * @throws FourwireError of kind `range`, code `option-refused`
 */
export function toleranceOf(
  name: AxisName,
  { tolerance = name === 'theta' ? 0.01 : 1 }: StageAxisOptions,
  step = 0,
): number {
  return Math.max(positive(`axes.${name}.tolerance`, tolerance), step);
}

/** @throws FourwireError of kind `range`, code `option-refused`, for what is no number above 0 */
export function positive(option: string, value: number): number {
  if (value > 0 && Number.isFinite(value)) return value;
  throw optionRefused(`${option} must be a number above 0; got ${String(value)}.`);
}

/** @throws FourwireError of kind `range`, code `option-refused`, for what is no whole number from `min` to `max` */
export function wholeNumber(option: string, value: number, min: number, max: number): number {
  if (Number.isInteger(value) && value >= min && value <= max) return value;
  throw optionRefused(`${option} must be a whole number from ${min} to ${max}; got ${String(value)}.`);
}

/** An option of a driver that makes no sense. */
export function optionRefused(message: string): FourwireError {
  return new FourwireError('range', 'option-refused', message);
}
