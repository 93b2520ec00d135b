import { isoText } from '@fourwire/core';
import { nr3 } from '../scpi/number-format.ts';

/** A number as the family answers it: `1.000000E+00`, without a plus. */
export function number2450(value: number): string {
  return nr3(value, 6).replace(/^\+/, '');
}

/** A time of day, in ms, as text: `2026-01-01T00:00:00.000`. */
export function timeText(at: number): string {
  return isoText(at).slice(0, 23);
}
