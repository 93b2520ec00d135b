import { FourwireError } from '@fourwire/core';
import { layOutDies, standardWafers, waferGeometry } from '@fourwire/probe-station';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { JournalEntry } from './entry.ts';
import { decodeEntry, encodeEntry } from './entry-line.ts';

const at = fc.double({ noNaN: true, noDefaultInfinity: true }).filter((value) => !Object.is(value, -0));
const text = fc.string({ unit: 'binary' });
const number = at;
const json = fc
  .jsonValue()
  .filter((value) => JSON.stringify(value) === JSON.stringify(JSON.parse(JSON.stringify(value))));
const entries: fc.Arbitrary<JournalEntry> = fc.oneof(
  fc.record({ type: fc.constant('note' as const), at, text }),
  fc.record(
    {
      type: fc.constant('reading' as const),
      at,
      path: text,
      quality: fc.constant('good' as const),
      value: json,
    },
    { requiredKeys: ['type', 'at', 'path', 'quality'] },
  ),
  fc.record({ type: fc.constant('event' as const), at, path: text, name: text, data: json }),
  fc.record({
    type: fc.constant('measurement' as const),
    at,
    name: text,
    unit: text,
    value: fc.option(number),
    verdict: fc.constantFrom('pass' as const, 'fail' as const, 'error' as const),
    target: fc.record({ wafer: text, die: fc.record({ column: fc.integer(), row: fc.integer() }) }),
  }),
);

function kindOf(call: () => unknown): string {
  try {
    call();
    return 'none';
  } catch (error) {
    return FourwireError.is(error) ? error.kind : String(error);
  }
}

describe('a line of a journal', () => {
  it('gives its entry back and holds no line feed but its last', () => {
    fc.assert(
      fc.property(entries, (entry) => {
        const line = encodeEntry(entry);
        expect(line.indexOf('\n')).toBe(line.length - 1);
        expect(JSON.stringify(decodeEntry(line))).toBe(JSON.stringify(entry));
      }),
      { seed: 1 },
    );
  });

  it('throws kind protocol and nothing else on junk', () => {
    const junk = fc.oneof(
      text,
      fc.json(),
      entries.map((entry) => encodeEntry(entry).slice(0, -3)),
    );
    fc.assert(
      fc.property(junk, (line) => {
        expect(kindOf(() => decodeEntry(line))).toMatch(/^(none|protocol)$/);
      }),
      { seed: 1 },
    );
  });

  it('has words for what JSON has none for', () => {
    const value = [NaN, -Infinity, 12n, new Float64Array([1.5, 2]), Buffer.from([1, 2]), new Uint8Array([3])];
    const line = encodeEntry({ type: 'reading', at: 0, path: 'a/b', quality: 'good', value });
    expect(JSON.parse(line)).toMatchObject({ value: ['NaN', '-Infinity', '12', [1.5, 2], [1, 2], [3]] });
  });

  it('refuses an entry that could not be read back, and names the field', () => {
    expect(() => encodeEntry({ type: 'note', at: NaN, text: 'x' })).toThrow(
      /note refused: at: expected number/,
    );
    const loop: Record<string, unknown> = {};
    loop['self'] = loop;
    expect(() => encodeEntry({ type: 'event', at: 0, path: 'p', name: 'n', data: loop })).toThrow(
      /not plain data/,
    );
    expect(() => decodeEntry('{"type":"unheard-of","at":0}')).toThrow(/type must be one of run-started/);
  });

  it('carries a wafer with its geometry, and the bin of a die', () => {
    const geometry = waferGeometry({ ...standardWafers['150 mm'], pitchUm: { x: 5000, y: 5000 } });
    const bins = [{ code: 1, name: 'good', quality: 'pass' }] as const;
    const wafer = { type: 'wafer', at: 1, phase: 'started', wafer: 'W01', geometry, bins } as const;
    const read = decodeEntry(encodeEntry(wafer));
    const there = read.type === 'wafer' ? read.geometry : undefined;
    expect(there && layOutDies(waferGeometry(there))).toEqual(layOutDies(geometry));
    const bin = {
      type: 'bin',
      at: 2,
      target: { wafer: 'W01', die: { column: 0, row: -1 } },
      bin: 1,
    } as const;
    expect(decodeEntry(encodeEntry(bin))).toEqual(bin);
    expect(() => decodeEntry('{"type":"bin","at":2,"target":{}}')).toThrow('bin: expected required property');
  });
});
