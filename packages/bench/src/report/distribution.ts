import { histogram, summarise } from '@fourwire/metrology';
import type { Bin } from '@fourwire/metrology';
import type { EChartsOption } from 'echarts';
import type { MeasurementLimits } from '../records/entry.ts';
import type { LedgerItem } from '../records/ledger.ts';
import { chartText, ink } from './chart.ts';
import type { ChartRenderer } from './chart.ts';
import { figure, folded } from './components.ts';
import { html } from './html.ts';
import type { Html } from './html.ts';
import { table } from './table.ts';
import { count, indexText, limitsText, meanText, numberText, unitText } from './words.ts';

/** The measurements of one name, at one temperature, with one pair of limits. */
export interface Group {
  readonly title: string;
  readonly unit: string;
  readonly limits: MeasurementLimits | undefined;
  readonly items: LedgerItem[];
}

/** A histogram of values with their limits, and the table behind it. */
export function distribution(group: Group, values: readonly number[], render: ChartRenderer): Html {
  const bins = histogram(values);
  const { mean, deviation, cpk } = summarise(values, group.limits) ?? {
    mean: 0,
    deviation: undefined,
    cpk: undefined,
  };
  const unit = unitText(group.unit);
  const frame = frameOf(bins, group.limits);
  const facts = [
    `${count(values.length, 'value')}, mean ${`${meanText(mean, deviation)} ${unit}`.trimEnd()}`,
    deviation === 0 ? ', all values equal' : cpk === undefined ? '' : `, Cpk ${indexText(cpk)}`,
    `; limits: ${limitsText(group.limits, group.unit)}`,
    frame.far.length === 0 ? '' : ` (${frame.far.join(' and ')} beyond the plot)`,
    '.',
  ].join('');
  const picture = render({
    option: option(bins, group.limits, frame, axisTitle(group, unit)),
    width: 330,
    height: 236,
    label: `Histogram of ${group.title}. ${facts}`,
  });
  const rows = bins.map((bin) => [numberText(bin.from, 12), numberText(bin.to, 12), bin.count]);
  const columns = [`From${inUnit(unit)}`, `To below${inUnit(unit)}`, 'Count'];
  const behind = table(`Histogram of ${group.title} as a table`, {
    columns,
    numeric: columns.slice(0, 2),
    rows,
  });
  return figure(
    group.title,
    html`${picture}
      <p class="facts">${facts}</p>`,
    folded('Show as a table', behind),
  );
}

function axisTitle(group: Group, unit: string): string {
  const name = group.items[0]?.name ?? group.title;
  return `${name.length > 30 ? `${name.slice(0, 29)}…` : name}${inUnit(unit)}`;
}

function inUnit(unit: string): string {
  return unit === '' ? '' : ` [${unit}]`;
}

/** What part of the axis a histogram shows. */
interface Frame {
  readonly from: number;
  readonly to: number;
  /** The limits that are drawn. */
  readonly lines: readonly (readonly [name: 'min' | 'max', limit: number])[];
  /** The names of the limits that are not: so far from all values that they would press them into one line. */
  readonly far: readonly string[];
}

function frameOf(bins: readonly Bin[], { min, max }: MeasurementLimits = {}): Frame {
  const [low, high] = [bins[0]?.from ?? 0, bins.at(-1)?.to ?? 1];
  const limits = ([['min', min] as const, ['max', max] as const] as const).flatMap(([name, limit]) =>
    limit === undefined ? [] : [[name, limit] as const],
  );
  // Equal values have no width that a limit could be compared with.
  const reach = bins.length === 1 ? Infinity : 4 * (high - low);
  const isNear = (limit: number): boolean => limit > low - reach && limit < high + reach;
  const lines = limits.filter(([, limit]) => isNear(limit));
  const ends = [low, high, ...lines.map(([, limit]) => limit)];
  const [first, last] = [Math.min(...ends), Math.max(...ends)];
  const margin = (last - first) * 0.05;
  return {
    from: first - margin,
    to: last + margin,
    lines,
    far: limits.filter(([, limit]) => !isNear(limit)).map(([name]) => name),
  };
}

function option(
  bins: readonly Bin[],
  { min = -Infinity, max = Infinity }: MeasurementLimits = {},
  { from, to, lines }: Frame,
  title: string,
): EChartsOption {
  const labels = lines.map(([name, limit]) => `${name} ${numberText(limit, 12)}`);
  const gap = Math.abs((lines[1]?.[1] ?? Infinity) - (lines[0]?.[1] ?? 0)) / (to - from);
  // Two labels that would meet lie one above the other: about 7 of the 260 pixels between the sides for each sign.
  const isTight = gap * 260 < labels.join('').length * 7;
  return {
    grid: {
      left: 4,
      right: 12,
      top: isTight ? 40 : 24,
      bottom: 4,
      outerBoundsMode: 'same',
      outerBoundsContain: 'all',
    },
    xAxis: {
      type: 'value',
      min: from,
      max: to,
      splitNumber: 4,
      name: chartText(title),
      nameLocation: 'middle',
      nameGap: 24,
      nameTextStyle: { color: ink.text, fontSize: 12 },
      axisLabel: {
        color: ink.text,
        fontSize: 12,
        showMinLabel: false,
        showMaxLabel: false,
        hideOverlap: true,
        formatter: (value: number) => numberText(value, 12),
      },
      axisLine: { lineStyle: { color: ink.axis }, onZero: false },
      splitLine: { show: false },
    },
    yAxis: {
      type: 'value',
      minInterval: 1,
      name: 'Number of values',
      nameLocation: 'middle',
      nameGap: 26,
      nameTextStyle: { color: ink.text, fontSize: 12 },
      axisLabel: { color: ink.text, fontSize: 12, formatter: (value: number) => numberText(value, 12) },
      splitLine: { lineStyle: { color: ink.grid } },
    },
    series: [
      {
        type: 'custom',
        data: bins.map((bin) => [bin.from, bin.to, bin.count]),
        encode: { x: [0, 1], y: 2 },
        renderItem: (_params, api) => {
          const [left = 0, top = 0] = api.coord([api.value(0), api.value(2)]);
          const [right = 0, bottom = 0] = api.coord([api.value(1), 0]);
          const isOutside = Number(api.value(1)) <= min || Number(api.value(0)) > max;
          return {
            type: 'rect',
            shape: { x: left + 0.5, y: top, width: Math.max(right - left - 1, 2), height: bottom - top },
            style: { fill: isOutside ? ink.outside : ink.bar },
          };
        },
      },
      {
        type: 'line',
        data: [],
        markLine: {
          symbol: 'none',
          // Otherwise a limit is rounded to two decimals, and drawn there.
          precision: -1,
          lineStyle: { color: ink.limit, width: 1.5, type: 'dashed' },
          data: lines.map(([name, limit], index) => ({
            xAxis: limit,
            label: {
              color: ink.limit,
              fontSize: 12,
              formatter: labels[index] ?? '',
              distance: isTight && name === 'min' ? 20 : 5,
              // Towards the middle, so that it is not cut off at a side.
              align: limit < (from + to) / 2 ? 'left' : 'right',
            },
          })),
        },
      },
    ],
  };
}
