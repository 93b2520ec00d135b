import type { Picture } from './png.ts';
import type { ChannelSettings } from './scope-channel.ts';
import type { ScopeModel } from './scope-model.ts';

const [width, height] = [800, 480];
const verticalDivisions = 8;
const palette = [
  [0, 0, 0],
  [70, 70, 70],
  [250, 250, 0],
  [0, 230, 230],
  [230, 0, 230],
  [0, 120, 255],
] as const;

/**
 * What the screen shows: the grid and the traces of the last acquisition. `divisions` across; `centre` gives the voltage
 * of an input that is at mid-screen.
 */
export function screenPicture(
  scope: ScopeModel,
  divisions: number,
  centre: (settings: ChannelSettings) => number = ({ offset }) => -offset,
): Picture {
  const pixels = new Uint8Array(width * height);
  for (let division = 0; division <= divisions; division++)
    line(pixels, Math.min(width - 1, Math.round((division * width) / divisions)), 0, height - 1, 1);
  for (let division = 0; division <= verticalDivisions; division++) {
    const row = Math.min(height - 1, Math.round((division * height) / verticalDivisions));
    pixels.fill(1, row * width, (row + 1) * width);
  }
  const { record } = scope;
  const { timebase, position } = scope.settings;
  const span = divisions * timebase;
  const axis = { start: position - span / 2, interval: span / width, points: width };
  for (const [index, { settings }] of scope.channels.entries()) {
    if (record === undefined || !settings.enabled) continue;
    let before: number | undefined;
    for (const [column, volts] of record.volts(index + 1, axis).entries()) {
      const fromCentre = (volts - centre(settings)) / settings.scale / verticalDivisions;
      const row = Math.round(Math.min(1, Math.max(0, 0.5 - fromCentre)) * (height - 1));
      line(pixels, column, before ?? row, row, 2 + (index % 4));
      before = row;
    }
  }
  return { width, height, pixels, palette };
}

/** A vertical line. */
function line(pixels: Uint8Array, column: number, from: number, to: number, colour: number): void {
  for (let row = Math.min(from, to); row <= Math.max(from, to); row++) pixels[row * width + column] = colour;
}
