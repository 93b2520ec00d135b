import type { AxisDirections, Pair } from './geometry.ts';
import { labelOf } from './labels.ts';
import type { SvgFrame } from './svg-frame.ts';
import { svgNumber } from './svg-text.ts';

/** @internal Column labels under the wafer and row labels at its left: as many as can be read. */
export function tickLabels(frame: SvgFrame): string {
  const { geometry, centre, radius, pitch } = frame;
  const ticks = (axis: 'x' | 'y'): number[] => {
    const step = niceStep(Math.ceil(40 / pitch[axis]));
    const half = Math.floor(geometry.diameterUm / 2 / geometry.pitchUm[axis]);
    const origin = axis === 'x' ? geometry.labels.origin.column : geometry.labels.origin.row;
    return Array.from({ length: 2 * half + 1 }, (_, index) => index - half).filter(
      (index) => (index - origin) % step === 0,
    );
  };
  const columns = ticks('x').map((column) => {
    const x = frame.die({ column, row: 0 }).x;
    return text(x, centre.y + radius + 20, 'middle', labelOf(geometry.labels, { column, row: 0 }).x);
  });
  const rows = ticks('y').map((row) => {
    const y = frame.die({ column: 0, row }).y;
    return text(centre.x - radius - 10, y + 4, 'end', labelOf(geometry.labels, { column: 0, row }).y);
  });
  return `<g font-size="14" fill="#444">${columns.join('')}${rows.join('')}</g>`;
}

/** @internal Two arrows that show in which directions the labels grow. */
export function axisArrows(axes: AxisDirections, at: Pair): string {
  const right = axes.endsWith('R') ? 1 : -1;
  const up = axes.startsWith('U') ? -1 : 1;
  const length = 30;
  const arrow = (dx: number, dy: number, name: string): string => {
    const [tipX, tipY] = [at.x + dx * length, at.y + dy * length];
    // The head: a triangle with its tip at the end of the shaft.
    const head = `M${tipX + 7 * dx} ${tipY + 7 * dy}L${tipX - 4 * dy} ${tipY - 4 * dx}L${tipX + 4 * dy} ${tipY + 4 * dx}z`;
    const label = `<text x="${tipX + 18 * dx}" y="${tipY + 18 * dy + 4}" text-anchor="middle">${name}</text>`;
    return `<path d="M${at.x} ${at.y}L${tipX} ${tipY}" stroke="#222" stroke-width="1.5"/><path d="${head}" fill="#222"/>${label}`;
  };
  return `<g font-size="16">${arrow(right, 0, 'x')}${arrow(0, up, 'y')}</g>`;
}

/** @internal A bar of a round length in mm, about a quarter of the wafer. */
export function scaleBar(frame: SvgFrame, at: Pair): string {
  const quarterMm = frame.geometry.diameterUm / 4000;
  const decade = 10 ** Math.floor(Math.log10(quarterMm));
  const lengthMm = [5, 2, 1].map((digit) => digit * decade).find((length) => length <= quarterMm) ?? decade;
  const end = svgNumber(at.x + lengthMm * 1000 * frame.scale);
  const middle = svgNumber((at.x + end) / 2);
  return (
    `<path d="M${at.x} ${at.y - 5}v10M${at.x} ${at.y}H${end}M${end} ${at.y - 5}v10" fill="none" stroke="#222" stroke-width="1.5"/>` +
    `<text x="${middle}" y="${at.y - 8}" font-size="16" text-anchor="middle">${Number(lengthMm.toPrecision(1))} mm</text>`
  );
}

/** The next of 1, 2, 5, 10, 20, 50, … that is at least `least`. */
function niceStep(least: number): number {
  let step = 1;
  while (step < least) step *= String(step).startsWith('2') ? 2.5 : 2;
  return step;
}

function text(x: number, y: number, anchor: string, label: number): string {
  return `<text x="${svgNumber(x)}" y="${svgNumber(y)}" text-anchor="${anchor}">${label}</text>`;
}
