import type { Item } from '@fourwire/secs';

/**
 * What somebody writes by hand, for speed, who needs four formats and no checks: the yardstick of the benchmark. Sizes
 * first, then one buffer.
 */
export function plainEncode(item: Item): Buffer {
  const bytes = Buffer.allocUnsafe(sizeOf(item));
  write(bytes, new DataView(bytes.buffer, bytes.byteOffset, bytes.length), item, 0);
  return bytes;
}

/** The counterpart of {@link plainEncode}. */
export function plainDecode(bytes: Buffer): Item {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  let position = 0;
  const read = (): Item => {
    const head = bytes[position++]!;
    let length = 0;
    for (let count = head & 3; count > 0; count--) length = (length << 8) | bytes[position++]!;
    if (head >> 2 === 0o00) {
      const items: Item[] = [];
      for (let index = 0; index < length; index++) items.push(read());
      return { format: 'L', value: items };
    }
    const start = position;
    position += length;
    if (head >> 2 === 0o20) return { format: 'A', value: bytes.toString('latin1', start, position) };
    const value: number[] = [];
    if (head >> 2 === 0o44) {
      for (let at = start; at < position; at += 4) value.push(view.getFloat32(at));
      return { format: 'F4', value };
    }
    for (let at = start; at < position; at += 4) value.push(view.getUint32(at));
    return { format: 'U4', value };
  };
  return read();
}

function sizeOf(item: Item): number {
  const { length } = item.value as ArrayLike<unknown>;
  if (item.format === 'A') return headerSize(length) + length;
  if (item.format !== 'L') return headerSize(length * 4) + length * 4;
  let size = headerSize(length);
  for (let index = 0; index < length; index++) size += sizeOf(item.value[index]!);
  return size;
}

function headerSize(length: number): number {
  if (length < 0x100) return 2;
  return length < 0x1_0000 ? 3 : 4;
}

function write(bytes: Buffer, view: DataView, item: Item, start: number): number {
  const { length } = item.value as ArrayLike<unknown>;
  if (item.format === 'L') {
    let at = writeHeader(bytes, 0o00, length, start);
    for (let index = 0; index < length; index++) at = write(bytes, view, item.value[index]!, at);
    return at;
  }
  if (item.format === 'A') {
    const at = writeHeader(bytes, 0o20, length, start);
    bytes.write(item.value, at, 'latin1');
    return at + length;
  }
  const values = item.value as readonly number[];
  let at = writeHeader(bytes, item.format === 'F4' ? 0o44 : 0o54, length * 4, start);
  for (let index = 0; index < length; index++, at += 4) {
    if (item.format === 'F4') view.setFloat32(at, values[index]!);
    else view.setUint32(at, values[index]!);
  }
  return at;
}

function writeHeader(bytes: Buffer, code: number, length: number, start: number): number {
  const lengthBytes = headerSize(length) - 1;
  let at = start;
  bytes[at++] = (code << 2) | lengthBytes;
  if (lengthBytes === 3) bytes[at++] = length >> 16;
  if (lengthBytes >= 2) bytes[at++] = length >> 8;
  bytes[at++] = length;
  return at;
}
