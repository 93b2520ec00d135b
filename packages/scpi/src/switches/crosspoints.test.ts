import { describe, expect, it } from 'vitest';
import type { Crosspoint } from '../classes/switch-matrix.ts';
import { areSame, ensureCrosspoints, without } from './crosspoints.ts';

const relay = (slot: number, row: number, column: number): Crosspoint => ({ slot, row, column });

describe('crosspoints', () => {
  it('are the same in any order, and named twice', () => {
    const some = [relay(1, 1, 5), relay(1, 2, 6)];
    expect(areSame(some, [relay(1, 2, 6), relay(1, 1, 5), relay(1, 2, 6)])).toBe(true);
    expect(areSame(some, [relay(1, 1, 5)])).toBe(false);
    expect(areSame(some, [relay(1, 1, 5), relay(2, 2, 6)])).toBe(false);
    expect(without(some, [relay(1, 1, 5)])).toEqual([relay(1, 2, 6)]);
  });

  it.each([
    [relay(3, 1, 1), 'crosspoints[1]: slot 3 refused, allowed 1 to 2'],
    [relay(1, 9, 1), 'crosspoints[1]: row 9 refused, allowed 1 to 8'],
    [relay(1, 1, 13), 'crosspoints[1]: column 13 refused, allowed 1 to 12'],
  ])('that cannot be there are refused: %j', (wrong, message) => {
    expect(() => ensureCrosspoints([relay(1, 1, 1), wrong], { slots: 2, rows: 8, columns: 12 })).toThrow(
      message,
    );
  });
});
