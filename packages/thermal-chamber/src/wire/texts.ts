import { FourwireError } from '@fourwire/core';
import { unexpectedReply } from './errors.ts';

/**
 * A number as controllers print it: `23.4`, `-040.0`, `+77.350E+0`.
 *
 * @throws FourwireError of kind `protocol`, code `reply-unexpected`, when the text is none
 */
export function parseDecimal(text: string): number {
  const trimmed = text.trim();
  if (!/^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i.test(trimmed)) throw unexpectedReply('a number', text);
  return Number(trimmed);
}

/**
 * A number of a fixed width, zero padded, rounded to `decimals`; a minus takes the place of the first digit: `-40.0`
 * is as long as `040.0`.
 *
 * @throws FourwireError of kind `range`, code `value-refused`, when the width does not hold it
 */
export function formatFixed(value: number, width: number, decimals: number): string {
  // A negative value that rounds to nothing has no sign.
  const rounded = Number(value.toFixed(decimals));
  const digits = Math.abs(rounded).toFixed(decimals);
  const text = rounded < 0 ? `-${digits.padStart(width - 1, '0')}` : digits.padStart(width, '0');
  if (Number.isFinite(value) && text.length === width) return text;
  throw new FourwireError(
    'range',
    'value-refused',
    `${value} refused: the protocol carries ${width} characters with ${decimals} decimals.`,
  );
}

/** A number rounded to `decimals`, not cut. */
export function formatDecimal(value: number, decimals: number): string {
  return Number(value.toFixed(decimals)).toFixed(decimals);
}

/** Whether two values are the same in a protocol that carries `decimals`: for the `same` of a writable member. */
export function sameTo(decimals: number): (written: number, readBack: number) => boolean {
  const tolerance = 0.5 * 10 ** -decimals;
  return (written, readBack) => Math.abs(written - readBack) <= tolerance * (1 + 1e-6);
}

/** Digits 0 and 1, from the left. */
export function parseBits(text: string): readonly boolean[] {
  if (!/^[01]*$/.test(text)) throw unexpectedReply('digits 0 and 1', text);
  return Array.from(text, (digit) => digit === '1');
}
