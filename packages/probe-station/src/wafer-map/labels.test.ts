import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { arbitraryGeometry, arbitraryIndex } from '../../test/wafer-map-arbitraries.ts';
import { dieOf, labelOf } from './labels.ts';

describe('labelOf', () => {
  // One step to the right and two up, seen from the die that is called (0, 0).
  it.each([
    ['UR', { x: 1, y: 2 }],
    ['UL', { x: -1, y: 2 }],
    ['DR', { x: 1, y: -2 }],
    ['DL', { x: -1, y: -2 }],
  ] as const)('counts in the directions of %s', (axes, label) => {
    const frame = { origin: { column: 3, row: -4 }, axes };
    expect(labelOf(frame, { column: 4, row: -2 })).toEqual(label);
    expect(dieOf(frame, label)).toEqual({ column: 4, row: -2 });
  });

  it('never gives a negative zero', () => {
    const frame = { origin: { column: 0, row: 0 }, axes: 'DL' } as const;
    expect(labelOf(frame, { column: 0, row: 0 })).toStrictEqual({ x: 0, y: 0 });
  });

  it('is undone by dieOf', () => {
    fc.assert(
      fc.property(arbitraryGeometry, arbitraryIndex, ({ labels }, die) => {
        expect(dieOf(labels, labelOf(labels, die))).toEqual(die);
      }),
      { seed: 1 },
    );
  });
});
