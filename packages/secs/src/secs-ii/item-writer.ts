import { FourwireError } from '@fourwire/core';
import { formats, maxItemLength } from './format.ts';
import type { BigIntFormat, FloatFormat, FormatFacts, IntegerFormat, TextFormat } from './format.ts';
import type { Item, LocalizedText } from './item.ts';
import { formatPath } from './limits.ts';
import type { TextCodec } from './text-codec.ts';
import { allowedValues, isAllowed } from './values.ts';
import type { ValueFormat } from './values.ts';

// Local names: where a bundler or test runner rewrites modules, each use of an import is a call.
const { A, B, BOOLEAN, F4, F8, I1, I2, I4, I8, J, L, U1, U2, U4, U8, W } = formats;
const longest = maxItemLength;

const initialCapacity = 0x4000;
const largestKept = 0x10_0000;

/**
 * Writes one item into a buffer that grows and is used again. Everything is checked while it is written, because
 * items are plain data that anybody can build without a constructor. The methods take the position where they write
 * and return the one behind.
 *
 * @internal
 */
export class ItemWriter {
  #bytes = Buffer.allocUnsafeSlow(initialCapacity);
  #view = viewOf(this.#bytes);
  #text: TextCodec | undefined;
  #maxDepth = 0;
  #depth = 0;
  readonly #path: number[] = [];

  /** `item` behind `gap` bytes that the caller fills in, as a buffer of its own. */
  write(item: Item, gap: number, text: TextCodec | undefined, maxDepth: number): Buffer {
    this.#text = text;
    this.#maxDepth = maxDepth;
    this.#depth = 0;
    const end = this.#item(item, gap);
    const written = this.#bytes.subarray(0, end);
    if (this.#bytes.length > largestKept) {
      // A big buffer is given away: copying it costs more than the rest of the encoding, keeping it wastes megabytes.
      this.#bytes = Buffer.allocUnsafeSlow(initialCapacity);
      this.#view = viewOf(this.#bytes);
      return written;
    }
    const copy = Buffer.allocUnsafe(end);
    copy.set(written);
    return copy;
  }

