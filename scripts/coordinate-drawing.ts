/**
 * Draws `docs/wafer-coordinates.svg`: one die in the wafer frame, in a prober's labels and on the chuck. Every place and number in
 * it comes from the functions that the page explains.
 */
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import {
  byRows,
  dieCentre,
  fromChuck,
  labelOf,
  layOutDies,
  toChuck,
  waferGeometry,
} from '../packages/probe-station/src/index.ts';
import type { DieIndex, Pair, PointUm } from '../packages/probe-station/src/index.ts';

export const drawingFile = fileURLToPath(new URL('../docs/wafer-coordinates.svg', import.meta.url));

const geometry = waferGeometry({
  diameterUm: 100_000,
  pitchUm: { x: 15_000, y: 12_000 },
  edgeExclusionUm: 3000,
  labels: { origin: { column: -2, row: 2 }, axes: 'DR' },
});
const die: DieIndex = { column: 2, row: 1 };
const chuck = {
  homeDie: { column: 0, row: 0 },
  homeUm: { x: 0, y: 0 },
  signs: { x: -1, y: -1 },
  rotationDeg: 0,
  scale: 1,
} as const;

/** Pixels per µm. */
const scale = 130 / (geometry.diameterUm / 2);
const panel = { width: 400, top: 225 };
const [colour, needle] = ['#0072b2', '#d55e00'];

/** Where a point of the wafer frame lies in a drawing whose wafer has its centre there: Y goes up. */
function at(centre: Pair, { xUm, yUm }: PointUm): Pair {
  return { x: Math.round(centre.x + xUm * scale), y: Math.round(centre.y - yUm * scale) };
}

function text(x: number, y: number, content: string, more = ''): string {
  return `<text x="${x}" y="${y}" text-anchor="middle"${more}>${content}</text>`;
}

function arrow(from: Pair, to: Pair, name: string, ink = '#222'): string {
  const length = Math.hypot(to.x - from.x, to.y - from.y);
  const [dx, dy] = [(to.x - from.x) / length, (to.y - from.y) / length];
  const tip = (along: number, across: number): string =>
    `${Math.round(to.x + along * dx - across * dy)} ${Math.round(to.y + along * dy + across * dx)}`;
  return (
    `<path d="M${from.x} ${from.y}L${to.x} ${to.y}" stroke="${ink}" stroke-width="2"/>` +
    `<path d="M${tip(8, 0)}L${tip(-4, 5)}L${tip(-4, -5)}z" fill="${ink}"/>` +
    text(Math.round(to.x + 20 * dx), Math.round(to.y + 20 * dy + 5), name, ` fill="${ink}"`)
  );
}

/** A wafer with its notch and dies; what is written on each die is given. */
function wafer(centre: Pair, written: (one: DieIndex) => string): string {
  const radius = (geometry.diameterUm / 2) * scale;
  const size = { x: geometry.pitchUm.x * scale, y: geometry.pitchUm.y * scale };
  const notch = centre.y + radius;
  const dies = layOutDies(geometry)
    .filter(({ kind }) => kind === 'full')
    .map((one) => {
      const { x, y } = at(centre, dieCentre(geometry, one));
      const isIt = one.column === die.column && one.row === die.row;
      return (
        `<rect x="${x - size.x / 2 + 1}" y="${y - size.y / 2 + 1}" width="${size.x - 2}" height="${size.y - 2}" fill="${isIt ? '#56b4e9' : '#fff'}" stroke="#888"/>` +
        `<text x="${x - size.x / 2 + 4}" y="${y - 4}" font-size="10">${written(one)}</text>`
      );
    });
  return (
    `<circle cx="${centre.x}" cy="${centre.y}" r="${radius}" fill="#eee" stroke="#222" stroke-width="2"/>` +
    `<path d="M${centre.x - 8} ${notch + 1}L${centre.x} ${notch - 9}L${centre.x + 8} ${notch + 1}z" fill="#fff" stroke="#222" stroke-width="2"/>` +
    dies.join('')
  );
}

