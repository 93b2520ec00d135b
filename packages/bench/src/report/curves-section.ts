import { formatDuration } from '@fourwire/core';
import type { EChartsOption } from 'echarts';
import { chartText, ink, palette } from './chart.ts';
import type { Chart, ChartRenderer } from './chart.ts';
import { figure, folded } from './components.ts';
import type { Section } from './components.ts';
import type { Curve } from './curve.ts';
import { html } from './html.ts';
import type { Html } from './html.ts';
import type { RunData } from './run-data.ts';
import { table } from './table.ts';
import { timeAxis } from './time-axis.ts';
import type { TimeAxis } from './time-axis.ts';
import { count, numberText, quantityText, unitText } from './words.ts';

/** More lines than this in one plot cannot be told apart. */
const mostLines = palette.length;
const tableRows = 60;

const titles: Readonly<Record<string, string>> = {
  Cel: 'Temperature',
  K: 'Temperature',
  Ohm: 'Resistance',
  kOhm: 'Resistance',
  V: 'Voltage',
  A: 'Current',
  W: 'Power',
  F: 'Capacitance',
  um: 'Position',
  N: 'Force',
  cN: 'Force',
};

/**
 * Plots of everything that was read as numbers, temperatures first, a plot for each unit, over the time of the run;
 * undefined without any.
 *
 * @param time - a moment with its time zone, for the title of the axis
 */
export function curvesSection(
  { curves, first = 0, last = 0 }: Pick<RunData, 'curves' | 'first' | 'last'>,
  render: ChartRenderer,
  time: (at: number) => string,
): Section | undefined {
  const shown = curves.filter((curve) => curve.range.count > 1);
  if (shown.length === 0) return undefined;
  const axis = timeAxis(first, last);
  const axisTitle = `${capital(axis.unit)} since ${time(first)}`;
  const plots = grouped(shown).map(([title, lines]) => plot(title, lines, axis, axisTitle, render));
  return { id: 'values', title: 'Values over time', content: plots };
}

function grouped(curves: readonly Curve[]): readonly (readonly [title: string, lines: readonly Curve[]])[] {
  const units = new Map<string, Curve[]>();
  for (const curve of curves) units.set(curve.unit, [...(units.get(curve.unit) ?? []), curve]);
  const names = [...units.keys()].toSorted((a, b) => rank(a) - rank(b));
  return names.flatMap((unit) => {
    const lines = units.get(unit) ?? [];
    const title = titles[unit] ?? (unit === '' ? 'Numbers' : `Values in ${unitText(unit)}`);
    const parts = Math.ceil(lines.length / mostLines);
    return Array.from({ length: parts }, (_, part) => {
      const name = parts === 1 ? title : `${title} (${part + 1} of ${parts})`;
      return [name, lines.slice(part * mostLines, (part + 1) * mostLines)] as const;
    });
  });
}

function rank(unit: string): number {
  return unit === 'Cel' ? 0 : unit === '' ? 2 : 1;
}

function plot(
  title: string,
  lines: readonly Curve[],
  axis: TimeAxis,
  axisTitle: string,
  render: ChartRenderer,
): Html {
  const unit = lines[0]?.unit ?? '';
  const label = `${title} over time. ${lines.map((line) => describe(line)).join(' ')}`;
  const chart = (width: number, height: number): Chart => ({
    option: option(title, lines, axis, axisTitle, width),
    width,
    height,
    label,
  });
  const picture = html`${render(chart(960, 340), 'wide')}${render(chart(420, 280), 'narrow')}${legend(lines)}${thinningRemark(lines)}`;
  const columns = [
    axisTitle,
    ...lines.map((line) => `${nameOf(line)}${unit === '' ? '' : ` [${unitText(unit)}]`}`),
  ];
  const rows = Array.from({ length: tableRows + 1 }, (_, row) => {
    const at = axis.start + ((axis.end - axis.start) * row) / tableRows;
    return [Math.round(axis.at(at) * 100) / 100, ...lines.map((line) => line.valueAt(at) ?? '–')];
  });
  return figure(
    title,
    picture,
    folded(`Show ${rows.length} moments as a table`, table(`${title} as a table`, { columns, rows })),
  );
}

/** Says that not every value is drawn, where there were too many. */
function thinningRemark(lines: readonly Curve[]): Html | undefined {
  const spanMs = Math.max(...lines.map((line) => line.spanMs));
  if (spanMs === 0) return undefined;
  const longest = Math.max(...lines.map((line) => line.range.count));
  return html`<p class="facts">
    Of up to ${longest} values of a line, the first, lowest, highest and last of every
    ${formatDuration(spanMs)} are drawn: no peak is left out. The journal has all.
  </p>`;
}

function option(
  title: string,
  lines: readonly Curve[],
  axis: TimeAxis,
  axisTitle: string,
  width: number,
): EChartsOption {
  const unit = unitText(lines[0]?.unit ?? '');
  const quantity = titles[lines[0]?.unit ?? ''] ?? title;
  return {
    grid: { left: 4, right: 16, top: 10, bottom: 4, outerBoundsMode: 'same', outerBoundsContain: 'all' },
    xAxis: {
      type: 'value',
      min: 0,
      max: axis.at(axis.end) || 1,
      splitNumber: width < 600 ? 4 : 8,
      name: chartText(axisTitle),
      nameLocation: 'middle',
      nameGap: 28,
      nameTextStyle: { color: ink.text, fontSize: 13 },
      axisLabel: { color: ink.text, fontSize: 12, showMaxLabel: false },
      axisLine: { lineStyle: { color: ink.axis }, onZero: false },
      splitLine: { show: false },
    },
    yAxis: {
      type: 'value',
      scale: true,
      name: chartText(unit === '' ? quantity : quantity.includes(unit) ? quantity : `${quantity} [${unit}]`),
      nameLocation: 'middle',
      nameTextStyle: { color: ink.text, fontSize: 13 },
      axisLabel: {
        color: ink.text,
        fontSize: 12,
        formatter: (value: number) => numberText(value, 12),
      },
      splitLine: { lineStyle: { color: ink.grid } },
    },
    series: lines.map((line, index) => ({
      type: 'line',
      data: [
        ...line.points,
        [axis.end, line.kind === 'setting' ? (line.points.at(-1)?.[1] ?? null) : null],
      ].map(([at, value]) => [axis.at(at ?? 0), value]),
      showSymbol: false,
      connectNulls: false,
      step: line.kind === 'setting' ? 'end' : false,
      lineStyle: {
        color: palette[index] ?? ink.text,
        width: line.kind === 'setting' ? 1.5 : 2,
        type: line.kind === 'setting' ? 'dashed' : 'solid',
      },
    })),
  };
}

function legend(lines: readonly Curve[]): Html {
  const items = lines.map((line, index) => {
    const dash = line.kind === 'setting' ? html` stroke-dasharray="5 3"` : undefined;
    return html`<li>
      <svg width="26" height="10" aria-hidden="true">
        <line x1="0" y1="5" x2="26" y2="5" stroke="${palette[index]}" stroke-width="2.5" ${dash} />
      </svg>
      ${nameOf(line)}
    </li>`;
  });
  return html`<ul class="legend">
    ${items}
  </ul>`;
}

function nameOf(line: Curve): string {
  return line.kind === 'setting' ? `${line.path} (as set)` : line.path;
}

function describe(line: Curve): string {
  const { low, high, count: number } = line.range;
  const values = count(number, 'value');
  return `${nameOf(line)}: ${quantityText(low, line.unit)} to ${quantityText(high, line.unit)}, ${values}.`;
}

function capital(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}
