import { crc32, deflateSync } from 'node:zlib';

/** A picture of palette colours. */
export interface Picture {
  readonly width: number;
  readonly height: number;
  /** One colour number a pixel, row by row. */
  readonly pixels: Uint8Array;
  /** Red, green and blue of each colour. */
  readonly palette: readonly (readonly [number, number, number])[];
}

/** A picture as PNG (ISO/IEC 15948), as Latin-1. */
export function png({ width, height, pixels, palette }: Picture): string {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  // Eight bits a pixel, colours of a palette.
  header.set([8, 3, 0, 0, 0], 8);
  const rows = Buffer.alloc((width + 1) * height);
  for (let row = 0; row < height; row++)
    rows.set(pixels.subarray(row * width, (row + 1) * width), row * (width + 1) + 1);
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk('IHDR', header),
    chunk('PLTE', Buffer.from(palette.flat())),
    chunk('IDAT', deflateSync(rows)),
    chunk('IEND', Buffer.alloc(0)),
  ]).toString('latin1');
}

/** The same picture as a Windows bitmap, as Latin-1. */
export function bmp({ width, height, pixels, palette }: Picture): string {
  const colours = Buffer.alloc(1024);
  for (const [index, [red, green, blue]] of palette.entries()) colours.set([blue, green, red], 4 * index);
  const stride = Math.ceil(width / 4) * 4;
  const header = Buffer.alloc(54);
  header.write('BM', 'latin1');
  header.writeUInt32LE(54 + 1024 + stride * height, 2);
  header.writeUInt32LE(54 + 1024, 10);
  header.writeUInt32LE(40, 14);
  header.writeInt32LE(width, 18);
  header.writeInt32LE(height, 22);
  header.writeUInt16LE(1, 26);
  header.writeUInt16LE(8, 28);
  const rows = Buffer.alloc(stride * height);
  // Bitmaps begin at the bottom.
  for (let row = 0; row < height; row++)
    rows.set(pixels.subarray(row * width, (row + 1) * width), (height - 1 - row) * stride);
  return Buffer.concat([header, colours, rows]).toString('latin1');
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const frame = Buffer.alloc(8);
  frame.writeUInt32BE(data.length, 0);
  frame.writeUInt32BE(crc32(body), 4);
  return Buffer.concat([frame.subarray(0, 4), body, frame.subarray(4)]);
}
