import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { crosspointsOf, nameOf } from './crosspoint-names.ts';

describe('the crosspoints of a 707B', () => {
  it('have a slot, a letter and two digits, and come back as they went', () => {
    expect(nameOf({ slot: 1, row: 2, column: 6 })).toBe('1B06');
    const crosspoint = fc.record({
      slot: fc.integer({ min: 1, max: 6 }),
      row: fc.integer({ min: 1, max: 8 }),
      column: fc.integer({ min: 1, max: 12 }),
    });
    fc.assert(
      fc.property(fc.array(crosspoint), (crosspoints) => {
        expect(crosspointsOf(crosspoints.map((one) => nameOf(one)).join(';'))).toEqual(crosspoints);
      }),
      { seed: 1 },
    );
  });

  it('are none where it says nil, and refused where it says anything else', () => {
    expect(crosspointsOf('nil')).toEqual([]);
    expect(() => crosspointsOf('1A05;1Z')).toThrow(expect.objectContaining({ kind: 'protocol' }));
  });
});
