import { FourwireError } from '@fourwire/core';
import { formats } from './format.ts';
import type { BigIntFormat, NumberFormat, TextFormat } from './format.ts';
import type { Item, LocalizedText } from './item.ts';
import { latin1Text } from './latin1.ts';
import { formatPath } from './limits.ts';
import type { TextCodec } from './text-codec.ts';

// Local names, since reading an import may cost a call where a bundler or test runner rewrites modules.
const { A, B, BOOLEAN, F4, F8, I1, I2, I4, I8, J, L, U1, U2, U4, U8, W } = formats;

/**
 * Reads one item from bytes. Nothing is allocated for a claimed length before those bytes are known to be there, and
 * a list grows only with the children that were really read.
 *
 * @internal
 */
export class ItemReader {
  readonly #bytes: Buffer;
  readonly #view: DataView;
  readonly #text: TextCodec | undefined;
  readonly #maxDepth: number;
  readonly #path: number[] = [];
  #depth = 0;
  /** Where the item being read begins. */
  #start = 0;
  /** Where its payload begins, and the next item once it is read. */
  #position = 0;

  constructor(bytes: Uint8Array, text: TextCodec | undefined, maxDepth: number) {
    const { buffer, byteOffset, byteLength } = bytes;
    this.#bytes = Buffer.isBuffer(bytes) ? bytes : Buffer.from(buffer, byteOffset, byteLength);
    this.#view = new DataView(buffer, byteOffset, byteLength);
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
    // Sizes and names are passed as constants: looking them up for every item made this three times slower.
    switch (code) {
      case L.code:
        return { format: 'L', value: this.#children(length) };
      case U4.code:
        return { format: 'U4', value: this.#numbers('U4', 4, length) };
      case A.code:
        return { format: 'A', value: this.#characters('A', length) };
      case U2.code:
        return { format: 'U2', value: this.#numbers('U2', 2, length) };
      case U1.code:
        return { format: 'U1', value: this.#numbers('U1', 1, length) };
      case F4.code:
        return { format: 'F4', value: this.#numbers('F4', 4, length) };
      case F8.code:
        return { format: 'F8', value: this.#numbers('F8', 8, length) };
      case B.code:
        return { format: 'B', value: this.#copy(length) };
      case BOOLEAN.code:
        return { format: 'BOOLEAN', value: this.#booleans(length) };
      case I4.code:
        return { format: 'I4', value: this.#numbers('I4', 4, length) };
      case I2.code:
        return { format: 'I2', value: this.#numbers('I2', 2, length) };
      case I1.code:
        return { format: 'I1', value: this.#numbers('I1', 1, length) };
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
    const children: Item[] = [];
    for (let index = 0; index < count; index++) {
      this.#path[depth] = index;
      children.push(this.#item());
    }
    this.#depth = depth;
    return children;
  }

  #numbers(format: NumberFormat, size: number, length: number): number[] {
    if (length === size) return [this.#number(format, size)];
    this.#checkMultiple(format, size, length);
    const values: number[] = [];
    for (let count = length / size; count > 0; count--) values.push(this.#number(format, size));
    return values;
  }

  #number(format: NumberFormat, size: number): number {
    const at = this.#position;
    this.#position = at + size;
    if (format === 'U4') return this.#view.getUint32(at);
    if (format === 'U2') return this.#view.getUint16(at);
    if (format === 'U1') return this.#view.getUint8(at);
    if (format === 'F4') return this.#view.getFloat32(at);
    if (format === 'F8') return this.#view.getFloat64(at);
    if (format === 'I4') return this.#view.getInt32(at);
    return format === 'I2' ? this.#view.getInt16(at) : this.#view.getInt8(at);
  }

  #bigInts(format: BigIntFormat, length: number): bigint[] {
    this.#checkMultiple(format, 8, length);
    const values: bigint[] = [];
    for (const end = this.#position + length; this.#position < end; this.#position += 8) {
      const at = this.#position;
      values.push(format === 'U8' ? this.#view.getBigUint64(at) : this.#view.getBigInt64(at));
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
    const encoding = this.#view.getUint16(this.#position);
    this.#position += 2;
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
