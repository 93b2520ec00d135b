import type { Flat, WaferGeometry } from './geometry.ts';

type Blank = Pick<WaferGeometry, 'diameterUm' | 'mark'> & { readonly thicknessUm: number };

const flat = (lengthMm: number): Flat => ({ kind: 'flat', angleDeg: 270, lengthUm: lengthMm * 1000 });
const notch = { kind: 'notch', angleDeg: 270, depthUm: 1000 } as const;

/**
 * Silicon wafers by nominal size, mark at the bottom, to spread into {@link waferGeometry}.
 *
 * Source: wafer-map-and-data.md, section 1 (after SEMI M1). Unconfirmed: the thicknesses and the notch depth are general
 * knowledge; glass, III-V and ceramic substrates differ. Secondary flats are left to the caller, because their place
 * depends on the doping.
 */
export const standardWafers = {
  '2 in': { diameterUm: 50_800, thicknessUm: 279, mark: flat(15.88) },
  '3 in': { diameterUm: 76_200, thicknessUm: 381, mark: flat(22.22) },
  '100 mm': { diameterUm: 100_000, thicknessUm: 525, mark: flat(32.5) },
  '125 mm': { diameterUm: 125_000, thicknessUm: 625, mark: flat(42.5) },
  '150 mm': { diameterUm: 150_000, thicknessUm: 675, mark: flat(57.5) },
  '150 mm notched': { diameterUm: 150_000, thicknessUm: 675, mark: notch },
  '200 mm': { diameterUm: 200_000, thicknessUm: 725, mark: notch },
  '200 mm with flat': { diameterUm: 200_000, thicknessUm: 725, mark: flat(57.5) },
  '300 mm': { diameterUm: 300_000, thicknessUm: 775, mark: notch },
} as const satisfies Record<string, Blank>;
