import { describe, expect, it } from 'vitest';
import { flatDistanceUm, waferGeometry } from './geometry.ts';
import type { WaferGeometryInput } from './geometry.ts';
import { standardWafers } from './standard-wafers.ts';

const base = { diameterUm: 150_000, pitchUm: { x: 5000, y: 5000 } };

describe('waferGeometry', () => {
  it('fills in a notch at the bottom, no street, a centred die and native labels', () => {
    expect(waferGeometry(base)).toEqual({
      ...base,
      mark: { kind: 'notch', angleDeg: 270, depthUm: 1000 },
      secondaryFlat: undefined,
      edgeExclusionUm: 0,
      streetUm: { x: 0, y: 0 },
      offsetUm: { x: 0, y: 0 },
      labels: { origin: { column: 0, row: 0 }, axes: 'UR' },
      shot: undefined,
      subsites: [],
    });
  });

  it.each<[string, Partial<WaferGeometryInput>]>([
    ['diameterUm', { diameterUm: 0 }],
    ['diameterUm', { diameterUm: Number.NaN }],
    ['edgeExclusionUm', { edgeExclusionUm: 75_000 }],
    ['pitchUm.x', { pitchUm: { x: -1, y: 5000 } }],
    ['pitchUm', { pitchUm: { x: 1, y: 1 } }],
    ['streetUm.y', { streetUm: { x: 0, y: 5000 } }],
    ['offsetUm.x', { offsetUm: { x: Infinity, y: 0 } }],
    ['mark.angleDeg', { mark: { kind: 'notch', angleDeg: 360, depthUm: 1000 } }],
    ['mark.depthUm', { mark: { kind: 'notch', angleDeg: 0, depthUm: 0 } }],
    ['mark.lengthUm', { mark: { kind: 'flat', angleDeg: 0, lengthUm: 150_000 } }],
    ['secondaryFlat.lengthUm', { secondaryFlat: { kind: 'flat', angleDeg: 0, lengthUm: -1 } }],
    ['labels.origin', { labels: { origin: { column: 0.5, row: 0 }, axes: 'UR' } }],
    ['shot', { shot: { columns: 0, rows: 1, origin: { column: 0, row: 0 } } }],
    ['shot.origin', { shot: { columns: 1, rows: 1, origin: { column: 0, row: Number.NaN } } }],
    ['subsite A', { subsites: [{ name: 'A', xUm: 2501, yUm: 0 }] }],
  ])('refuses a bad %s by its name', (name, change) => {
    expect(() => waferGeometry({ ...base, ...change })).toThrow(
      expect.objectContaining({
        kind: 'range',
        code: 'wafer-geometry',
        details: expect.objectContaining({ name }) as unknown,
      }) as Error,
    );
  });
});

describe('flatDistanceUm', () => {
  // wafer-map-and-data.md, section 1.
  it.each([
    ['2 in', 24_127],
    ['3 in', 36_444],
    ['100 mm', 47_286],
    ['125 mm', 58_777],
    ['150 mm', 69_271],
  ] as const)('gives the distance of the primary flat of a wafer of %s', (name, distance) => {
    const wafer = standardWafers[name];
    const geometry = waferGeometry({ ...wafer, pitchUm: base.pitchUm });
    expect(Math.round(flatDistanceUm(geometry, wafer.mark))).toBe(distance);
  });
});
