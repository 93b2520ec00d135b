import { seededRandom } from '@fourwire/core';
import { bench, describe } from 'vitest';
import { dieKey } from './die-key.ts';
import { layOutDies } from './dies.ts';
import { drawWaferMap } from './draw-map.ts';
import { readG85 } from './g85-read.ts';
import { writeG85 } from './g85-write.ts';
import { waferGeometry } from './geometry.ts';
import { toMapFile } from './map-file.ts';
import { byRows } from './order-lines.ts';
import { nearest } from './order-nearest.ts';
import { sampled } from './order-sampled.ts';
import { spiral } from './order-spiral.ts';
import { readSinf, writeSinf } from './sinf.ts';
import { standardWafers } from './standard-wafers.ts';
import { planTouchdowns } from './touchdowns.ts';
import type { WaferMap } from './wafer-map.ts';

// About 105,000 full dies: every line must stay under 1 s.
const geometry = waferGeometry({
  ...standardWafers['300 mm'],
  pitchUm: { x: 800, y: 800 },
  edgeExclusionUm: 3000,
});
const dies = layOutDies(geometry).filter(({ kind }) => kind === 'full');
const random = seededRandom(1);
const scattered = dies.filter(() => random.next() < 0.5);
const codes = new Map(dies.map((die) => [dieKey(die), random.integer(1, 8)]));
const map: WaferMap = {
  geometry,
  dies,
  bins: Array.from({ length: 8 }, (_, index) => ({
    code: index + 1,
    name: `Bin ${index + 1}`,
    quality: index === 0 ? 'pass' : 'fail',
  })),
  binOf: (die) => codes.get(dieKey(die)),
};
const file = toMapFile(map);
const [sinf, g85] = [writeSinf(file), writeG85([file])];
const card = [0, 1, 2, 3].flatMap((column) => [0, 1, 2, 3].map((row) => ({ column, row })));
const options = { iterations: 5, time: 0, warmupIterations: 1, warmupTime: 0 };

describe(`${dies.length} dies`, () => {
  bench('geometry', () => void layOutDies(geometry), options);
  bench('path: serpentine', () => void byRows(dies), options);
  bench('path: spiral', () => void spiral(dies), options);
  bench('path: nearest', () => void nearest(dies, geometry), options);
  bench('path: nearest, half of the dies', () => void nearest(scattered, geometry), options);
  bench('path: sampled 1000', () => void sampled(dies, 1000, random), options);
  bench('touchdowns of a 4 × 4 card', () => void planTouchdowns(dies, card), options);
  bench('SVG', () => void drawWaferMap(map), options);
  bench('SINF write', () => void writeSinf(file), options);
  bench('SINF read', () => void readSinf(sinf), options);
  bench('G85 write', () => void writeG85([file]), options);
  bench('G85 read', () => void readG85(g85), options);
});
