import { isUnit, unitSymbol } from '@fourwire/core';
import type { Instant } from '@fourwire/core';
import type { MeasurementLimits } from '../records/entry.ts';

const superscripts = '⁰¹²³⁴⁵⁶⁷⁸⁹';

/** A number for people: five significant digits, a true minus sign, powers of ten where zeros would be counted. */
export function numberText(value: number): string {
  if (!Number.isFinite(value)) return String(value);
  const rounded = Number(value.toPrecision(5));
  const size = Math.abs(rounded);
  if (size !== 0 && (size < 1e-3 || size >= 1e6)) {
    const [digits = '', exponent = ''] = rounded.toExponential().split('e');
    const power = exponent
      .replace('+', '')
      .replace('-', '⁻')
      .replaceAll(/\d/g, (digit) => superscripts[Number(digit)] ?? '');
    return `${minus(digits)} × 10${power}`;
  }
  return minus(String(rounded));
}

/** A number with its unit: `−40 °C`. */
export function quantityText(value: number, unit: string): string {
  return `${numberText(value)} ${unitText(unit)}`.trimEnd();
}

/** A UCUM unit as people write it; one that Fourwire does not know stays as it is. */
export function unitText(unit: string): string {
  return isUnit(unit) ? unitSymbol(unit) : unit;
}

/** Limits in words: `95 to 105 Ω`, `at least 3 cN`. */
export function limitsText(limits: MeasurementLimits | undefined, unit: string): string {
  const { min, max } = limits ?? {};
  if (min !== undefined && max !== undefined) return `${numberText(min)} to ${quantityText(max, unit)}`;
  if (min !== undefined) return `at least ${quantityText(min, unit)}`;
  return max === undefined ? 'none' : `at most ${quantityText(max, unit)}`;
}

/** A count with its noun: `1 die`, `3 dies`. */
export function count(number: number, one: string, many = `${one}s`): string {
  return `${number} ${number === 1 ? one : many}`;
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
