import { describe, expect, it } from 'vitest';
import { sweepLevels } from './sweep-levels.ts';

describe('the levels of a sweep', () => {
  it('lie equally spaced between both ends, which are exact', () => {
    expect([...sweepLevels({ start: 0, stop: 0.3, points: 4 })]).toEqual([
      0,
      expect.closeTo(0.1, 12),
      expect.closeTo(0.2, 12),
      0.3,
    ]);
  });

  it('run down as well', () => {
    expect([...sweepLevels({ start: 1, stop: -1, points: 3 })]).toEqual([1, 0, -1]);
  });

  it('have equal ratios in a logarithmic sweep, also of negative levels', () => {
    const levels = sweepLevels({ start: -1e-6, stop: -1e-2, points: 5, spacing: 'logarithmic' });
    [-1e-6, -1e-5, -1e-4, -1e-3, -1e-2].forEach((level, index) => {
      expect(levels[index]).toBeCloseTo(level, 12);
    });
    expect(levels.at(-1)).toBe(-1e-2);
  });

  it('come back the same way when both ways are asked for', () => {
    expect([...sweepLevels({ start: 0, stop: 2, points: 3, bothWays: true })]).toEqual([0, 1, 2, 2, 1, 0]);
  });

  it.each([
    [0, 1],
    [1, 0],
    [-1, 1],
  ])('refuse a logarithmic sweep from %d to %d', (start, stop) => {
    expect(() => sweepLevels({ start, stop, points: 3, spacing: 'logarithmic' })).toThrow('one sign');
  });
});
