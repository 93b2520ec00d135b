import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { codeOf } from '../../test/code-of.ts';
import { hex } from '../../test/scripted-service.ts';
import { RecordReader } from './record-reader.ts';

/** A record cut into fragments of the given sizes, the rest in the last one. */
function fragments(record: Uint8Array, sizes: readonly number[]): Buffer {
  const pieces: Buffer[] = [];
  let from = 0;
  const add = (to: number, last: boolean): void => {
    const mark = Buffer.alloc(4);
    mark.writeUInt32BE(to - from + (last ? 0x8000_0000 : 0));
    pieces.push(mark, Buffer.from(record.subarray(from, to)));
    from = to;
  };
  for (const size of sizes) add(Math.min(record.length, from + size), false);
  add(record.length, true);
  return Buffer.concat(pieces);
}

function read(chunks: Iterable<Uint8Array>, maximum = 1000): Uint8Array[] {
  const records: Uint8Array[] = [];
  const reader = new RecordReader(maximum, (record) => records.push(Uint8Array.from(record)));
  for (const chunk of chunks) reader.push(chunk);
  return records;
}

describe('a record reader', () => {
  it('finds records of any fragments in chunks of any size', () => {
    const record = fc.tuple(fc.uint8Array({ maxLength: 60 }), fc.array(fc.nat(20), { maxLength: 4 }));
    fc.assert(
      fc.property(fc.array(record, { maxLength: 6 }), fc.array(fc.nat(30)), (records, sizes) => {
        const stream = Buffer.concat(records.map(([bytes, cuts]) => fragments(bytes, cuts)));
        const chunks: Uint8Array[] = [];
        let from = 0;
        for (const size of [...sizes, stream.length]) {
          chunks.push(stream.subarray(from, from + size));
          from += size;
        }
        expect(read(chunks)).toEqual(records.map(([bytes]) => bytes));
      }),
      { seed: 1 },
    );
  });

  it('takes empty fragments, and an empty record', () => {
    expect(read([hex('00000000 00000000 00000001 aa 80000000 80000000')])).toEqual([
      Uint8Array.of(0xaa),
      new Uint8Array(0),
    ]);
  });

  it('puts a record that does not come whole where it is told, growing it as more fragments come', () => {
    const asked: number[] = [];
    let bytes = new Uint8Array(0);
    const room = {
      reserve(length: number) {
        asked.push(length);
        const grown = new Uint8Array(length);
        grown.set(bytes);
        bytes = grown;
        return bytes;
      },
    };
    const records: Uint8Array[] = [];
    const reader = new RecordReader(100, (record) => records.push(record));
    reader.room = room;
    reader.push(hex('00000003 aa'));
    reader.room = undefined;
    reader.push(hex('bbcc 80000002 dd'));
    reader.push(hex('ee'));
    expect(asked).toEqual([3, 5]);
    expect(records).toEqual([Uint8Array.of(0xaa, 0xbb, 0xcc, 0xdd, 0xee)]);
    expect(records[0]?.buffer).toBe(bytes.buffer);
  });

  it('refuses a record that is announced too long, in one fragment or in several', () => {
    const refused = expect.objectContaining({ kind: 'protocol', code: 'rpc-record-too-long' }) as Error;
    expect(() => read([hex('8000000b')], 10)).toThrow(refused);
    expect(() => read([hex('ffffffff')], 10)).toThrow(refused);
    expect(() => read([hex('00000006 aabbccddeeff 00000005')], 10)).toThrow(refused);
    expect(read([hex('8000000a 00112233445566778899')], 10)).toHaveLength(1);
  });

  it('ends with records or that error for any bytes', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 20 })), (chunks) => {
        expect(['', 'rpc-record-too-long']).toContain(codeOf(() => void read(chunks, 50)));
      }),
      { seed: 1 },
    );
  });

  it('says nothing more after it was stopped, also not of the same chunk', () => {
    const records: Uint8Array[] = [];
    const reader = new RecordReader(10, (record) => {
      records.push(Uint8Array.from(record));
      reader.stop();
    });
    reader.push(hex('80000001 aa 80000001 bb'));
    reader.push(hex('80000001 cc'));
    expect(records).toEqual([Uint8Array.of(0xaa)]);
  });
});
