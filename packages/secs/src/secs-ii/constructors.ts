import { FourwireError } from '@fourwire/core';
import type { BigIntFormat, Format, NumberFormat, TextFormat } from './format.ts';
import type {
  BigIntItem,
  BinaryItem,
  BooleanItem,
  Item,
  ListItem,
  LocalizedItem,
  NumberItem,
  TextItem,
} from './item.ts';
import { allowedValues, isAllowed } from './values.ts';
import type { ValueFormat } from './values.ts';

/** Makes an item from numbers, given one by one or as one array (also a typed one), which is copied. */
export type NumberConstructor<F extends NumberFormat> = (
  ...values: readonly number[] | readonly [ArrayLike<number>]
) => NumberItem<F>;

/** Makes an item from whole numbers, given one by one or as one array, which is copied. */
export type BigIntConstructor<F extends BigIntFormat> = (
  ...values: readonly (number | bigint)[] | readonly [ArrayLike<number | bigint>]
) => BigIntItem<F>;

/**
 * A list of items, given one by one or as one array, which is copied: `L(U4(3001), A('x'))`, `L(items)`, `L()`. Kind
 * `range`, code `secs-item-format`, when one of them is no item.
 */
export function L(...items: readonly Item[] | readonly [readonly Item[]]): ListItem {
  const value = spread<Item>(items);
  for (let index = 0; index < value.length; index++) {
    if (typeof value[index]?.format === 'string') continue;
    const found = value[index] === null ? 'null' : typeof value[index];
    throw new FourwireError(
      'range',
      'secs-item-format',
      `L: child [${index}] must be an item, not ${found}.`,
    );
  }
  return { format: 'L', value };
}

/** Text in ASCII. Whether the machine can be sent its characters shows when it is encoded. */
export const A: (text: string) => TextItem<'A'> = (text) => textItem('A', text);

/** Text in JIS-8. Without a text codec each character stands for the byte of its number, as with `A`. */
export const J: (text: string) => TextItem<'J'> = (text) => textItem('J', text);

/**
 * Localized text: a string, sent as UTF-8, or bytes with the number of their encoding (see `textEncodings`). Only the
 * TEXT item of stream 10 may have this format.
 */
export function W(
  ...text: readonly [text: string] | readonly [encoding: number, bytes: Uint8Array]
): LocalizedItem {
  const [encoding, bytes] = text.length === 1 ? [2, new TextEncoder().encode(text[0])] : text;
  if (!isAllowed('U2', encoding)) throw valueError('W', 'encoding', allowedValues.U2, encoding);
  return { format: 'W', value: { encoding, bytes: new Uint8Array(bytes) } };
}

/** Bytes, given one by one or as one array, which is copied: `B(0)`, `B(recipe)`. */
export function B(...bytes: readonly number[] | readonly [ArrayLike<number>]): BinaryItem {
  const [first] = bytes;
  if (first instanceof Uint8Array) return { format: 'B', value: new Uint8Array(first) };
  return { format: 'B', value: Uint8Array.from(checked('B', spread<number>(bytes))) };
}

/** Truth values, given one by one or as one array, which is copied. */
export function BOOLEAN(...values: readonly boolean[] | readonly [readonly boolean[]]): BooleanItem {
  return { format: 'BOOLEAN', value: checked('BOOLEAN', spread<boolean>(values)) };
}

/** Whole numbers from -128 to 127. */
export const I1: NumberConstructor<'I1'> = numberConstructor('I1');
/** Whole numbers from -32,768 to 32,767. */
export const I2: NumberConstructor<'I2'> = numberConstructor('I2');
/** Whole numbers from -2,147,483,648 to 2,147,483,647. */
export const I4: NumberConstructor<'I4'> = numberConstructor('I4');
/** Whole numbers of 8 bytes with sign; held as `bigint`. */
export const I8: BigIntConstructor<'I8'> = bigIntConstructor('I8');
/** Whole numbers from 0 to 255. */
export const U1: NumberConstructor<'U1'> = numberConstructor('U1');
/** Whole numbers from 0 to 65,535. */
export const U2: NumberConstructor<'U2'> = numberConstructor('U2');
/** Whole numbers from 0 to 4,294,967,295. */
export const U4: NumberConstructor<'U4'> = numberConstructor('U4');
/** Whole numbers of 8 bytes without sign; held as `bigint`. */
export const U8: BigIntConstructor<'U8'> = bigIntConstructor('U8');
/** Floating-point numbers of 4 bytes: the value kept is the nearest that fits. */
export const F4: NumberConstructor<'F4'> = numberConstructor('F4', Math.fround);
/** Floating-point numbers of 8 bytes. */
export const F8: NumberConstructor<'F8'> = numberConstructor('F8');

function numberConstructor<F extends NumberFormat>(
  format: F,
  round?: (value: number) => number,
): NumberConstructor<F> {
  return (...values) => {
    const value = checked(format, spread<number>(values));
    return { format, value: round === undefined ? value : value.map((number) => round(number)) };
  };
}

function bigIntConstructor<F extends BigIntFormat>(format: F): BigIntConstructor<F> {
  return (...values) => {
    const value = spread<number | bigint>(values).map((number) =>
      Number.isSafeInteger(number) ? BigInt(number) : number,
    );
    return { format, value: checked(format, value as bigint[]) };
  };
}

function textItem<F extends TextFormat>(format: F, text: string): TextItem<F> {
  if (typeof text !== 'string') throw valueError(format, 'text', 'a string', text);
  return { format, value: text };
}

/** The values of a call like `f(1, 2)` or `f([1, 2])` as an array that nobody else has. */
function spread<T>(values: readonly T[] | readonly [ArrayLike<T>]): T[] {
  const [first] = values;
  const several = values.length === 1 && typeof first === 'object' && first !== null && 'length' in first;
  return several ? Array.from(first) : (values as T[]);
}

function checked<T>(format: ValueFormat, values: T[]): T[] {
  for (let index = 0; index < values.length; index++) {
    const value = values[index];
    if (!isAllowed(format, value)) throw valueError(format, `value [${index}]`, allowedValues[format], value);
  }
  return values;
}

function valueError(format: Format, what: string, allowed: string, value: unknown): FourwireError {
  const shown = typeof value === 'string' ? JSON.stringify(value) : String(value);
  return new FourwireError(
    'range',
    'secs-item-value',
    `${format}: ${what} must be ${allowed}, not ${shown}.`,
  );
}