  #item(item: Item, at: number): number {
    switch (item?.format) {
      case 'L':
        return this.#list(item.value, at);
      case 'U4':
        return this.#integers(U4, false, item.value, at);
      case 'A':
        return this.#characters(A, item.value, at);
      case 'U2':
        return this.#integers(U2, false, item.value, at);
      case 'U1':
        return this.#integers(U1, false, item.value, at);
      case 'F4':
        return this.#floats(F4, item.value, at);
      case 'F8':
        return this.#floats(F8, item.value, at);
      case 'B':
        return this.#payload(B, item.value, at);
      case 'BOOLEAN':
        return this.#booleans(item.value, at);
      case 'I4':
        return this.#integers(I4, true, item.value, at);
      case 'I2':
        return this.#integers(I2, true, item.value, at);
      case 'I1':
        return this.#integers(I1, true, item.value, at);
      case 'U8':
        return this.#bigInts(U8, item.value, at);
      case 'I8':
        return this.#bigInts(I8, item.value, at);
      case 'J':
        return this.#characters(J, item.value, at);
      case 'W':
        return this.#localized(item.value, at);
      default:
        throw this.#error('secs-item-format', `has no SECS-II format: ${String(item)}`);
    }
  }

  #list(items: readonly Item[], at: number): number {
    const depth = this.#depth;
    if (depth >= this.#maxDepth) {
      throw this.#error('secs-item-depth', `is a list inside ${depth} lists, the deepest allowed`);
    }
    const count = items.length;
    let position = this.#header(L, count, 0, at);
    this.#depth = depth + 1;
    for (let index = 0; index < count; index++) {
      this.#path[depth] = index;
      position = this.#item(items[index]!, position);
    }
    this.#depth = depth;
    return position;
  }

  #integers(
    facts: FormatFacts<IntegerFormat>,
    signed: boolean,
    values: readonly number[],
    at: number,
  ): number {
    const { size } = facts;
    const shift = 32 - 8 * size;
    const count = values.length;
    let position = this.#header(facts, count * size, count * size, at);
    for (let index = 0; index < count; index++) {
      const value = values[index]!;
      // What is left of the value in so many bits: fractions, NaN and strings differ from it as well.
      const kept = signed ? (value << shift) >> shift : (value << shift) >>> shift;
      if (kept !== value) throw this.#valueError(facts.format, index, value);
      if (size === 4) this.#view.setInt32(position, value);
      else if (size === 2) this.#view.setInt16(position, value);
      else this.#view.setInt8(position, value);
      position += size;
    }
    return position;
  }

  #floats(facts: FormatFacts<FloatFormat>, values: readonly number[], at: number): number {
    const { format, size } = facts;
    const count = values.length;
    let position = this.#header(facts, count * size, count * size, at);
    for (let index = 0; index < count; index++) {
      const value = values[index]!;
      if (!isAllowed(format, value)) throw this.#valueError(format, index, value);
      if (size === 8) this.#view.setFloat64(position, value);
      else this.#view.setFloat32(position, value);
      position += size;
    }
    return position;
  }

  #bigInts(facts: FormatFacts<BigIntFormat>, values: readonly bigint[], at: number): number {
    const count = values.length;
    let position = this.#header(facts, count * 8, count * 8, at);
    for (let index = 0; index < count; index++) {
      const value = values[index]!;
      if (!isAllowed(facts.format, value)) throw this.#valueError(facts.format, index, value);
      this.#view.setBigUint64(position, value);
      position += 8;
    }
    return position;
  }

  #booleans(values: readonly boolean[], at: number): number {
    const count = values.length;
    const position = this.#header(BOOLEAN, count, count, at);
    for (let index = 0; index < count; index++) {
      const value = values[index]!;
      if (!isAllowed('BOOLEAN', value)) throw this.#valueError('BOOLEAN', index, value);
      this.#bytes[position + index] = value ? 1 : 0;
    }
    return position + count;
  }

  #characters(facts: FormatFacts<TextFormat>, text: string, at: number): number {
    if (typeof text !== 'string')
      throw this.#error('secs-item-value', `is ${facts.format} and holds no string`);
    if (this.#text !== undefined) return this.#payload(facts, this.#encode(this.#text, text), at);
    const count = text.length;
    const position = this.#header(facts, count, count, at);
    const bytes = this.#bytes;
    for (let index = 0; index < count; index++) {
      const character = text.charCodeAt(index);
      if (character > 0xff) throw this.#characterError(index, text.codePointAt(index)!);
      bytes[position + index] = character;
    }
    return position + count;
  }

  #encode(codec: TextCodec, text: string): Uint8Array {
    try {
      return codec.encode(text);
    } catch (cause) {
      throw this.#error('secs-item-text', 'holds text that the text codec refused', cause);
    }
  }

  #localized({ encoding, bytes }: LocalizedText, at: number): number {
    if (!isAllowed('U2', encoding)) {
      throw this.#error(
        'secs-item-value',
        `is W and its encoding must be ${allowedValues.U2}, not ${String(encoding)}`,
      );
    }
    const length = bytes.length + 2;
    const position = this.#header(W, length, length, at);
    this.#view.setUint16(position, encoding);
    this.#bytes.set(bytes, position + 2);
    return position + length;
  }

  #payload(facts: FormatFacts, bytes: Uint8Array, at: number): number {
    if (!(bytes instanceof Uint8Array))
      throw this.#error('secs-item-value', `is ${facts.format} and holds no bytes`);
    const position = this.#header(facts, bytes.length, bytes.length, at);
    this.#bytes.set(bytes, position);
    return position + bytes.length;
  }

  /** Writes format and length, the latter in as few bytes as do, and makes room for `room` bytes behind them. */
  #header(facts: FormatFacts, length: number, room: number, at: number): number {
    if (length > longest) throw this.#lengthError(facts, length);
    if (at + 4 + room > this.#bytes.length) this.#grow(at, at + 4 + room);
    const bytes = this.#bytes;
    const code = facts.code << 2;
    if (length <= 0xff) {
      bytes[at] = code | 1;
      bytes[at + 1] = length;
      return at + 2;
    }
    if (length <= 0xffff) {
      bytes[at] = code | 2;
      bytes[at + 1] = length >> 8;
      bytes[at + 2] = length;
      return at + 3;
    }
    bytes[at] = code | 3;
    bytes[at + 1] = length >> 16;
    bytes[at + 2] = length >> 8;
    bytes[at + 3] = length;
    return at + 4;
  }

  #grow(used: number, needed: number): void {
    const grown = Buffer.allocUnsafeSlow(Math.max(this.#bytes.length * 2, needed));
    grown.set(this.#bytes.subarray(0, used));
    this.#bytes = grown;
    this.#view = viewOf(grown);
  }

  #valueError(format: ValueFormat, index: number, value: unknown): FourwireError {
    const fault = `is ${format} and its value [${index}] must be ${allowedValues[format]}, not ${String(value)}`;
    return this.#error('secs-item-value', fault);
  }

  #lengthError(facts: FormatFacts, length: number): FourwireError {
    const what = facts.format === 'L' ? 'children' : 'bytes';
    return this.#error(
      'secs-item-length',
      `has ${length} ${what}, at most ${maxItemLength} can be sent in one item`,
    );
  }

  #characterError(index: number, character: number): FourwireError {
    const name = `U+${character.toString(16).toUpperCase().padStart(4, '0')}`;
    return this.#error(
      'secs-item-text',
      `has at [${index}] the character ${name}, which no single byte stands for`,
    );
  }

  #error(code: string, fault: string, cause?: unknown): FourwireError {
    const path = this.#path.slice(0, this.#depth);
    return new FourwireError('range', code, `SECS-II: ${formatPath(path)} ${fault}.`, {
      details: { path },
      cause,
    });
  }
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
