import { isUnit, unitSymbol } from '@fourwire/core';
import type { Instant } from '@fourwire/core';
import type { MeasurementLimits } from '../records/entry.ts';

const superscripts = '⁰¹²³⁴⁵⁶⁷⁸⁹';

/** Significant digits of a number that nobody rounded, such as a limit. */
const allDigits = 12;

/**
 * A number for people: significant digits (five unless given), a true minus sign, powers of ten where zeros would be
 * counted.
 */
export function numberText(value: number, digits = 5): string {
  if (!Number.isFinite(value)) return String(value);
  const rounded = Number(value.toPrecision(digits));
  const size = Math.abs(rounded);
  const isLong = size >= 1e6 && String(rounded).replace(/0+$/, '').length <= 6;
  if (size !== 0 && (size < 1e-3 || size >= 1e12 || isLong)) {
    const [mantissa = '', exponent = ''] = rounded.toExponential().split('e');
    const power = exponent
      .replace('+', '')
      .replace('-', '⁻')
      .replaceAll(/\d/g, (digit) => superscripts[Number(digit)] ?? '');
    return `${minus(mantissa)} × 10${power}`;
  }
  return minus(String(rounded));
}

/** A capability index with two decimals: `1.33`. */
export function indexText(index: number): string {
  return index.toFixed(2).replace('-', '−');
}

/** A number with its unit: `−40 °C`. */
export function quantityText(value: number, unit: string): string {
  return `${numberText(value)} ${unitText(unit)}`.trimEnd();
}

/** A UCUM unit as people write it; one that Fourwire does not know stays as it is. */
export function unitText(unit: string): string {
  return isUnit(unit) ? unitSymbol(unit) : unit;
}

/** Limits in words, not rounded: `95 to 105 Ω`, `at least 3 cN`. */
export function limitsText(limits: MeasurementLimits | undefined, unit: string): string {
  const { min, max } = limits ?? {};
  const exact = (limit: number): string => `${numberText(limit, allDigits)} ${unitText(unit)}`.trimEnd();
  if (min !== undefined && max !== undefined) return `${numberText(min, allDigits)} to ${exact(max)}`;
  if (min !== undefined) return `at least ${exact(min)}`;
  return max === undefined ? 'none' : `at most ${exact(max)}`;
}

/**
 * A measured value with at least five digits, with those that the deviation of its like makes worth telling, and with so
 * many that rounding does not bring it to the other side of a limit.
 */
export function measuredText(
  value: number,
  limits: MeasurementLimits | undefined,
  deviation?: number,
): string {
  const { min = -Infinity, max = Infinity } = limits ?? {};
  const isWithin = (number: number): boolean => number >= min && number <= max;
  let digits = digitsOf(value, deviation);
  while (digits < 17 && isWithin(Number(value.toPrecision(digits))) !== isWithin(value)) digits++;
  return numberText(value, digits);
}

/** A mean with the digits that its deviation makes worth telling. */
export function meanText(mean: number, deviation: number | undefined): string {
  return numberText(mean, digitsOf(mean, deviation));
}

function digitsOf(value: number, deviation: number | undefined): number {
  if (deviation === undefined || deviation === 0 || value === 0) return 5;
  const digits = Math.ceil(Math.log10(Math.abs(value) / deviation)) + 3;
  return Math.min(Math.max(digits, 5), allDigits);
}

/** A count with its noun: `1 die`, `3 dies`. */
export function count(number: number, one: string, many = `${one}s`): string {
  return `${number} ${number === 1 ? one : many}`;
}

/** A time zone at a moment, with its distance from UTC: `Europe/Berlin, UTC+01:00`. */
export function zoneText(timeZone: string, at: Instant): string {
  if (timeZone === 'UTC') return timeZone;
  const format = new Intl.DateTimeFormat('en-GB', { timeZone, timeZoneName: 'longOffset' });
  const offset = format.formatToParts(at).find(({ type }) => type === 'timeZoneName')?.value ?? 'GMT';
  return `${timeZone}, ${offset === 'GMT' ? 'UTC+00:00' : offset.replace('GMT', 'UTC')}`;
}

/** Formats instants in one time zone: `2026-01-01 00:00:05`. */
export function timeFormatter(timeZone: string): (at: Instant) => string {
  const format = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  });
  return (at) => {
    const parts = Object.fromEntries(format.formatToParts(at).map(({ type, value }) => [type, value]));
    const { year, month, day, hour, minute, second } = parts;
    return `${year}-${month}-${day} ${hour}:${minute}:${second}`;
  };
}

function minus(text: string): string {
  return text.replace('-', '−');
}
