import { describe, expect, it } from 'vitest';
import type { Bin } from './bins.ts';
import { WaferResults } from './results.ts';

const bins: readonly Bin[] = [
  { code: 1, name: 'good', quality: 'pass' },
  { code: 2, name: 'bad', quality: 'fail' },
  { code: 3, name: 'odd', quality: 'none' },
];
const die = (column: number): { column: number; row: number } => ({ column, row: 0 });

describe('WaferResults', () => {
  it('keeps retests behind the first test and lets the last bin count', () => {
    const results = new WaferResults();
    results.record({ die: die(0), measurements: [], bin: 2 });
    results.record({ die: die(1), measurements: [], bin: 1 });
    results.record({
      die: die(0),
      measurements: [{ test: 1, name: 'C', value: 1e-12, unit: 'F' }],
      bin: 1,
      site: 3,
      at: 5,
    });
    expect(results.size).toBe(2);
    expect(results.of(die(0)).map(({ bin }) => bin)).toEqual([2, 1]);
    expect(results.last(die(0))).toMatchObject({ site: 3, at: 5 });
    expect(results.binOf(die(0))).toBe(1);
    expect([...results]).toHaveLength(3);
    expect(results.summary(bins)).toEqual({ counts: new Map([[1, 2]]), passed: 2, failed: 0, yield: 1 });
  });

  it('keeps the bin when a retest gives none', () => {
    const results = new WaferResults();
    results.record({ die: die(0), measurements: [], bin: 2 });
    results.record({ die: die(0), measurements: [] });
    expect(results.binOf(die(0))).toBe(2);
  });

  it('knows nothing of dies without a result', () => {
    const results = new WaferResults();
    expect(results.of(die(9))).toEqual([]);
    expect(results.last(die(9))).toBeUndefined();
    expect(results.binOf(die(9))).toBeUndefined();
    expect(results.summary(bins).yield).toBeUndefined();
  });

  it('leaves bins without a quality, and unknown ones, out of the yield', () => {
    const results = new WaferResults();
    [1, 1, 2, 3, 99].forEach((bin, column) => results.record({ die: die(column), measurements: [], bin }));
    const summary = results.summary(bins);
    expect(summary.counts.get(99)).toBe(1);
    expect(summary).toMatchObject({ passed: 2, failed: 1, yield: 2 / 3 });
  });
});
