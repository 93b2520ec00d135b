import type { BigIntFormat, NumberFormat, TextFormat } from './format.ts';

/**
 * One SECS-II item: a list of items, or an array of values of one format. Items are plain data, never changed once
 * made; the constructors (`L`, `A`, `U4`, …) check their arguments and copy what they are given. Decoded items are
 * not frozen, since freezing costs more than decoding: treat them as read-only.
 *
 * Switch on `format` to narrow `value`. Source: SEMI E5; sheet secs-ii.md section 2.
 */
export type Item =
  | ListItem
  | BinaryItem
  | BooleanItem
  | TextItem<'A'>
  | TextItem<'J'>
  | LocalizedItem
  | NumberItem<'I1'>
  | NumberItem<'I2'>
  | NumberItem<'I4'>
  | NumberItem<'U1'>
  | NumberItem<'U2'>
  | NumberItem<'U4'>
  | NumberItem<'F4'>
  | NumberItem<'F8'>
  | BigIntItem<'I8'>
  | BigIntItem<'U8'>;

/** A list of items. */
export interface ListItem {
  readonly format: 'L';
  readonly value: readonly Item[];
}

/** Bytes. The array belongs to the item: copy it before changing it. */
export interface BinaryItem {
  readonly format: 'B';
  readonly value: Uint8Array;
}

/** Truth values. Any byte but 0 is read as true, because public stacks write both 01 and FF. */
export interface BooleanItem {
  readonly format: 'BOOLEAN';
  readonly value: readonly boolean[];
}

/**
 * Text of one byte a character. The standard allows 7-bit ASCII (`A`) and JIS-8 (`J`), machines send more: without a
 * {@link TextCodec} each byte becomes the character with the same number (Latin-1), which loses nothing.
 */
export interface TextItem<F extends TextFormat = TextFormat> {
  readonly format: F;
  readonly value: string;
}

/** Text with a stated encoding, allowed in the TEXT item of stream 10 only. Read it with `asText`. */
export interface LocalizedItem {
  readonly format: 'W';
  readonly value: LocalizedText;
}

/** Bytes of text and the number that names their encoding; see `textEncodings`. */
export interface LocalizedText {
  readonly encoding: number;
  readonly bytes: Uint8Array;
}

/** Whole or floating-point numbers. Values of an `F4` are those that 4 bytes hold (`Math.fround`). */
export interface NumberItem<F extends NumberFormat = NumberFormat> {
  readonly format: F;
  readonly value: readonly number[];
}

/** Whole numbers of 8 bytes. */
export interface BigIntItem<F extends BigIntFormat = BigIntFormat> {
  readonly format: F;
  readonly value: readonly bigint[];
}
