import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { holdsUp } from '../../test/script.ts';
import { decodeDigimatic, digimaticNibbles } from './digimatic-frame.ts';

const nibbles = (text: string): number[] => text.split(' ').map((digit) => parseInt(digit, 16));

describe('decodeDigimatic', () => {
  it.each([
    ['F F F F 0 0 0 0 1 2 3 3 0', 0.123, 0.001, 'mm'],
    ['8 F 0 0 0 0 0 0 1 2 3 3 0', 0.123, 0.001, 'mm'],
    ['8 F 1 2 8 3 4 5 6 7 8 3 0', -12_345.678, 0.001, 'mm'],
    ['F F F F 8 0 0 1 2 3 4 2 0', -12.34, 0.01, 'mm'],
    ['F F F F 8 0 0 0 0 0 0 3 0', 0, 0.001, 'mm'],
    ['F F F F 0 0 5 0 0 0 0 5 1', 12.7, 0.000_254, '[in_i]'],
    ['F F F F 0 0 0 0 0 4 2 0 0', 42, 1, 'mm'],
  ])('decodes %s', (frame, value, resolution, displayUnit) => {
    const reading = decodeDigimatic(nibbles(frame));
    expect(reading).toEqual({ value, resolution, displayUnit });
    expect(Object.is(reading.value, -0)).toBe(false);
  });

  it.each([
    ['F F F F 0 0 0 0 1 2 3 3', '13'],
    ['F F F E 0 0 0 0 1 2 3 3 0', 'begin'],
    ['F F F F 1 0 0 0 1 2 3 3 0', 'sign'],
    ['F F F F 0 0 0 0 1 2 A 3 0', 'digit'],
    ['F F F F 0 0 0 0 1 2 3 6 0', 'decimal point'],
    ['F F F F 0 0 0 0 1 2 3 3 2', 'unit'],
  ])('refuses %s', (frame, word) => {
    expect(() => decodeDigimatic(nibbles(frame))).toThrow(
      expect.objectContaining({ kind: 'protocol', code: 'digimatic-frame' }) as Error,
    );
    expect(() => decodeDigimatic(nibbles(frame))).toThrow(word);
  });

  it('gives back what any gauge could have shown, bit by bit', () => {
    fc.assert(
      fc.property(
        fc.nat(999_999),
        fc.integer({ min: 0, max: 5 }),
        fc.boolean(),
        (digits, decimals, negative) => {
          const frame = [15, 15, 15, 15, negative ? 8 : 0, ...String(digits).padStart(6, '0').split('')].map(
            Number,
          );
          const bits = [...frame, decimals, 0].flatMap((nibble) =>
            [0, 1, 2, 3].map((place) => (nibble >> place) & 1),
          );
          const expected = (negative ? -1 : 1) * Number(`${digits}e-${decimals}`);
          expect(decodeDigimatic(digimaticNibbles(bits)).value).toBe(expected === 0 ? 0 : expected);
        },
      ),
      { seed: 1 },
    );
  });

  it('refuses junk with an error of its own', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -1, max: 20 }), { maxLength: 60 }), (junk) => {
        expect(holdsUp(() => decodeDigimatic(junk))).toBe(true);
        expect(holdsUp(() => digimaticNibbles(junk))).toBe(true);
      }),
      { seed: 2 },
    );
  });
});
