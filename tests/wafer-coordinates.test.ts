import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { coordinateDrawing, drawingFile } from '../scripts/coordinate-drawing.ts';

it('is drawn in docs/wafer-coordinates.svg as the functions have it (pnpm drawing draws it anew)', () => {
  expect(readFileSync(drawingFile, 'utf8')).toBe(coordinateDrawing());
});
