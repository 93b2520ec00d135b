import type { NumberRange, Parameter } from '../scpi/parameter.ts';

/** A level for an output; of a negative one, whose range runs from 0 down, `MAX` is the largest size. */
export function levelOf(given: Parameter, range: NumberRange): number {
  const { min = 0, max = 0 } = range;
  if (max >= min) return given.number(range);
  if (given.is('MINimum')) return min;
  return given.is('MAXimum') ? max : given.number({ ...range, min: max, max: min });
}

/** A level moved by a step, kept inside its range. */
export function stepped(value: number, { min = 0, max = 0 }: NumberRange): number {
  return Math.min(Math.max(value, Math.min(min, max)), Math.max(min, max));
}