function waferFrame(centre: Pair): string {
  const { xUm, yUm } = dieCentre(geometry, die);
  const there = at(centre, { xUm, yUm });
  return (
    wafer(centre, ({ column, row }) => `${column}, ${row}`) +
    arrow(centre, { x: centre.x + 146, y: centre.y }, 'X') +
    arrow(centre, { x: centre.x, y: centre.y - 146 }, 'Y') +
    `<path d="M${centre.x} ${centre.y}L${there.x} ${there.y}" stroke="${colour}" stroke-width="2" stroke-dasharray="5 4"/>` +
    text(centre.x, centre.y + 175, 'notch at 270°') +
    text(centre.x, centre.y + 200, `column ${die.column}, row ${die.row}`, ` fill="${colour}"`) +
    text(centre.x, centre.y + 222, `x ${xUm} µm, y ${yUm} µm`, ` fill="${colour}"`)
  );
}

function labels(centre: Pair): string {
  const label = labelOf(geometry.labels, die);
  const [first] = byRows(layOutDies(geometry).filter(({ kind }) => kind === 'full'));
  const corner = at(centre, { xUm: -52_000, yUm: 49_000 });
  return (
    wafer(centre, (one) => {
      const { x, y } = labelOf(geometry.labels, one);
      return `${x}, ${y}`;
    }) +
    arrow(corner, { x: corner.x + 50, y: corner.y }, 'x') +
    arrow(corner, { x: corner.x, y: corner.y + 50 }, 'y') +
    text(centre.x, centre.y + 175, `axes ${geometry.labels.axes}: x to the right, y down`) +
    text(centre.x, centre.y + 200, `label ${label.x}, ${label.y}`, ` fill="${colour}"`) +
    text(
      centre.x,
      centre.y + 222,
      first === undefined
        ? ''
        : `a route by rows starts at ${Object.values(labelOf(geometry.labels, first)).join(', ')}`,
    )
  );
}

function onChuck(needleAt: Pair): string {
  const position = toChuck(geometry, chuck, dieCentre(geometry, die));
  const under = fromChuck(geometry, chuck, position);
  const moved = at(needleAt, { xUm: -under.xUm, yUm: -under.yUm });
  return (
    `<circle cx="${needleAt.x}" cy="${needleAt.y}" r="${(geometry.diameterUm / 2) * scale}" fill="none" stroke="#888" stroke-dasharray="6 5"/>` +
    wafer(moved, () => '') +
    arrow(needleAt, moved, '', colour) +
    `<path d="M${needleAt.x + 60} ${needleAt.y - 90}L${needleAt.x} ${needleAt.y}" stroke="${needle}" stroke-width="4"/>` +
    `<circle cx="${needleAt.x}" cy="${needleAt.y}" r="6" fill="${needle}"/>` +
    text(needleAt.x + 80, needleAt.y - 98, 'needle, stands still', ` fill="${needle}"`) +
    text(needleAt.x - 35, needleAt.y + 192, 'dashed: die 0, 0 under the needle') +
    text(
      needleAt.x - 35,
      needleAt.y + 214,
      `chuck x ${position.x} µm, y ${position.y} µm`,
      ` fill="${colour}"`,
    ) +
    text(needleAt.x - 35, needleAt.y + 236, 'signs −1, −1: the chuck goes against the die')
  );
}

/** The drawing as SVG. */
export function coordinateDrawing(): string {
  const panels = [
    ['Wafer frame and index', waferFrame],
    ['Labels of a prober or file', labels],
    ['Chuck', onChuck],
  ] as const;
  const parts = panels.map(([title, draw], index) => {
    const middle = panel.width * (index + 0.5);
    // The chuck goes to the left.
    const centre = { x: draw === onChuck ? middle + 35 : middle, y: panel.top };
    return text(middle, 40, title, ' font-size="18" font-weight="bold"') + draw(centre);
  });
  const [width, height] = [panel.width * panels.length, 475];
  return `${[
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" font-family="sans-serif" font-size="14" fill="#222" role="img">`,
    '<title>One die in the wafer frame, in labels and on the chuck</title>',
    `<rect width="${width}" height="${height}" fill="#fff"/>`,
    ...parts,
    '</svg>',
  ].join('\n')}\n`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) writeFileSync(drawingFile, coordinateDrawing());
