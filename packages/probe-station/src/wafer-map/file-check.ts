import { FourwireError } from '@fourwire/core';
import type { MapCell, MapFile } from './map-file.ts';

/** The largest bin code that files can carry (four hexadecimal digits, and the U2 of STDF). */
export const maximumBin = 65_535;

/** @internal What is wrong with the text of a map file, with the line (from 1). */
export function fileError(
  format: 'SINF' | 'G85' | 'E142',
  line: number,
  what: string,
  cause?: unknown,
): FourwireError {
  return new FourwireError('protocol', 'map-file-syntax', `${format} line ${line}: ${what}`, {
    details: { format, line },
    cause,
  });
}

/** @internal What cannot be written. */
export function unwritable(what: string, details: Readonly<Record<string, unknown>> = {}): FourwireError {
  return new FourwireError('range', 'map-file-value', what, { details });
}

/** @internal Checks that a map is a full rectangle of legal cells, and gives its rows. */
export function rowsOf(file: MapFile): MapCell[][] {
  const { rows, columns, cells } = file;
  if (
    !(
      Number.isInteger(rows) &&
      Number.isInteger(columns) &&
      rows > 0 &&
      columns > 0 &&
      cells.length === rows * columns
    )
  ) {
    throw unwritable(
      `cells holds ${cells.length} cells, needed: rows × columns, here ${rows} × ${columns}, both at least 1`,
    );
  }
  for (const cell of cells) {
    if (typeof cell === 'number' && !(Number.isInteger(cell) && cell >= 0 && cell <= maximumBin)) {
      throw unwritable(`bin code ${cell} must be a whole number from 0 to ${maximumBin}`, { cell });
    }
  }
  return Array.from({ length: rows }, (_, row) => cells.slice(row * columns, (row + 1) * columns));
}

/** @internal An angle of the wafer frame as a file's code, and back: both count clockwise from `zeroDeg`. */
export function turnAngle(zeroDeg: number, angle: number): number {
  return (((zeroDeg - angle) % 360) + 360) % 360;
}
