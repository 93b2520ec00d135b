import fc from 'fast-check';
import { expect, it } from 'vitest';
import { textOfPattern } from './text-of-pattern.ts';

const patterns = [
  'S[1-4][1-4]',
  '[A-Za-z][A-Za-z0-9_]{0,11}',
  '\\S.*',
  '(?:on|off)',
  'MY\\d{8}',
  '[^,;]+',
  'a?b*c+d{2}e{1,}f{2,3}',
  '(A|B(C|D))-\\w+\\.txt',
  '[\\d.]+',
  '[+-]\\d+',
];

it('makes texts that their pattern matches', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...patterns),
      fc.double({ min: 0, max: 1, noNaN: true }),
      (pattern, fraction) => {
        expect(textOfPattern(pattern, fraction)).toMatch(new RegExp(`^(?:${pattern})$`));
      },
    ),
    { seed: 1, numRuns: 500 },
  );
});

it('makes the first and shortest of them at 0, and other ones further on', () => {
  expect(textOfPattern('S[1-4][1-4]', 0)).toBe('S11');
  expect(textOfPattern('S[1-4][1-4]', 1)).toBe('S44');
  expect(textOfPattern('x*', 0)).toBe('');
});
