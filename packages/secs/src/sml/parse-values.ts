import type { LocalizedText } from '../secs-ii/item.ts';
import { allowedValues, isAllowed } from '../secs-ii/values.ts';
import type { ValueFormat } from '../secs-ii/values.ts';
import type { SmlScanner } from './scanner.ts';

const whole = /^(?:[+-]?\d+|0x[\da-f]+|0b[01]+)$/i;
const decimal = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:e[+-]?\d+)?$/i;
const special = /^([+-]?)(?:(nan)|inf(?:inity)?)$/i;
const truths = new Map([
  ['T', true],
  ['TRUE', true],
  ['F', false],
  ['FALSE', false],
]);

/** No whole number of 8 bytes needs more characters, and making a bigint of many takes more than linear time. */
const longestWhole = 100;

/** Values up to the `>` that ends the item. `convert` makes one of a word, or `undefined` where none is written. */
export function parseValues<T>(
  scanner: SmlScanner,
  format: ValueFormat,
  convert: (word: string) => T | undefined,
): T[] {
  const values: T[] = [];
  while (scanner.next() !== '>') {
    const start = scanner.position;
    const word = scanner.word();
    if (word === '') throw scanner.unexpected(`a value of ${format} or ">"`);
    const value = convert(word);
    if (value === undefined || !isAllowed(format, value)) {
      throw scanner.error(
        'sml-value',
        `${format} takes ${allowedValues[format]}, not ${word.slice(0, 40)}`,
        start,
      );
    }
    values.push(value);
  }
  return values;
}

/** A whole number in decimal, `0x` or `0b` notation. */
export function wholeNumber(word: string): number | undefined {
  return whole.test(word) ? Number(word) : undefined;
}

/** A whole number of any size, in the same notations. */
export function bigWholeNumber(word: string): bigint | undefined {
  return word.length <= longestWhole && whole.test(word) ? BigInt(word) : undefined;
}

/** A number in any notation, also `nan`, `inf` and `-inf`. */
export function anyNumber(word: string): number | undefined {
  if (decimal.test(word) || whole.test(word)) return Number(word);
  const [found, sign, notANumber] = special.exec(word) ?? [];
  if (found === undefined) return undefined;
  if (notANumber !== undefined) return Number.NaN;
  return sign === '-' ? -Infinity : Infinity;
}

/** `T`, `TRUE`, `F`, `FALSE` in any case, or a whole number, of which all but 0 are true. */
export function truth(word: string): boolean | undefined {
  const number = wholeNumber(word);
  return number === undefined ? truths.get(word.toUpperCase()) : number !== 0;
}

/** Text in quotes mixed with characters by their number, up to the `>` that ends the item. */
export function parseText(scanner: SmlScanner, format: string): string {
  let text = '';
  while (scanner.next() !== '>') text += scanner.quoted() ?? parseCharacter(scanner, format);
  return text;
}

/** The number of an encoding and text whose characters are its bytes; text without a number is taken as UTF-8. */
export function parseLocalized(scanner: SmlScanner): LocalizedText {
  const first = scanner.next();
  if (first === '>') return { encoding: 0, bytes: new Uint8Array(0) };
  if (first === '"' || first === "'")
    return { encoding: 2, bytes: new TextEncoder().encode(parseText(scanner, 'W')) };
  const start = scanner.position;
  const encoding = wholeNumber(scanner.word());
  if (encoding === undefined || !isAllowed('U2', encoding)) {
    throw scanner.error('sml-value', `the encoding of W must be ${allowedValues.U2}`, start);
  }
  const text = parseText(scanner, 'W');
  const bytes = Uint8Array.from(text, (character) => character.charCodeAt(0));
  if (Buffer.from(bytes).toString('latin1') !== text) {
    throw scanner.error(
      'sml-value',
      'W with the number of an encoding takes bytes, not characters beyond 0xFF',
      start,
    );
  }
  return { encoding, bytes };
}

function parseCharacter(scanner: SmlScanner, format: string): string {
  const start = scanner.position;
  const code = wholeNumber(scanner.word());
  if (code === undefined) throw scanner.unexpected(`text in quotes, a byte or ">" in ${format}`, start);
  if (!isAllowed('B', code)) throw scanner.error('sml-value', `a byte is ${allowedValues.B}`, start);
  return String.fromCharCode(code);
}
