import { drawWaferMap } from '@fourwire/probe-station';
import { binRows } from '../records/wafers.ts';
import type { RecordedWafer } from '../records/wafers.ts';
import { drawing, figure, folded, isLarge } from './components.ts';
import type { Section } from './components.ts';
import { html } from './html.ts';
import type { Html } from './html.ts';
import { table } from './table.ts';
import { numberText, quantityText } from './words.ts';

/** The wafers of the run, as the operator saw them: how each die was sorted, at each temperature. */
export function wafersSection(wafers: readonly RecordedWafer[]): Section | undefined {
  if (wafers.length === 0) return undefined;
  const maps = wafers.map((wafer, index) => ({ wafer, svg: svgOf(wafer, index) }));
  const large = maps.some(({ svg }) => isLarge(svg));
  return {
    id: 'wafers',
    title: 'Wafer maps',
    content: [
      html`<p>Each die in the colour and with the symbol of its bin, seen from above.</p>`,
      html`<div class="${large ? 'large' : 'grid maps'}">
        ${maps.map(({ wafer, svg }) => map(wafer, svg))}
      </div>`,
    ],
  };
}

function svgOf(wafer: RecordedWafer, index: number): string {
  return drawWaferMap(wafer.map, { title: titleOf(wafer), id: `wafer-${index + 1}` });
}

function map(wafer: RecordedWafer, svg: string): Html {
  const title = titleOf(wafer);
  const counts = binRows(wafer);
  const sorted = counts.reduce((total, [, count]) => total + count, 0);
  const { passed, yield: good } = wafer.results.summary(wafer.map.bins);
  const bins = table(`${title}: bins`, {
    columns: ['Bin', 'Name', 'Good', 'Dies', 'Share in %'],
    rows: counts.map(([{ code, name, quality }, count]) => [
      code,
      name,
      { pass: 'yes', fail: 'no', none: '' }[quality],
      count,
      sorted === 0 ? '' : ((100 * count) / sorted).toFixed(1),
    ]),
  });
  const dies = table(`${title}: dies`, {
    columns: ['Column', 'Row', 'Bin'],
    rows: [...wafer.results].flatMap(({ die, bin }) =>
      bin === undefined ? [] : [[die.column, die.row, bin]],
    ),
  });
  const share =
    good === undefined
      ? 'No die was judged.'
      : `${passed} dies are good: a yield of ${numberText(100 * good)} %.`;
  const picture = html`<p>${share}</p>
    <div class="scroll" role="region" aria-label="Drawing of ${title}" tabindex="0">
      ${drawing(title, svg)}
    </div>`;
  return figure(title, picture, html`${bins}${folded('Show every die as a table', dies)}`);
}

function titleOf({ wafer, temperature }: RecordedWafer): string {
  return `Wafer ${wafer}${temperature === undefined ? '' : ` at ${quantityText(temperature, 'Cel')}`}`;
}
