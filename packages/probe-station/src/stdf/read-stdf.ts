import { FourwireError } from '@fourwire/core';
import { decodeRecord } from './decode-record.ts';
import type { StdfRecord } from './records.ts';
import { StaticFields } from './static-fields.ts';

const headerLength = 4;

/** Where the byte order stands: the first byte of the first record's body. */
const orderOffset = 4;

/**
 * Reads the records of an STDF V4 file, in one pass with flat memory; both byte orders. What a later result of a test leaves
 * to its first is filled in. Records of other kinds than `stdfRecords` come as bytes.
 *
 * @param source - the bytes of the file, whole or in chunks cut anywhere: `createReadStream('lot.stdf')`
 * @throws FourwireError of kind `protocol`: `stdf-not-stdf` for another kind of file, `stdf-order-unknown` for the VAX,
 * `stdf-record-invalid` for a record that does not fit, `stdf-truncated` when the file ends in the middle of one
 *
 * @example
 * ```ts no-run
 * for await (const record of readStdf(createReadStream('lot.stdf'))) {
 *   if (record.record === 'PTR') console.log(record.TEST_TXT, record.RESULT, record.UNITS);
 * }
 * ```
 */
export async function* readStdf(
  source: Uint8Array | AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
): AsyncGenerator<StdfRecord> {
  const statics = new StaticFields();
  let rest: Uint8Array = new Uint8Array();
  let position = 0;
  let littleEndian: boolean | undefined;
  for await (const chunk of source instanceof Uint8Array ? [source] : source) {
    const bytes: Uint8Array = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    let offset = 0;
    while (bytes.length - offset > headerLength) {
      littleEndian ??= orderOf(bytes);
      const length = view.getUint16(offset, littleEndian);
      const end = offset + headerLength + length;
      if (end > bytes.length) break;
      const body = bytes.subarray(offset + headerLength, end);
      const decoded = decodeRecord(view.getUint8(offset + 2), view.getUint8(offset + 3), body, littleEndian);
      yield statics.complete(decoded.record, decoded.asFirst);
      offset = end;
    }
    // A record without a body is no longer than its header.
    position += offset;
    rest = bytes.subarray(offset);
  }
  if (rest.length === 0) return;
  throw new FourwireError(
    'protocol',
    'stdf-truncated',
    `The STDF file ends in the middle of the record at byte ${position}; it was cut off.`,
    { details: { offset: position } },
  );
}

function orderOf(bytes: Uint8Array): boolean {
  if (bytes[2] !== 0 || bytes[3] !== 10) {
    throw new FourwireError(
      'protocol',
      'stdf-not-stdf',
      'This is no STDF file: it does not begin with a FAR record.',
    );
  }
  const cpu = bytes[orderOffset];
  if (cpu === 1 || cpu === 2) return cpu === 2;
  throw new FourwireError(
    'protocol',
    'stdf-order-unknown',
    `The STDF file was written by a computer of type ${cpu ?? 'none'}; 1 (big-endian) and 2 (little-endian) can be read.`,
  );
}
