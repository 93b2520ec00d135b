import { FourwireError } from '@fourwire/core';
import { formats } from './format.ts';
import type { BigIntFormat, FloatFormat, IntegerFormat, NumberFormat, TextFormat } from './format.ts';
import type { Item, LocalizedText } from './item.ts';
import { latin1Text } from './latin1.ts';
import { formatPath } from './limits.ts';
import type { TextCodec } from './text-codec.ts';

// Local names, since reading an import may cost a call where a bundler or test runner rewrites modules.
const { A, B, BOOLEAN, F4, F8, I1, I2, I4, I8, J, L, U1, U2, U4, U8, W } = formats;

/** Where bytes become floats and bigints: a view on every message would cost more than most messages. */
const scratch = new DataView(new ArrayBuffer(8));

/** For how many children of a list there is room ahead (a megabyte); more are made room for as they are read. */
const mostAhead = 0x2_0000;

/**
 * Reads one item from bytes. Nothing is allocated for a claimed length before those bytes are known to be there, for a
 * list before its shortest children could be, and never more than a megabyte a list.
 *
 * @internal
 */
export class ItemReader {
  readonly #bytes: Buffer;
  readonly #text: TextCodec | undefined;
  readonly #maxDepth: number;
  readonly #path: number[] = [];
  #depth = 0;
  /** Where the item being read begins. */
  #start = 0;
  /** Where its payload begins, and the next item once it is read. */
  #position = 0;

  constructor(bytes: Uint8Array, text: TextCodec | undefined, maxDepth: number) {
    this.#bytes = Buffer.isBuffer(bytes)
      ? bytes
      : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.#text = text;
    this.#maxDepth = maxDepth;
  }

  /** The item that fills the bytes wholly. */
  read(): Item {
    const item = this.#item();
    const extra = this.#bytes.length - this.#position;
    this.#start = this.#position;
    if (extra > 0) throw this.#error('secs-item-trailing', `is complete but ${extra} more bytes follow`);
    return item;
  }

