import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { escapedLine } from './escaped-line.ts';

describe('data for an instrument', () => {
  it('is escaped as in the example of the Prologix manual', () => {
    const data = Uint8Array.of(0, 1, 2, 13, 3, 10, 4, 27, 5, 43, 6);
    expect([...escapedLine(data)]).toEqual([0, 1, 2, 27, 13, 3, 27, 10, 4, 27, 27, 5, 27, 43, 6, 10]);
  });

  it('is one line that never looks like a command, and comes back whole', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (data) => {
        const line = escapedLine(data);
        const back: number[] = [];
        for (let index = 0; index < line.length - 1; index++) {
          const byte = line[index] ?? 0;
          expect([10, 13, 43]).not.toContain(byte);
          back.push(byte === 27 ? (line[++index] ?? -1) : byte);
        }
        expect(line.at(-1)).toBe(10);
        expect(back).toEqual([...data]);
      }),
      { seed: 1 },
    );
  });
});
