import type { DieIndex } from './geometry.ts';
import { dieOf } from './labels.ts';
import { axisArrows, scaleBar, tickLabels } from './svg-axes.ts';
import { SvgFrame } from './svg-frame.ts';
import { groupDies } from './svg-groups.ts';
import type { DieGroup } from './svg-groups.ts';
import { symbolElement } from './svg-symbols.ts';
import { svgNumber, svgText } from './svg-text.ts';
import type { WaferMap } from './wafer-map.ts';

/** What {@link drawWaferMap} adds to the map. */
export interface DrawOptions {
  /** Heading and accessible name, for example the wafer's id. Default `Wafer map`. */
  readonly title?: string;
  /** Prefix of the ids in the drawing; maps that share an HTML page need different ones. Default `wafer`. */
  readonly id?: string;
  /** A stepping order to draw as a line, with a dot at its start. */
  readonly route?: readonly DieIndex[];
  /** Whether it has a heading and a legend beside the wafer. Default true; without, several fit beside each other. */
  readonly legend?: boolean;
}

const wholeWidth = 1240;
/** Without the legend. */
const waferWidth = 790;
const legend = { x: 800, top: 92, line: 30 };

/**
 * Draws a wafer map as a self-contained SVG text, as the operator sees the wafer: X right, Y up. Every bin has a colour
 * that stays distinct with colour-vision deficiencies **and** a symbol, on every die and in the legend; enlarge the
 * drawing where dies are too small to show it. The rim shows flats or the notch (enlarged), the edge exclusion is dashed, numbers along
 * the sides are the dies' labels and arrows show where they grow; title and description carry the counts for screen
 * readers.
 *
 * @throws FourwireError `range` (`bin-colour`) for a bin colour that is not `#rrggbb`.
 */
export function drawWaferMap(map: WaferMap, options: DrawOptions = {}): string {
  const id = svgText(options.id ?? 'wafer');
  const title = options.title ?? 'Wafer map';
  const hasLegend = options.legend ?? true;
  const width = hasLegend ? wholeWidth : waferWidth;
  const frame = new SvgFrame(map.geometry, { x: 410, y: 420 }, 340);
  const groups = groupDies(map);
  const height = Math.max(920, hasLegend ? legend.top + (groups.length + 2) * legend.line : 0);
  const rim = frame.outline();
  const mark = originMark(frame);
  const exclusion = frame.outline(map.geometry.edgeExclusionUm);
  const parts = [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" font-family="sans-serif" fill="#222" role="img" aria-labelledby="${id}-title ${id}-desc">`,
    `<title id="${id}-title">${svgText(title)}</title>`,
    `<desc id="${id}-desc">${svgText(describe(map, groups))}</desc>`,
    `<defs><clipPath id="${id}-rim"><path d="${rim}"/></clipPath>`,
    ...groups.map((group, index) => groupDefinitions(frame, group, `${id}-${index}`)),
    '</defs>',
    `<rect width="${width}" height="${height}" fill="#fff"/>`,
    hasLegend
      ? `<text x="${legend.x}" y="50" font-size="22" font-weight="bold">${svgText(shorten(title))}</text>`
      : '',
    `<path d="${rim}" fill="#f4f4f4"/>`,
    `<g clip-path="url(#${id}-rim)">`,
    ...groups.map((group, index) => groupUse(group, `${id}-${index}`)),
    '</g>',
    `<path d="${rim}" fill="none" stroke="#222" stroke-width="2"/>`,
    `<path d="${exclusion}" fill="none" stroke="#222" stroke-dasharray="6 5" stroke-width="0.8"/>`,
    mark,
    options.route === undefined ? '' : routeLine(frame, options.route),
    tickLabels(frame),
    scaleBar(frame, { x: 70, y: 870 }),
    axisArrows(map.geometry.labels.axes, { x: 700, y: 850 }),
    hasLegend ? legendElement(groups, mark !== '') : '',
    '</svg>',
  ];
  return `${parts.filter((part) => part !== '').join('\n')}\n`;
}

/** The dies of a group as one path, and the pattern that lays its symbol over them. */
function groupDefinitions(frame: SvgFrame, group: DieGroup, id: string): string {
  const { pitch, geometry } = frame;
  const street = { x: geometry.streetUm.x * frame.scale, y: geometry.streetUm.y * frame.scale };
  // Dies without a street are set apart by a hair, as long as there is room for it.
  const gap = (axis: 'x' | 'y'): number =>
    Math.max(street[axis], pitch[axis] > 4 ? Math.min(1, pitch[axis] * 0.08) : 0);
  const size = { x: svgNumber(pitch.x - gap('x')), y: svgNumber(pitch.y - gap('y')) };
  const rectangle = `h${size.x}v${size.y}h${-size.x}z`;
  const dies = group.dies.map((die) => {
    const { x, y } = frame.die(die);
    return `M${svgNumber(x - size.x / 2)} ${svgNumber(y - size.y / 2)}${rectangle}`;
  });
  const path = `<path id="${id}-dies" d="${dies.join('')}"/>`;
  if (group.style.symbol === 'blank') return path;
  const origin = frame.die({ column: 0, row: 0 });
  const symbol = symbolElement(group.style, pitch.x / 2, pitch.y / 2, Math.min(pitch.x, pitch.y, 40) * 0.3);
  return (
    `${path}<pattern id="${id}-symbol" patternUnits="userSpaceOnUse" x="${svgNumber(origin.x - pitch.x / 2)}" y="${svgNumber(origin.y - pitch.y / 2)}" ` +
    `width="${pitch.x}" height="${pitch.y}">${symbol}</pattern>`
  );
}

