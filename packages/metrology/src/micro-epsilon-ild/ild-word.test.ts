import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { IldWords, distanceOf, scale1420, scale1900, whyNoDistance } from './ild-word.ts';

const wordOf = (x: number): number[] => [x & 0x3f, 0x40 | ((x >> 6) & 0x3f), 0x80 | ((x >> 12) & 0x3f)];

function decoded(...chunks: readonly (readonly number[])[]): { values: number[]; torn: number } {
  const words = new IldWords();
  const values: number[] = [];
  for (const chunk of chunks) words.decode(Uint8Array.from(chunk), (x) => values.push(x));
  return { values, torn: words.takeTorn() };
}

describe('IldWords', () => {
  it('gives back any number, in chunks of any size', () => {
    fc.assert(
      fc.property(
        fc.array(fc.nat(0x3ffff), { maxLength: 50 }),
        fc.integer({ min: 1, max: 7 }),
        (numbers, size) => {
          const bytes = numbers.flatMap(wordOf);
          const chunks = Array.from({ length: Math.ceil(bytes.length / size) }, (_, index) =>
            bytes.slice(index * size, (index + 1) * size),
          );
          expect(decoded(...chunks)).toEqual({ values: numbers, torn: 0 });
        },
      ),
      { seed: 1 },
    );
  });

  it('begins at a whole word, and counts each torn word once', () => {
    const [a, b, c] = [wordOf(1000), wordOf(2000), wordOf(3000)];
    expect(decoded(a.slice(1), b)).toEqual({ values: [2000], torn: 0 });
    expect(decoded(a, b.slice(0, 1), c)).toEqual({ values: [1000, 3000], torn: 1 });
    expect(decoded(a, b.slice(0, 2), c)).toEqual({ values: [1000, 3000], torn: 1 });
    expect(decoded(a, b.slice(1), c)).toEqual({ values: [1000, 3000], torn: 1 });
    expect(decoded(a, b.slice(2), c)).toEqual({ values: [1000, 3000], torn: 1 });
  });

  it('gives the number that follows a distance, and no distance without one', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(0x3ffff), fc.nat(0x3ffff), fc.nat(6))), (sets) => {
        const words = new IldWords();
        words.counted = true;
        const got: unknown[] = [];
        for (const [x, counter, kept] of sets) {
          const bytes = [...wordOf(x), ...wordOf(counter)].map((byte, index) =>
            index === 5 ? byte | 0x40 : byte,
          );
          words.decode(Uint8Array.from(bytes.slice(0, kept)), (...word) => got.push(word));
        }
        // A number that is missing as a whole, and not torn, is known by the next distance.
        const numbered = got.filter((word) => Array.isArray(word) && word[1] !== undefined);
        expect(numbered).toEqual(sets.filter(([, , kept]) => kept === 6).map(([x, counter]) => [x, counter]));
        expect(got.length - numbered.length).toBeLessThanOrEqual(
          sets.filter(([, , kept]) => kept === 3).length,
        );
      }),
      { seed: 1 },
    );
  });

  it('skips further words of a set', () => {
    const second = [0x01, 0x40, 0xc0];
    expect(decoded(wordOf(1000), second, wordOf(2000), second)).toEqual({ values: [1000, 2000], torn: 0 });
  });
});

describe('distanceOf', () => {
  it('puts the ends of the range where the manuals do', () => {
    expect(distanceOf(643, 10, scale1420)).toBeCloseTo(0, 3);
    expect(distanceOf(64_877, 10, scale1420)).toBeCloseTo(10, 3);
    expect(distanceOf(98_232, 10, scale1900)).toBe(0);
    expect(distanceOf(98_232 + 32_768, 10, scale1900)).toBe(5);
    expect(distanceOf(98_232 + 65_536, 10, scale1900)).toBe(10);
    expect(distanceOf(98_231, 10, scale1900)).toBeNaN();
  });

  it('never makes a distance of an error or of a value outside the range', () => {
    for (const x of [0, 642, 64_878, 262_075, 262_076, 262_077, 262_078, 262_080, 262_081, 262_082]) {
      expect(distanceOf(x, 10, scale1420)).toBeNaN();
    }
    expect(whyNoDistance(262_077, scale1420)).toMatchObject({ kind: 'device', code: 'underload' });
    expect(whyNoDistance(262_078, scale1420)).toMatchObject({ code: 'overload' });
    expect(whyNoDistance(262_082, scale1420)).toMatchObject({
      code: 'sensor-error',
      device: { code: 262_082 },
    });
    expect(whyNoDistance(65_000, scale1420)).toMatchObject({ code: 'overload' });
  });
});
