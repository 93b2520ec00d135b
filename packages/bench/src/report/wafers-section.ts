import { drawWaferMap } from '@fourwire/probe-station';
import { binRows } from '../records/wafers.ts';
import type { RecordedWafer } from '../records/wafers.ts';
import { drawing, figure, folded } from './components.ts';
import type { Section } from './components.ts';
import { html } from './html.ts';
import type { Html } from './html.ts';
import { cards, table } from './table.ts';
import { count, quantityText } from './words.ts';

/** More maps than this are drawn small, beside each other; the first one keeps its legend. */
const mostLarge = 4;

/** The wafers of the run, as the operator saw them: how each die was sorted, at each temperature. */
export function wafersSection(wafers: readonly RecordedWafer[]): Section | undefined {
  if (wafers.length === 0) return undefined;
  const isMany = wafers.length > mostLarge;
  const [large, small] = isMany ? [wafers.slice(0, 1), wafers.slice(1)] : [wafers, []];
  return {
    id: 'wafers',
    title: 'Wafer maps',
    content: [
      html`<p>
        Each die in the colour and with the symbol of its bin, seen from above, with the notch or flat where
        it lay on the
        chuck.${isMany ? ' The legend of the first map holds for all that have the same bins.' : ''}
      </p>`,
      wafers.length > 1 ? overview(wafers) : undefined,
      html`<div class="large">${large.map((wafer, index) => map(wafer, index, true))}</div>`,
      small.length === 0
        ? undefined
        : html`<div class="grid maps">
            ${small.map((wafer, index) => map(wafer, index + 1, legendDiffers(wafer, wafers[0])))}
          </div>`,
    ],
  };
}

function legendDiffers(wafer: RecordedWafer, first: RecordedWafer | undefined): boolean {
  return JSON.stringify(wafer.map.bins) !== JSON.stringify(first?.map.bins);
}

interface Counts {
  readonly sorted: number;
  readonly good: number;
  readonly bad: number;
  /** Whole dies that were meant to be tested, or left out on purpose. */
  readonly untested: number;
  /** `93.3 %`, or a dash where no die was judged. */
  readonly yieldText: string;
}

function countsOf({ map: { bins, dies, binOf }, results }: RecordedWafer): Counts {
  const { counts, passed, failed, yield: share } = results.summary(bins);
  return {
    sorted: [...counts.values()].reduce((total, number) => total + number, 0),
    good: passed,
    bad: failed,
    untested: dies.filter((die) => die.kind === 'full' && binOf(die) === undefined).length,
    yieldText: share === undefined ? '–' : `${(100 * share).toFixed(1)} %`,
  };
}

function overview(wafers: readonly RecordedWafer[]): Html {
  const columns = ['Wafer', 'Lot', 'Tested dies', 'Good', 'Bad', 'Yield', 'Not tested'];
  const rows = wafers.map((wafer) => {
    const { sorted, good, bad, untested, yieldText } = countsOf(wafer);
    return [titleOf(wafer), wafer.lot, sorted, good, bad, yieldText, untested];
  });
  return cards('Wafers and their yield', { columns, numeric: ['Yield'], rows });
}

function map(wafer: RecordedWafer, index: number, isLarge: boolean): Html {
  const title = titleOf(wafer);
  const svg = drawWaferMap(wafer.map, { title, id: `wafer-${index + 1}`, legend: isLarge });
  const { sorted, good, bad, untested, yieldText } = countsOf(wafer);
  const facts =
    good + bad === 0
      ? `No die was judged; ${untested} not tested.`
      : `${good} of ${count(good + bad, 'judged die', 'judged dies')} good: a yield of ${yieldText}; ${untested} not tested.`;
  const picture = html`<p>${facts}</p>
    <section class="scroll" aria-label="Drawing of ${title}" tabindex="0">${drawing(title, svg)}</section>`;
  if (!isLarge) return figure(title, picture, folded('Show its bins as a table', binTable(wafer, sorted)));
  const dies = table(`${title}: dies`, {
    columns: ['Column', 'Row', 'Bin'],
    rows: [...wafer.results].flatMap(({ die, bin }) =>
      bin === undefined ? [] : [[die.column, die.row, bin]],
    ),
  });
  return figure(title, picture, html`${binTable(wafer, sorted)}${folded('Show every die as a table', dies)}`);
}

function binTable(wafer: RecordedWafer, sorted: number): Html {
  const columns = ['Bin', 'Name', 'Good', 'Dies', 'Share in %'];
  return table(`${titleOf(wafer)}: bins`, {
    columns,
    numeric: columns.slice(4),
    rows: binRows(wafer).map(([{ code, name, quality }, dies]) => [
      code,
      name,
      { pass: 'yes', fail: 'no', none: '' }[quality],
      dies,
      sorted === 0 ? '' : ((100 * dies) / sorted).toFixed(1),
    ]),
  });
}

function titleOf({ wafer, temperature }: RecordedWafer): string {
  return `Wafer ${wafer}${temperature === undefined ? '' : ` at ${quantityText(temperature, 'Cel')}`}`;
}
