import { describe, expect, it } from 'vitest';
import { formatDuration, seededRandom, toMilliseconds } from '../index.ts';

describe('seededRandom', () => {
  it('gives the same numbers for the same seed and others for another', () => {
    const draw = (seed: number): readonly number[] => {
      const random = seededRandom(seed);
      return Array.from({ length: 50 }, () => random.next());
    };
    expect(draw(7)).toEqual(draw(7));
    expect(draw(7)).not.toEqual(draw(8));
  });

  it('forks by name, whatever was drawn before', () => {
    const [a, b] = [seededRandom(1), seededRandom(1)];
    a.next();
    expect(a.fork('x').next()).toBe(b.fork('x').next());
    expect(b.fork('x').next()).not.toBe(b.fork('y').next());
  });

  it('is flat between 0 and 1, and normal with the mean and deviation asked for', () => {
    const random = seededRandom(3);
    const flat = Array.from({ length: 20_000 }, () => random.next());
    const normal = Array.from({ length: 20_000 }, () => random.normal(5, 2));
    const mean = (values: readonly number[]): number =>
      values.reduce((sum, value) => sum + value, 0) / values.length;
    const deviation = Math.sqrt(mean(normal.map((value) => (value - mean(normal)) ** 2)));
    expect(Math.abs(mean(flat) - 0.5)).toBeLessThan(0.01);
    expect(Math.min(...flat)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...flat)).toBeLessThan(1);
    expect(Math.abs(mean(normal) - 5)).toBeLessThan(0.05);
    expect(Math.abs(deviation - 2)).toBeLessThan(0.05);
  });

  it('draws whole numbers with both ends', () => {
    const random = seededRandom(4);
    expect(new Set(Array.from({ length: 200 }, () => random.integer(1, 3)))).toEqual(new Set([1, 2, 3]));
  });
});

describe('durations', () => {
  it('adds their parts up', () => {
    expect(toMilliseconds({ hours: 1, minutes: 2, seconds: 3, milliseconds: 4 })).toBe(3_723_004);
    expect(toMilliseconds(250)).toBe(250);
  });

  it.each([-1, Number.NaN, { seconds: -5 }])('refuses %j', (duration) => {
    expect(() => toMilliseconds(duration, 'dwell')).toThrow('dwell must be a duration');
  });

  it.each([
    [250, '250 ms'],
    [12_500, '12.5 s'],
    [200_000, '3 min 20 s'],
    [7_500_000, '2 h 5 min'],
    [Infinity, 'for ever'],
  ])('prints %s as %s', (duration, text) => {
    expect(formatDuration(duration)).toBe(text);
  });
});
