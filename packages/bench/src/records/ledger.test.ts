import { describe, expect, it } from 'vitest';
import type { EntryOf, Target } from './entry.ts';
import { Ledger, describeTarget } from './ledger.ts';

const taken = (value: number, target: Target): EntryOf<'measurement'> => ({
  type: 'measurement',
  at: 0,
  name: 'resistance',
  unit: 'Ohm',
  value,
  verdict: 'pass',
  target,
});

describe('Ledger', () => {
  it('keeps the values of each point of a test, and only the last of those at the same', () => {
    const ledger = new Ledger();
    for (const [value, point] of [
      [1, 'cycle 1'],
      [2, 'cycle 2'],
      [3, 'cycle 2'],
    ] as const)
      ledger.add(taken(value, { part: 'R1', temperature: 125, point }));
    expect([...ledger.items()].map(({ target, last }) => [describeTarget(target), last?.value])).toEqual([
      ['R1, 125 °C, cycle 1', 1],
      ['R1, 125 °C, cycle 2', 3],
    ]);
  });
});