function groupUse(group: DieGroup, id: string): string {
  if (group.dies.length === 0) return '';
  const edge = group.bin === undefined ? ' stroke="#999" stroke-width="0.5"' : '';
  const fill = `<use href="#${id}-dies" fill="${group.style.colour}"${edge}/>`;
  return group.style.symbol === 'blank' ? fill : `${fill}<use href="#${id}-dies" fill="url(#${id}-symbol)"/>`;
}

/** A frame around the die that is labelled (0, 0). */
function originMark(frame: SvgFrame): string {
  const { x, y } = frame.die(dieOf(frame.geometry.labels, { x: 0, y: 0 }));
  if (Math.hypot(x - frame.centre.x, y - frame.centre.y) > frame.radius) return '';
  const half = { x: Math.max(frame.pitch.x, 9) / 2, y: Math.max(frame.pitch.y, 9) / 2 };
  return `<rect x="${svgNumber(x - half.x)}" y="${svgNumber(y - half.y)}" width="${svgNumber(2 * half.x)}" height="${svgNumber(2 * half.y)}" fill="none" stroke="#000" stroke-width="2.5"/>`;
}

function routeLine(frame: SvgFrame, route: readonly DieIndex[]): string {
  const places = route.map((die) => frame.die(die));
  const [start] = places;
  if (start === undefined) return '';
  const points = places.map(({ x, y }) => `${svgNumber(x)},${svgNumber(y)}`).join(' ');
  return (
    `<polyline points="${points}" fill="none" stroke="#000" stroke-width="1.5" stroke-linejoin="round"/>` +
    `<circle cx="${svgNumber(start.x)}" cy="${svgNumber(start.y)}" r="5" fill="#000"/>`
  );
}

function legendElement(groups: readonly DieGroup[], hasOrigin: boolean): string {
  const binned = groups.reduce((sum, { bin, dies }) => (bin === undefined ? sum : sum + dies.length), 0);
  const lines = groups.map((group, index) => {
    const y = legend.top + index * legend.line;
    const share =
      group.bin === undefined || binned === 0
        ? ''
        : ` · ${((100 * group.dies.length) / binned).toFixed(1)} %`;
    return (
      swatch(y, `fill="${group.style.colour}" stroke="#666"`) +
      symbolElement(group.style, legend.x + 10, y - 5, 7) +
      legendText(y, `${shorten(groupName(group))}: ${group.dies.length}${share}`)
    );
  });
  const end = legend.top + groups.length * legend.line + 6;
  const origin = hasOrigin
    ? swatch(end, 'fill="none" stroke="#000" stroke-width="2.5"') + legendText(end, 'die (0, 0)')
    : '';
  return `<g font-size="16">${lines.join('\n')}${origin}${legendText(end + legend.line, yieldText(groups))}</g>`;
}

function swatch(y: number, paint: string): string {
  return `<rect x="${legend.x}" y="${y - 15}" width="20" height="20" ${paint}/>`;
}

function legendText(y: number, content: string): string {
  return `<text x="${legend.x + 30}" y="${y}">${svgText(content)}</text>`;
}

/** Keeps a long name from running out of the drawing; the description holds it whole. */
function shorten(name: string): string {
  return name.length > 30 ? `${name.slice(0, 29)}…` : name;
}

function groupName({ name, bin }: DieGroup): string {
  return bin === undefined ? name : `${bin.code} ${name}${bin.quality === 'none' ? '' : ` (${bin.quality})`}`;
}

function yieldText(groups: readonly DieGroup[]): string {
  const count = (quality: string): number =>
    groups.reduce((sum, { bin, dies }) => (bin?.quality === quality ? sum + dies.length : sum), 0);
  const [passed, failed] = [count('pass'), count('fail')];
  return passed + failed === 0
    ? 'no verdicts yet'
    : `${passed} of ${passed + failed} dies pass: ${((100 * passed) / (passed + failed)).toFixed(1)} %`;
}

function describe(map: WaferMap, groups: readonly DieGroup[]): string {
  const { diameterUm, mark, pitchUm } = map.geometry;
  const counts = groups.map((group) => `${groupName(group)}: ${group.dies.length}`).join('; ');
  return (
    `Wafer of ${diameterUm / 1000} mm with a ${mark.kind} at ${mark.angleDeg} degrees counter-clockwise from the right, ` +
    `${map.dies.length} dies at a pitch of ${pitchUm.x / 1000} by ${pitchUm.y / 1000} mm. ${counts}. ${yieldText(groups)}.`
  );
}
