import { FourwireError } from '../errors/fourwire-error.ts';
import { tidy } from './tidy.ts';
import { allUnits, convert, isUnit, quantityOf, unitSymbol } from './units.ts';
import type { Unit } from './units.ts';

const number = /^([+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?)\s*(.*)$/i;

/** How people write units, beside the codes and the symbols. */
const spellings: Readonly<Record<string, readonly Unit[]>> = {
  C: ['Cel'],
  degC: ['Cel'],
  F: ['[degF]'],
  degF: ['[degF]'],
  ohm: ['Ohm'],
  ohms: ['Ohm'],
  kohm: ['kOhm'],
  micron: ['um'],
  in: ['[in_i]'],
  inch: ['[in_i]'],
  sec: ['s'],
  hours: ['h'],
};

/** Prefixes of units for which the table has no code of its own: `MOhm`, `uV`, `pA`. */
const prefixes: Readonly<Record<string, number>> = {
  p: 1e-12,
  n: 1e-9,
  u: 1e-6,
  m: 1e-3,
  k: 1e3,
  M: 1e6,
  G: 1e9,
};

const prefixed: ReadonlySet<Unit> = new Set([
  'V',
  'A',
  'Ohm',
  'S',
  'F',
  'H',
  'C',
  'Hz',
  'W',
  's',
  'm',
  'N',
  'Pa',
]);

/**
 * The number that a person wrote, in the unit asked for: `85` is in that unit already, `358 K`, `85 °C`, `100mV` and
 * `4.7 kΩ` are converted.
 *
 * @param argument - its name, for messages
 * @returns undefined when the text is no number, with or without a unit
 * @throws FourwireError of kind `range`, code `unit-mismatch`, when its unit is not known or measures something else
 */
export function parseQuantity(text: string, unit: Unit, argument: string): number | undefined {
  // What is copied from a document may have the mathematical minus.
  const [, digits, word = ''] = number.exec(text.trim().replace(/^\u2212/, '-')) ?? [];
  if (digits === undefined || !Number.isFinite(Number(digits))) return undefined;
  if (word === '') return Number(digits);
  // A comma, a second number, a hexadecimal one: no number of ours.
  if (/^[\d.,x]/i.test(word) && !/^[a-z]+$/i.test(word)) return undefined;
  const found = findUnit(word, unit);
  if (found === undefined || quantityOf(found.unit) !== quantityOf(unit)) {
    throw mismatch(argument, word, unit, found === undefined);
  }
  // In K a member may mean a difference, which has another value in °C than a temperature.
  if (unit === 'K' && found.unit !== 'K') throw mismatch(argument, word, unit, false);
  return found.unit === unit && found.factor === 1
    ? Number(digits)
    : tidy(convert(Number(digits) * found.factor, found.unit, unit));
}

/** What a word stands for; where that is not certain, as with `C`, what measures the same as `like`. */
function findUnit(text: string, like: Unit): { readonly unit: Unit; readonly factor: number } | undefined {
  // The sign for micro and the Greek letter, which look the same; and so does the sign for ohm.
  const word = text.replaceAll(/[\u00B5\u03BC]/g, 'u').replaceAll('\u2126', 'Ω');
  const named = (one: string): readonly Unit[] => [
    ...(isUnit(one) ? [one] : []),
    ...allUnits.filter((code) => unitSymbol(code).replace('\u00B5', 'u') === one && one !== ''),
    ...(spellings[one] ?? []),
  ];
  const candidates = named(word);
  const unit = candidates.find((code) => quantityOf(code) === quantityOf(like)) ?? candidates[0];
  if (unit !== undefined && quantityOf(unit) === quantityOf(like)) return { unit, factor: 1 };
  const factor = prefixes[word.charAt(0)];
  const base = named(word.slice(1)).find(
    (code) => prefixed.has(code) && (unit === undefined || quantityOf(code) === quantityOf(like)),
  );
  if (factor !== undefined && base !== undefined) return { unit: base, factor };
  return unit === undefined ? undefined : { unit, factor: 1 };
}

function mismatch(argument: string, word: string, unit: Unit, unknown: boolean): FourwireError {
  const symbol = unitSymbol(unit);
  const fitting =
    unit === 'K' ? ['K'] : allUnits.filter((code) => quantityOf(code) === quantityOf(unit)).map(unitSymbol);
  const units = fitting.filter((one) => one !== '').join(', ');
  const what = unknown ? `"${word}" is no unit that is known` : `${word} does not fit`;
  const instead = units === '' ? 'write it without a unit' : `write it in ${units}`;
  return new FourwireError(
    'range',
    'unit-mismatch',
    `${argument} ${symbol === '' ? 'has no unit' : `is in ${symbol}`}: ${what}; ${instead}.`,
  );
}
