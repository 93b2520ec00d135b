import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { arbitraryGeometry, arbitraryIndex } from '../../test/wafer-map-arbitraries.ts';
import { dieAt, dieCentre, subsitePosition } from './coordinates.ts';
import { waferGeometry } from './geometry.ts';

const geometry = waferGeometry({
  diameterUm: 150_000,
  pitchUm: { x: 5000, y: 4000 },
  offsetUm: { x: 2500, y: -1000 },
});

describe('the wafer frame', () => {
  it('has columns that grow to the right (+X) and rows that grow up (+Y)', () => {
    expect(dieCentre(geometry, { column: 0, row: 0 })).toEqual({ xUm: 2500, yUm: -1000 });
    expect(dieCentre(geometry, { column: 1, row: 0 })).toEqual({ xUm: 7500, yUm: -1000 });
    expect(dieCentre(geometry, { column: 0, row: 1 })).toEqual({ xUm: 2500, yUm: 3000 });
    expect(dieCentre(geometry, { column: -2, row: -3 })).toEqual({ xUm: -7500, yUm: -13_000 });
  });

  it('gives a point on the border to the die on the right or above', () => {
    expect(dieAt(geometry, { xUm: 5000, yUm: 1000 })).toEqual({ column: 1, row: 1 });
    expect(dieAt(geometry, { xUm: 4999.9, yUm: 999.9 })).toEqual({ column: 0, row: 0 });
  });

  it('measures subsites from the die centre, right and up', () => {
    const subsite = { name: 'cap', xUm: 100, yUm: -250 };
    expect(subsitePosition(geometry, { column: 1, row: 1 }, subsite)).toEqual({ xUm: 7600, yUm: 2750 });
  });

  it('finds the die from any place within it', () => {
    const share = fc.double({ min: -0.499, max: 0.499, noNaN: true });
    fc.assert(
      fc.property(arbitraryGeometry, arbitraryIndex, share, share, (wafer, die, x, y) => {
        const centre = dieCentre(wafer, die);
        const point = { xUm: centre.xUm + x * wafer.pitchUm.x, yUm: centre.yUm + y * wafer.pitchUm.y };
        expect(dieAt(wafer, point)).toEqual(die);
      }),
      { seed: 1 },
    );
  });
});
