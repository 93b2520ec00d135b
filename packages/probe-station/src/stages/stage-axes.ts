import { FourwireError, optionalField, quantity, record } from '@fourwire/core';
import type { RecordOf, SchemaOf, ValueOf, ValueSchema } from '@fourwire/core';
import type { AxisName } from '../classes/stage-members.ts';

/** By axis of the stage. */
export type ByAxis<T> = Readonly<Partial<Record<AxisName, T>>>;

/** Fields of what every axis of a stage may be told. */
export const stageAxisOptions = {
  /** How near to its target a move must end, in µm, for `theta` in degrees; 1 µm or 0.01° unless given. */
  tolerance: optionalField(quantity('1', { above: 0 })),
} as const;

/** What every axis of a stage may be told. */
export interface StageAxisOptions extends RecordOf<typeof stageAxisOptions> {}

/** The options of the axes that a stage can have. */
export function byAxis<S extends ValueSchema>(axis: S): SchemaOf<ByAxis<ValueOf<S>>> {
  const field = optionalField(axis);
  return record({ x: field, y: field, z: field, theta: field }) as SchemaOf<ByAxis<ValueOf<S>>>;
}

const names: readonly AxisName[] = ['x', 'y', 'z', 'theta'];

/**
 * Makes the axes of a stage from the options that name them.
 *
 * @throws FourwireError of kind `range`, code `option-refused`, when there is none
 */
export function stageAxes<A extends StageAxisOptions, D>(
  options: ByAxis<A>,
  make: (axis: A, name: AxisName) => D,
): ByAxis<D> {
  if (Object.keys(options).length === 0) {
    throw optionRefused(`axes must name at least one of ${names.join(', ')}.`);
  }
  const axes: Partial<Record<AxisName, D>> = {};
  for (const name of names) {
    const axis = options[name];
    if (axis !== undefined) axes[name] = make(axis, name);
  }
  return axes;
}

/** How near to its target a move must end: as the options say, and never nearer than one step. */
export function toleranceOf(
  name: AxisName,
  { tolerance = name === 'theta' ? 0.01 : 1 }: StageAxisOptions,
  step = 0,
): number {
  return Math.max(tolerance, step);
}

/** An option of a driver that makes no sense. */
export function optionRefused(message: string): FourwireError {
  return new FourwireError('range', 'option-refused', message);
}
