import { FourwireError } from '@fourwire/core';

/** A number as an instrument writes it: its last digit says what it resolves. */
export interface Decimal {
  readonly value: number;
  /** The weight of the last digit that was written. */
  readonly resolution: number;
  readonly decimals: number;
}

const shape = /^([+-]?)\s*(\d+)(?:[.,](\d*))?$|^([+-]?)\s*[.,](\d+)$/;

/**
 * Reads a decimal number with its resolution; spaces may stand around it and after the sign. Never minus zero.
 *
 * @throws FourwireError of kind `protocol`, code `reply-unexpected`
 */
export function parseDecimal(text: string): Decimal {
  const match = shape.exec(text.trim());
  if (match === null || text.length > 40) {
    throw new FourwireError(
      'protocol',
      'reply-unexpected',
      `Expected a decimal number, got ${JSON.stringify(text.slice(0, 40))}.`,
    );
  }
  const [, sign = '', whole = '0', fraction = '', loneSign = '', loneFraction = ''] = match;
  const digits = fraction + loneFraction;
  const magnitude = Number(`${whole}.${digits === '' ? '0' : digits}`);
  const value = sign === '-' || loneSign === '-' ? -magnitude : magnitude;
  return { value: value === 0 ? 0 : value, resolution: resolutionOf(digits.length), decimals: digits.length };
}

/** The weight of the last of so many decimals, exactly as it would be written. */
export function resolutionOf(decimals: number): number {
  return Number(`1e${-decimals}`);
}
