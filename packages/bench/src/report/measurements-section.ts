import { cp, summarise } from '@fourwire/metrology';
import type { Summary } from '@fourwire/metrology';
import type { MeasurementLimits } from '../records/entry.ts';
import type { LedgerItem } from '../records/ledger.ts';
import type { ChartRenderer } from './chart.ts';
import type { Section } from './components.ts';
import { distribution } from './distribution.ts';
import type { Group } from './distribution.ts';
import { html } from './html.ts';
import type { Html } from './html.ts';
import { cards, keep } from './table.ts';
import { tally } from './verdict.ts';
import {
  indexText,
  limitsText,
  meanText,
  measuredText,
  numberText,
  quantityText,
  unitText,
} from './words.ts';

/** So many distributions are drawn; the tables above them have all. */
const mostHistograms = 24;
/** With fewer values a capability index is little more than a guess. */
const fewValues = 30;

/** Results, statistics and histograms of what was measured; undefined without any. */
export function measurementsSection(items: Iterable<LedgerItem>, render: ChartRenderer): Section | undefined {
  const groups = grouped(items);
  if (groups.length === 0) return undefined;
  const spread = groups.filter((group) => valuesOf(group).length > 1);
  // Where not all can be drawn, those with a failure come first.
  const failing = spread.filter(({ items: ofGroup }) => tally(ofGroup).fail > 0);
  const chosen = new Set([...failing, ...spread].slice(0, mostHistograms));
  const drawn = spread.filter((group) => chosen.has(group));
  return {
    id: 'measurements',
    title: 'Measurements',
    content: [
      html`<h3>Results</h3>`,
      results(groups),
      groups.every((group) => valuesOf(group).length === 0) ? undefined : statistics(groups),
      html`<div class="grid">${drawn.map((group) => distribution(group, valuesOf(group), render))}</div>`,
      spread.length > drawn.length
        ? html`<p class="remark">
            ${drawn.length} of ${spread.length} distributions are drawn, those with values outside limits
            first.
          </p>`
        : undefined,
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

function results(groups: readonly Group[]): Html {
  const rows = groups.map((group) => {
    const { declared, pass, fail, error, notMeasured } = tally(group.items);
    const isJudged = group.limits?.min !== undefined || group.limits?.max !== undefined;
    return [
      group.title,
      isJudged ? keep(limitsText(group.limits, group.unit)) : 'none: not judged',
      declared,
      isJudged ? pass : '–',
      fail === 0 ? (isJudged ? 0 : '–') : html`<strong class="warn">${fail}</strong>`,
      error,
      notMeasured,
    ];
  });
  return cards('Results of the measurements', {
    columns: ['Measurement', 'Limits', 'Declared', 'Within', 'Outside', 'No value', 'Not measured'],
    numeric: ['Within', 'Outside'],
    rows,
  });
}

function statistics(groups: readonly Group[]): Html {
  const rows = groups.flatMap((group) => {
    const summary = summarise(valuesOf(group), group.limits);
    if (summary === undefined) return [];
    const { count, mean, deviation, min, max } = summary;
    const potential = deviation === undefined ? undefined : cp(deviation, group.limits);
    return [
      [
        group.title,
        unitText(group.unit),
        count,
        keep(meanText(mean, deviation)),
        deviation === undefined ? '–' : keep(numberText(deviation, 4)),
        keep(measuredText(min, group.limits, deviation)),
        keep(measuredText(max, group.limits, deviation)),
        potential === undefined ? '–' : indexText(potential),
        summary.cpk === undefined ? '–' : indexText(summary.cpk),
        remarkOn(summary, group.limits),
      ],
    ];
  });
  const columns = [
    'Measurement',
    'Unit',
    'Values',
    'Mean',
    'Std. dev.',
    'Lowest',
    'Highest',
    'Cp',
    'Cpk',
    'Remark',
  ];
  return html`<h3>Statistics</h3>
    ${cards('Statistics of the measurements', { columns, numeric: columns.slice(3, 9), rows })}
    <p class="remark">
      The standard deviation s is that of the sample (n − 1). Cp is the width between the limits over 6 s, Cpk
      the distance from the mean to the nearer limit over 3 s; with one limit there is no Cp. Both are taken
      over all values, which ISO 22514-2 calls Pp and Ppk. They suppose values that are distributed normally:
      1.33 and more is usually called capable, below 1 values outside the limits are to be expected. Fewer
      than ${fewValues} values make both uncertain; one value, or values that are all equal, have neither. A
      repeated measurement counts once, with its last value.
    </p>`;
}

/** Why there is no capability index, or why it says little. */
function remarkOn({ count, deviation }: Summary, limits: MeasurementLimits | undefined): string {
  const { min, max } = limits ?? {};
  if (count === 1) return 'one value';
  if (deviation === 0) return 'all values equal';
  if (min === undefined && max === undefined) return 'no limits';
  return count < fewValues ? `only ${count} values` : '';
}
