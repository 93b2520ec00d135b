import { histogram, summarise } from '@fourwire/metrology';
import type { Bin } from '@fourwire/metrology';
import type { EChartsOption } from 'echarts';
import type { MeasurementLimits } from '../records/entry.ts';
import { describeTarget } from '../records/ledger.ts';
import type { LedgerItem } from '../records/ledger.ts';
import { chartText, ink } from './chart.ts';
import type { ChartRenderer } from './chart.ts';
import { figure, folded } from './components.ts';
import type { Section } from './components.ts';
import { html } from './html.ts';
import type { Html } from './html.ts';
import { cards, keep, table } from './table.ts';
import { tally } from './verdict.ts';
import { count, limitsText, numberText, quantityText, unitText } from './words.ts';

/** So many distributions are drawn; the table above them has all. */
const mostHistograms = 24;

/** The measurements of one name, at one temperature, with one pair of limits. */
interface Group {
  readonly title: string;
  readonly unit: string;
  readonly limits: MeasurementLimits | undefined;
  readonly items: LedgerItem[];
}

/** Statistics and histograms of what was measured, and what was outside its limits; undefined without any. */
export function measurementsSection(items: Iterable<LedgerItem>, render: ChartRenderer): Section | undefined {
  const groups = grouped(items);
  if (groups.length === 0) return undefined;
  const failed = groups.flatMap((group) => group.items).filter((item) => item.last?.verdict === 'fail');
  const drawn = groups.slice(0, mostHistograms).filter((group) => valuesOf(group).length > 1);
  return {
    id: 'measurements',
    title: 'Measurements',
    content: [
      statistics(groups),
      html`<div class="grid">${drawn.map((group) => distribution(group, render))}</div>`,
      failed.length === 0 ? undefined : outside(failed),
    ],
  };
}

function grouped(items: Iterable<LedgerItem>): readonly Group[] {
  const groups = new Map<string, Group>();
  for (const item of items) {
    const { name, unit, limits, target } = item;
    const { temperature } = target;
    const key = JSON.stringify([name, unit, temperature, limits?.min, limits?.max]);
    const title = temperature === undefined ? name : `${name} at ${quantityText(temperature, 'Cel')}`;
    const group = groups.get(key) ?? { title, unit, limits, items: [] };
    group.items.push(item);
    groups.set(key, group);
  }
  return [...groups.values()];
}

function valuesOf(group: Group): number[] {
  return group.items.map((item) => item.last?.value).filter((value) => typeof value === 'number');
}

function statistics(groups: readonly Group[]): Html {
  const rows = groups.map((group) => {
    const { declared, pass, fail, error, notMeasured } = tally(group.items);
    const values = summarise(valuesOf(group), group.limits);
    return [
      `${group.title}, in ${unitText(group.unit)}`,
      keep(limitsText(group.limits, group.unit)),
      declared,
      pass,
      fail,
      error,
      notMeasured,
      values?.mean,
      values?.deviation,
      values?.min,
      values?.max,
      values?.cpk === undefined ? '–' : values.cpk.toFixed(2).replace('-', '−'),
    ];
  });
  const columns = [
    'Measurement',
    'Limits',
    'Declared',
    'Within',
    'Outside',
    'No value',
    'Not measured',
    'Mean',
    'Std. dev.',
    'Lowest',
    'Highest',
    'Cpk',
  ];
  return html`${cards('Statistics of the measurements', { columns, rows })}
    <p class="remark">
      The standard deviation is that of the sample (n − 1). Cpk is the distance from the mean to the nearer
      limit over three such deviations, taken over all values: 1.33 and more is usually called capable, below
      1 values outside the limits are to be expected. A repeated measurement counts once, with its last value.
    </p>`;
}

function distribution(group: Group, render: ChartRenderer): Html {
  const values = valuesOf(group);
  const bins = histogram(values);
  const { mean, cpk } = summarise(values, group.limits) ?? { mean: 0, cpk: undefined };
  const unit = unitText(group.unit);
  const capability = cpk === undefined ? '' : `, Cpk ${cpk.toFixed(2).replace('-', '−')}`;
  const facts = `${count(values.length, 'value')}, mean ${quantityText(mean, group.unit)}${capability}; limits: ${limitsText(group.limits, group.unit)}.`;
  const picture = render({
    option: option(bins, group.limits, unit),
    width: 330,
    height: 220,
    label: `Histogram of ${group.title}. ${facts}`,
  });
  const rows = bins.map((bin) => [bin.from, bin.to, bin.count]);
  const behind = table(`Histogram of ${group.title} as a table`, {
    columns: [`From [${unit}]`, `To below [${unit}]`, 'Count'],
    rows,
  });
  return figure(
    group.title,
    html`${picture}
      <p class="facts">${facts}</p>`,
    folded('Show as a table', behind),
  );
}

function option(bins: readonly Bin[], limits: MeasurementLimits | undefined, unit: string): EChartsOption {
  const [low, high] = [bins[0]?.from ?? 0, bins.at(-1)?.to ?? 1];
  // A limit far from all values would press them into one line; then its value stands in the text only.
  const near = (limit: number | undefined): limit is number =>
    limit !== undefined && limit > low - 4 * (high - low) && limit < high + 4 * (high - low);
  const lines = [limits?.min, limits?.max].filter(near);
  const ends = [low, high, ...lines];
  const [first, last] = [Math.min(...ends), Math.max(...ends)];
  const margin = (last - first) * 0.04;
  return {
    grid: { left: 4, right: 12, top: 14, bottom: 4, outerBoundsMode: 'same', outerBoundsContain: 'all' },
    xAxis: {
      type: 'value',
      min: first - margin,
      max: last + margin,
      splitNumber: 4,
      name: chartText(unit),
      nameLocation: 'middle',
      nameGap: 24,
      nameTextStyle: { color: ink.text, fontSize: 13 },
      axisLabel: {
        color: ink.text,
        fontSize: 12,
        showMinLabel: false,
        showMaxLabel: false,
        formatter: numberText,
      },
      axisLine: { lineStyle: { color: ink.axis }, onZero: false },
      splitLine: { show: false },
    },
    yAxis: {
      type: 'value',
      minInterval: 1,
      name: 'count',
      nameLocation: 'middle',
      nameGap: 26,
      nameTextStyle: { color: ink.text, fontSize: 12 },
      axisLabel: { color: ink.text, fontSize: 12 },
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
          return {
            type: 'rect',
            shape: { x: left + 0.5, y: top, width: Math.max(right - left - 1, 1), height: bottom - top },
            style: { fill: ink.bar },
          };
        },
      },
      {
        type: 'line',
        data: [],
        markLine: {
          symbol: 'none',
          lineStyle: { color: ink.limit, width: 1.5, type: 'dashed' },
          label: { color: ink.limit, fontSize: 12, formatter: ({ value }) => numberText(Number(value)) },
          data: lines.map((xAxis) => ({ xAxis })),
        },
      },
    ],
  };
}

function outside(items: readonly LedgerItem[]): Html {
  const rows = items.map((item) => [
    item.name,
    keep(describeTarget(item.target)),
    item.last?.value ?? undefined,
    unitText(item.unit),
    keep(limitsText(item.limits, item.unit)),
    item.last?.bin,
  ]);
  const columns = ['Measurement', 'Where', 'Value', 'Unit', 'Limits', 'Bin'];
  return folded(
    `${count(items.length, 'value')} outside limits`,
    table('Values outside limits', { columns, rows }),
  );
}
