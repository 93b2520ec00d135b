import type { BigIntFormat, IntegerFormat, NumberFormat } from './format.ts';

/** Formats that are an array of values. */
export type ValueFormat = NumberFormat | BigIntFormat | 'B' | 'BOOLEAN';

const integers: Readonly<Record<IntegerFormat | 'B', readonly [min: number, max: number]>> = {
  B: [0, 0xff],
  I1: [-0x80, 0x7f],
  I2: [-0x8000, 0x7fff],
  I4: [-0x8000_0000, 0x7fff_ffff],
  U1: [0, 0xff],
  U2: [0, 0xffff],
  U4: [0, 0xffff_ffff],
};

const bigInts: Readonly<Record<BigIntFormat, readonly [min: bigint, max: bigint]>> = {
  I8: [-(2n ** 63n), 2n ** 63n - 1n],
  U8: [0n, 2n ** 64n - 1n],
};

/** What one value of a format may be, in words. */
export const allowedValues: Readonly<Record<ValueFormat, string>> = {
  B: wholeNumber(integers.B),
  BOOLEAN: 'true or false',
  I1: wholeNumber(integers.I1),
  I2: wholeNumber(integers.I2),
  I4: wholeNumber(integers.I4),
  I8: wholeNumber(bigInts.I8),
  U1: wholeNumber(integers.U1),
  U2: wholeNumber(integers.U2),
  U4: wholeNumber(integers.U4),
  U8: wholeNumber(bigInts.U8),
  F4: 'a number that 4 bytes can hold',
  F8: 'a number',
};

/** Whether one value of this format may be `value`. */
export function isAllowed(format: ValueFormat, value: unknown): boolean {
  if (format === 'F8') return typeof value === 'number';
  // Rounding to 4 bytes may lose digits but must not turn a finite number into an infinite one.
  if (format === 'F4') {
    return typeof value === 'number' && (Number.isFinite(Math.fround(value)) || !Number.isFinite(value));
  }
  if (format === 'BOOLEAN') return typeof value === 'boolean';
  if (format === 'I8' || format === 'U8') {
    const [min, max] = bigInts[format];
    return typeof value === 'bigint' && value >= min && value <= max;
  }
  const [min, max] = integers[format];
  return typeof value === 'number' && Number.isInteger(value) && value >= min && value <= max;
}

function wholeNumber([min, max]: readonly [number | bigint, number | bigint]): string {
  return `a whole number from ${min} to ${max}`;
}
