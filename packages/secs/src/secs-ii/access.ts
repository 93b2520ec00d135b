import { FourwireError } from '@fourwire/core';
import { itemToSml } from '../sml/print.ts';
import type { BigIntItem, BinaryItem, Item, NumberItem } from './item.ts';
import { decodeLocalized } from './localized.ts';

/** What names a thing in a machine: a number (`bigint` only when it does not fit a `number`) or a text. */
export type Id = number | bigint | string;

/** Whether there is no value: no item at all, or one of length zero, which in many messages means "all" or "unknown". */
export function isEmptyItem(item: Item | undefined): boolean {
  if (item === undefined) return true;
  return item.format === 'W' ? item.value.bytes.length === 0 : item.value.length === 0;
}

/**
 * The children of a list, `length` of them when that is given. `name` says in the error what was read, for example
 * `S1F14`.
 *
 * This and the other `as…` functions throw kind `protocol`, code `secs-item-unexpected`, with what was expected and
 * what was found, also when there is no item.
 */
export function asList(item: Item | undefined, name: string, length?: number): readonly Item[] {
  if (item?.format === 'L' && (length === undefined || item.value.length === length)) return item.value;
  throw unexpected(name, length === undefined ? 'a list' : `a list of ${length}`, item);
}

/** The text of an `A`, `J` or `W` item. */
export function asText(item: Item | undefined, name: string): string {
  if (item?.format === 'A' || item?.format === 'J') return item.value;
  const text = item?.format === 'W' ? decodeLocalized(item.value) : undefined;
  if (text === undefined) throw unexpected(name, 'text (A, J or a W with a known encoding)', item);
  return text;
}

/** The bytes of a `B` item; not a copy. */
export function asBytes(item: Item | undefined, name: string): Uint8Array {
  if (item?.format === 'B') return item.value;
  throw unexpected(name, 'bytes (B)', item);
}

/** The one truth value of a `BOOLEAN` item; one `B` or `U1` counts as well, not 0 being true. */
export function asBoolean(item: Item | undefined, name: string): boolean {
  if (item?.format === 'BOOLEAN' || item?.format === 'B' || item?.format === 'U1') {
    if (item.value.length === 1) return Boolean(item.value[0]);
  }
  throw unexpected(name, 'one truth value (BOOLEAN)', item);
}

/** The one number of an item of any number format or `B`. */
export function asNumber(item: Item | undefined, name: string): number {
  const numbers = numbersOf(item);
  if (numbers?.length !== 1) throw unexpected(name, 'one number', item);
  return numbers[0]!;
}

/** The numbers of an item of any number format or `B`; none when its length is zero. */
export function asNumbers(item: Item | undefined, name: string): readonly number[] {
  const numbers = numbersOf(item);
  if (numbers === undefined) throw unexpected(name, 'numbers', item);
  return numbers;
}

/** The one whole number of an item as a `bigint`, for counts that may not fit a `number`. */
export function asBigInt(item: Item | undefined, name: string): bigint {
  const ids = idsOf(item);
  if (ids?.length !== 1 || typeof ids[0] === 'string') throw unexpected(name, 'one whole number', item);
  return BigInt(ids[0]!);
}

/**
 * The id that an item holds, the same for every format it may come in, so that it can be looked up in a `Map`.
 * Source: sheet secs-ii.md section 4.
 */
export function asId(item: Item | undefined, name: string): Id {
  // One number of a plain format is what nearly every id is.
  if (item?.format === 'U4' || item?.format === 'U2') {
    if (item.value.length === 1) return item.value[0]!;
  }
  const ids = idsOf(item);
  if (ids?.length !== 1) throw unexpected(name, 'one id (text or a whole number)', item);
  return ids[0]!;
}

/** Ids in either form that machines use: a list with one item for each, or one item that holds them all. */
export function asIds(item: Item | undefined, name: string): readonly Id[] {
  if (item?.format === 'L') return item.value.map((child, index) => asId(child, `${name} [${index}]`));
  const ids = idsOf(item);
  if (ids === undefined) throw unexpected(name, 'ids (a list, or an array of whole numbers)', item);
  return ids;
}

function numbersOf(item: Item | undefined): readonly number[] | undefined {
  if (item === undefined || !isNumeric(item)) return undefined;
  if (item.format === 'B') return Array.from(item.value);
  if (item.format !== 'I8' && item.format !== 'U8') return item.value;
  const numbers = item.value.map(Number);
  return numbers.every((number) => Number.isSafeInteger(number)) ? numbers : undefined;
}

function idsOf(item: Item | undefined): readonly Id[] | undefined {
  if (item?.format === 'A' || item?.format === 'J') return [item.value];
  if (item === undefined || !isNumeric(item) || item.format === 'F4' || item.format === 'F8')
    return undefined;
  return Array.from<number | bigint, Id>(item.value, (id) =>
    Number.isSafeInteger(Number(id)) ? Number(id) : id,
  );
}

function isNumeric(item: Item): item is BinaryItem | NumberItem | BigIntItem {
  return !['L', 'A', 'J', 'W', 'BOOLEAN'].includes(item.format);
}

function unexpected(name: string, expected: string, item: Item | undefined): FourwireError {
  const found = describe(item);
  const message = `${name}: expected ${expected}, found ${found}.`;
  return new FourwireError('protocol', 'secs-item-unexpected', message, {
    details: { name, expected, found },
  });
}

/** The item as SML, its values cut off after a few: this is for an error message. */
function describe(item: Item | undefined): string {
  if (item === undefined) return 'nothing';
  if (item.format === 'L') return `<L [${item.value.length}]>`;
  if (item.format === 'W') return `<W [${item.value.bytes.length}]> in encoding ${item.value.encoding}`;
  const { length } = item.value;
  const cut = { ...item, value: item.value.slice(0, 20) } as Item;
  return length > 20 ? `${itemToSml(cut)} and ${length - 20} more` : itemToSml(item);
}
