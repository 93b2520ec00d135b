import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { arbitraryGeometry, arbitraryIndex } from '../../test/wafer-map-arbitraries.ts';
import { fromChuck, toChuck } from './chuck-frame.ts';
import { dieCentre } from './coordinates.ts';
import { waferGeometry } from './geometry.ts';

const geometry = waferGeometry({ diameterUm: 150_000, pitchUm: { x: 5000, y: 4000 } });
const frame = {
  homeDie: { column: 1, row: 1 },
  homeUm: { x: 100_000, y: 200_000 },
  signs: { x: -1, y: -1 },
  rotationDeg: 0,
  scale: 1,
} as const;

describe('toChuck', () => {
  it('moves the chuck against the die when the probes stand still', () => {
    const right = dieCentre(geometry, { column: 2, row: 1 });
    const up = dieCentre(geometry, { column: 1, row: 2 });
    expect(toChuck(geometry, frame, right)).toEqual({ x: 95_000, y: 200_000 });
    expect(toChuck(geometry, frame, up)).toEqual({ x: 100_000, y: 196_000 });
  });

  it('turns counter-clockwise and grows with the temperature', () => {
    const turned = { ...frame, signs: { x: 1, y: 1 }, rotationDeg: 90, scale: 1.001 } as const;
    const position = toChuck(geometry, turned, dieCentre(geometry, { column: 2, row: 1 }));
    expect(position.x).toBeCloseTo(100_000);
    expect(position.y).toBeCloseTo(205_005);
  });

  it('is undone by fromChuck', () => {
    const sign = fc.constantFrom(1 as const, -1 as const);
    const home = fc.double({ min: -300_000, max: 300_000, noNaN: true });
    const frames = fc.record({
      homeDie: arbitraryIndex,
      homeUm: fc.record({ x: home, y: home }),
      signs: fc.record({ x: sign, y: sign }),
      rotationDeg: fc.double({ min: -180, max: 180, noNaN: true }),
      scale: fc.double({ min: 0.99, max: 1.01, noNaN: true }),
    });
    fc.assert(
      fc.property(arbitraryGeometry, frames, arbitraryIndex, (wafer, chuck, die) => {
        const point = dieCentre(wafer, die);
        const back = fromChuck(wafer, chuck, toChuck(wafer, chuck, point));
        expect(back.xUm).toBeCloseTo(point.xUm, 5);
        expect(back.yUm).toBeCloseTo(point.yUm, 5);
      }),
      { seed: 1 },
    );
  });
});
