import { FourwireError } from '@fourwire/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseAsciiArray } from './ascii-array.ts';
import type { BlockDialect } from './block-header.ts';
import { decodeBlock, readBlock } from './block.ts';
import { parseBoolean } from './boolean.ts';
import { parseChannelList } from './channel-list.ts';
import { parseErrorEntries, parseErrorEntry } from './error-entry.ts';
import { parseIdentity } from './identity.ts';
import { latin1 } from './latin1.ts';
import { findMessageEnd } from './message-end.ts';
import { parseCharacterData, parseKeyword } from './mnemonic.ts';
import { parseBigInteger, parseInteger, parseNumber } from './number.ts';
import { parseReading } from './reading.ts';
import { decodeSamples } from './samples.ts';
import { scaleSamples } from './scale.ts';
import { splitResponse } from './split.ts';
import { parseString } from './string-data.ts';
import { parseQuantity, parseSuffix } from './suffix.ts';

const dialects: BlockDialect[] = ['standard', 'hexadecimal-length', 'hp'];

const parsers: Record<string, (bytes: Uint8Array, dialect: BlockDialect) => unknown> = {
  parseAsciiArray: (bytes) => parseAsciiArray(bytes),
  readBlock: (bytes, dialect) => readBlock(bytes, 0, dialect),
  decodeBlock: (bytes, dialect) => decodeBlock(bytes, dialect),
  findMessageEnd: (bytes, dialect) => findMessageEnd(bytes, 0, dialect),
  decodeSamples: (bytes) => decodeSamples(bytes, 'float64', 'little'),
  scaleSamples: (bytes) => scaleSamples(bytes, 'int16', 'big'),
  splitBytes: (bytes, dialect) => splitResponse(bytes, dialect),
  splitText: (bytes, dialect) => splitResponse(latin1(bytes), dialect),
  parseBoolean: (bytes) => parseBoolean(latin1(bytes)),
  parseChannelList: (bytes) => parseChannelList(latin1(bytes)),
  parseErrorEntry: (bytes) => parseErrorEntry(latin1(bytes)),
  parseErrorEntries: (bytes) => parseErrorEntries(latin1(bytes)),
  parseIdentity: (bytes) => parseIdentity(latin1(bytes)),
  parseKeyword: (bytes) => parseKeyword(latin1(bytes), ['SINusoid']),
  parseCharacterData: (bytes) => parseCharacterData(latin1(bytes)),
  parseNumber: (bytes) => parseNumber(latin1(bytes)),
  parseInteger: (bytes) => parseInteger(latin1(bytes)),
  parseBigInteger: (bytes) => parseBigInteger(latin1(bytes)),
  parseReading: (bytes) => parseReading(latin1(bytes)),
  parseString: (bytes) => parseString(latin1(bytes)),
  parseQuantity: (bytes) => parseQuantity(latin1(bytes)),
  parseSuffix: (bytes) => parseSuffix(latin1(bytes)),
};

/** Bytes that look like SCPI more often than chance would make them. */
const scpiLike = fc
  .array(fc.constantFrom(...Array.from('0123456789#+-.eE,;:!@()"\'* \n\tAHBQKMVN')), { maxLength: 40 })
  .map((characters) => Uint8Array.from(Buffer.from(characters.join(''), 'latin1')));

const bytes = fc.oneof(fc.uint8Array({ maxLength: 60 }), scpiLike);

/** Each repeated long enough to time the test out where a parser looks at bytes again and again. */
const monotonous = [
  '1',
  ' ',
  '"',
  "'",
  '#',
  '(',
  '#1',
  '"",',
  '1,',
  '-.',
  '*',
  ':',
  ':A ',
  'A',
  '1E',
  '(@',
  '\n',
  ';',
  '/',
];

/** What came of it: `read`, the kind of the error, or `crashed`. */
function outcome(parse: () => unknown): string {
  try {
    parse();
    return 'read';
  } catch (error) {
    return FourwireError.is(error) ? error.kind : 'crashed';
  }
}

describe.each(Object.entries(parsers))('%s', (_, parse) => {
  it('reads arbitrary bytes or refuses them with kind protocol', () => {
    fc.assert(
      fc.property(bytes, fc.constantFrom(...dialects), (data, dialect) => {
        expect(['read', 'protocol']).toContain(outcome(() => parse(data, dialect)));
      }),
      { seed: 1, numRuns: 300 },
    );
  });

  it('takes time in proportion to the length of monotonous junk', () => {
    for (const piece of monotonous) {
      const data = Buffer.from(piece.repeat(20_000), 'latin1');
      for (const junk of [data, Buffer.concat([data, Buffer.from('\u0001x')])]) {
        expect(['read', 'protocol']).toContain(outcome(() => parse(junk, 'standard')));
      }
    }
  });
});