  #item(): Item {
    const bytes = this.#bytes;
    const start = this.#position;
    this.#start = start;
    const head = start < bytes.length ? bytes[start]! : 1;
    const lengthBytes = head & 0b11;
    const payload = start + 1 + lengthBytes;
    if (payload > bytes.length) throw this.#error('secs-item-truncated', 'is cut off in its header');
    if (lengthBytes === 0) throw this.#error('secs-item-format', 'has no length bytes');
    let length = bytes[start + 1]!;
    for (let at = start + 2; at < payload; at++) length = (length << 8) | bytes[at]!;
    this.#position = payload;
    const code = head >> 2;
    const left = bytes.length - payload;
    // The shortest child takes 2 bytes: a list that claims more children than can follow is refused before the work.
    if (code === L.code ? length * 2 > left : length > left) {
      const what = code === L.code ? 'children' : 'bytes';
      throw this.#error('secs-item-truncated', `claims ${length} ${what} where ${left} bytes are left`);
    }
    switch (code) {
      case L.code:
        return { format: 'L', value: this.#children(length) };
      case U4.code:
        return { format: 'U4', value: this.#integers('U4', 4, length) };
      case A.code:
        return { format: 'A', value: this.#characters('A', length) };
      case U2.code:
        return { format: 'U2', value: this.#integers('U2', 2, length) };
      case U1.code:
        return { format: 'U1', value: this.#integers('U1', 1, length) };
      case F4.code:
        return { format: 'F4', value: this.#floats('F4', 4, length) };
      case F8.code:
        return { format: 'F8', value: this.#floats('F8', 8, length) };
      case B.code:
        return { format: 'B', value: this.#copy(length) };
      case BOOLEAN.code:
        return { format: 'BOOLEAN', value: this.#booleans(length) };
      case I4.code:
        return { format: 'I4', value: this.#integers('I4', 4, length) };
      case I2.code:
        return { format: 'I2', value: this.#integers('I2', 2, length) };
      case I1.code:
        return { format: 'I1', value: this.#integers('I1', 1, length) };
      case U8.code:
        return { format: 'U8', value: this.#bigInts('U8', length) };
      case I8.code:
        return { format: 'I8', value: this.#bigInts('I8', length) };
      case J.code:
        return { format: 'J', value: this.#characters('J', length) };
      case W.code:
        return { format: 'W', value: this.#localized(length) };
      default:
        throw this.#error(
          'secs-item-format',
          `has the unknown format code 0o${code.toString(8).padStart(2, '0')}`,
        );
    }
  }

  #children(count: number): Item[] {
    const depth = this.#depth;
    if (depth >= this.#maxDepth) {
      throw this.#error('secs-item-depth', `is a list inside ${depth} lists, the deepest allowed`);
    }
    this.#depth = depth + 1;
    // As long as it claims to be, since growing costs more than reading; an array that grows is garbage ten times over.
    const children = Array<Item>(Math.min(count, mostAhead));
    for (let index = 0; index < count; index++) {
      this.#path[depth] = index;
      children[index] = this.#item();
    }
    this.#depth = depth;
    return children;
  }

  #integers(format: IntegerFormat, size: number, length: number): number[] {
    if (length === size) return [this.#integer(format, size)];
    this.#checkMultiple(format, size, length);
    const values = Array<number>(length / size);
    for (let index = 0; index < values.length; index++) values[index] = this.#integer(format, size);
    return values;
  }

  #integer(format: IntegerFormat, size: number): number {
    const bytes = this.#bytes;
    const at = this.#position;
    this.#position = at + size;
    if (format === 'U4') return readInt32(bytes, at) >>> 0;
    if (format === 'U2') return (bytes[at]! << 8) | bytes[at + 1]!;
    if (format === 'U1') return bytes[at]!;
    if (format === 'I4') return readInt32(bytes, at);
    if (format === 'I2') return ((bytes[at]! << 24) >> 16) | bytes[at + 1]!;
    return (bytes[at]! << 24) >> 24;
  }

  #floats(format: FloatFormat, size: number, length: number): number[] {
    if (length === size) return [this.#float(size)];
    this.#checkMultiple(format, size, length);
    const values = Array<number>(length / size);
    for (let index = 0; index < values.length; index++) values[index] = this.#float(size);
    return values;
  }

  #float(size: number): number {
    const at = this.#position;
    this.#position = at + size;
    scratch.setInt32(0, readInt32(this.#bytes, at));
    if (size === 4) return scratch.getFloat32(0);
    scratch.setInt32(4, readInt32(this.#bytes, at + 4));
    return scratch.getFloat64(0);
  }

  #bigInts(format: BigIntFormat, length: number): bigint[] {
    this.#checkMultiple(format, 8, length);
    const values: bigint[] = [];
    for (const end = this.#position + length; this.#position < end; this.#position += 8) {
      scratch.setInt32(0, readInt32(this.#bytes, this.#position));
      scratch.setInt32(4, readInt32(this.#bytes, this.#position + 4));
      values.push(format === 'U8' ? scratch.getBigUint64(0) : scratch.getBigInt64(0));
    }
    return values;
  }

  #booleans(length: number): boolean[] {
    const values: boolean[] = [];
    for (const end = this.#position + length; this.#position < end; this.#position++) {
      values.push(this.#bytes[this.#position] !== 0);
    }
    return values;
  }

  #characters(format: TextFormat, length: number): string {
    const start = this.#position;
    this.#position = start + length;
    if (this.#text === undefined) return latin1Text(this.#bytes, start, this.#position);
    try {
      return this.#text.decode(this.#bytes.subarray(start, this.#position));
    } catch (cause) {
      throw this.#error('secs-item-text', `is ${format} and its text codec refused it`, cause);
    }
  }

  #localized(length: number): LocalizedText {
    // Zero length means "no value" for every format, and encoding 0 is "none".
    if (length === 0) return { encoding: 0, bytes: new Uint8Array(0) };
    if (length === 1) throw this.#error('secs-item-length', 'is W with 1 byte, too short for its encoding');
    const encoding = this.#integer('U2', 2);
    return { encoding, bytes: this.#copy(length - 2) };
  }

  /** A copy, because the bytes may lie in a buffer that a socket fills again. */
  #copy(length: number): Uint8Array {
    const copy = new Uint8Array(length);
    copy.set(this.#bytes.subarray(this.#position, this.#position + length));
    this.#position += length;
    return copy;
  }

  #checkMultiple(format: NumberFormat | BigIntFormat, size: number, length: number): void {
    if (length % size === 0) return;
    throw this.#error('secs-item-length', `is ${format} with ${length} bytes, not a multiple of ${size}`);
  }

  #error(code: string, fault: string, cause?: unknown): FourwireError {
    const offset = this.#start;
    const path = this.#path.slice(0, this.#depth);
    const message = `SECS-II byte ${offset}: ${formatPath(path)} ${fault}.`;
    return new FourwireError('protocol', code, message, { details: { offset, path }, cause });
  }
}

function readInt32(bytes: Uint8Array, at: number): number {
  return (bytes[at]! << 24) | (bytes[at + 1]! << 16) | (bytes[at + 2]! << 8) | bytes[at + 3]!;
}
