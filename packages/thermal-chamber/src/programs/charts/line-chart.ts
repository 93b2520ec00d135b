import { formatNumber, niceTicks, timeTicks } from './axis-ticks.ts';
import type { TimeTicks, ValueTicks } from './axis-ticks.ts';
import { polyline } from './polyline.ts';
import { escapeXml, px, svgLine, svgText, svgUprightText } from './svg.ts';

/** A point of a chart: time in seconds and a value, or undefined where the line has a gap. */
export type ChartPoint = readonly [time: number, value: number] | undefined;

/** One line of a chart. Lines on the `right` axis share the range 0 to 100, which suits %RH. */
export interface ChartLine {
  readonly name: string;
  readonly color: string;
  readonly dashed?: boolean;
  readonly axis?: 'left' | 'right';
  readonly points: readonly ChartPoint[];
}

/** What a chart shows. */
export interface LineChart {
  readonly title: string;
  readonly leftLabel: string;
  readonly rightLabel: string;
  readonly lines: readonly ChartLine[];
  /** Stretches of time to shade, in seconds. */
  readonly shaded?: readonly { readonly from: number; readonly to: number }[];
  /** Size in pixels; 900 by 420 unless given. */
  readonly width?: number | undefined;
  readonly height?: number | undefined;
}

/** The area inside the axes, in pixels. */
interface Plot {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

const rightTicks: ValueTicks = { low: 0, high: 100, values: [0, 20, 40, 60, 80, 100] };

/**
 * Draws lines over time as a self-contained SVG: title, legend, grid, labelled axes, no scripts, fonts or styles from
 * elsewhere. Lines with more points than the picture has pixels are thinned to each pixel column's extremes.
 */
export function lineChartSvg(chart: LineChart): string {
  const { width = 900, height = 420, lines, title } = chart;
  const hasRight = lines.some(({ axis }) => axis === 'right');
  const plot: Plot = { x: 70, y: 66, width: width - 70 - (hasRight ? 64 : 24), height: height - 66 - 56 };
  const [, end] = range(lines, 0);
  const [lowest, highest] = range(
    lines.filter(({ axis }) => axis !== 'right'),
    1,
  );
  // A line must not run along the frame.
  const headroom = (highest - lowest) * 0.03;
  const left = niceTicks(lowest - headroom, highest + headroom);
  const time = timeTicks(end);
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" font-family="sans-serif" font-size="13">`,
    `<title>${escapeXml(title)}</title>`,
    `<rect width="${width}" height="${height}" fill="#ffffff"/>`,
    svgText(plot.x, 26, title, 'font-size="16" font-weight="bold"'),
    legend(lines, plot.x),
    ...(chart.shaded ?? []).map((stretch) => shade(stretch, plot, time)),
    ...leftAxis(left, plot, chart.leftLabel),
    ...timeAxis(time, plot),
    ...(hasRight ? rightAxis(plot, chart.rightLabel) : []),
    `<rect x="${plot.x}" y="${plot.y}" width="${plot.width}" height="${plot.height}" fill="none" stroke="#555555"/>`,
    ...lines.map((line) => drawLine(line, plot, time, line.axis === 'right' ? rightTicks : left)),
    '</svg>\n',
  ].join('\n');
}

function leftAxis(ticks: ValueTicks, plot: Plot, label: string): string[] {
  const marks = ticks.values.flatMap((value) => {
    const y = toY(value, plot, ticks);
    return [
      svgLine(plot.x, y, plot.x + plot.width, y, '#dddddd'),
      svgText(plot.x - 8, y + 4, formatNumber(value), 'text-anchor="end"'),
    ];
  });
  return [...marks, svgUprightText(18, plot.y + plot.height / 2, label)];
}

function rightAxis(plot: Plot, label: string): string[] {
  const end = plot.x + plot.width;
  const marks = rightTicks.values.map((value) =>
    svgText(end + 8, toY(value, plot, rightTicks) + 4, String(value)),
  );
  return [...marks, svgUprightText(end + 50, plot.y + plot.height / 2, label)];
}

function timeAxis(time: TimeTicks, plot: Plot): string[] {
  const bottom = plot.y + plot.height;
  const marks = time.ticks.flatMap(({ seconds, label }) => {
    const x = toX(seconds, plot, time);
    return [svgLine(x, plot.y, x, bottom, '#dddddd'), svgText(x, bottom + 20, label, 'text-anchor="middle"')];
  });
  return [
    ...marks,
    svgText(plot.x + plot.width / 2, bottom + 44, `Time (${time.unit})`, 'text-anchor="middle"'),
  ];
}

function shade({ from, to }: { from: number; to: number }, plot: Plot, time: TimeTicks): string {
  const x = toX(from, plot, time);
  // A failure at one moment must still be seen.
  const width = Math.max(toX(to, plot, time) - x, 2);
  return `<rect x="${px(x)}" y="${plot.y}" width="${px(width)}" height="${plot.height}" fill="#f6c9c4"/>`;
}

function drawLine(
  { points, color, dashed }: ChartLine,
  plot: Plot,
  time: TimeTicks,
  ticks: ValueTicks,
): string {
  const placed = points.map(
    (point) => point && ([toX(point[0], plot, time), toY(point[1], plot, ticks)] as const),
  );
  return `<path d="${polyline(placed)}" fill="none" stroke="${color}" stroke-width="2" stroke-linejoin="round"${dash(dashed)}/>`;
}

function legend(lines: readonly ChartLine[], start: number): string {
  let x = start;
  return lines
    .map(({ name, color, dashed }) => {
      const item = `<path d="M${px(x)} 46h24" stroke="${color}" stroke-width="2"${dash(dashed)}/>${svgText(x + 30, 50, name)}`;
      x += 56 + name.length * 7.2;
      return item;
    })
    .join('\n');
}

function dash(dashed = false): string {
  return dashed ? ' stroke-dasharray="6 4"' : '';
}

function toX(seconds: number, plot: Plot, { end }: TimeTicks): number {
  return plot.x + (seconds / end) * plot.width;
}

function toY(value: number, plot: Plot, { low, high }: ValueTicks): number {
  return plot.y + plot.height * (1 - (value - low) / (high - low));
}

function range(lines: readonly ChartLine[], coordinate: 0 | 1): [number, number] {
  let [low, high] = [Infinity, -Infinity];
  for (const { points } of lines) {
    for (const point of points) {
      if (point === undefined) continue;
      low = Math.min(low, point[coordinate]);
      high = Math.max(high, point[coordinate]);
    }
  }
  return low <= high ? [low, high] : [0, 1];
}
