import { html } from './html.ts';
import type { Html } from './html.ts';
import { numberText } from './words.ts';

/** A table with a header row. Numbers are set to the right, with five significant digits. */
export interface ReportTable {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly (string | number | undefined)[])[];
}

/** A {@link ReportTable} whose cells may be marked up. */
export interface MarkedTable {
  readonly columns: readonly string[];
  /** Columns of numbers that are given as text, because they have digits of their own. */
  readonly numeric?: readonly string[];
  readonly rows: readonly (readonly (string | number | undefined | Html)[])[];
}

/** So many rows are shown; the journal and the exports have all. */
const mostRows = 400;

/** A table that scrolls by itself where it does not fit; `name` is read out, not shown. */
export function table(name: string, content: MarkedTable): Html {
  return html`<section class="scroll" aria-label="${name}" tabindex="0">
      ${grid(name, content, false)}
    </section>
    ${rest(content)}`;
}

/** A table whose rows become cards with named fields where it is narrow: for text that must be read, not scrolled to. */
export function cards(name: string, content: MarkedTable): Html {
  return html`<section class="cards" aria-label="${name}, as a table" tabindex="0">
      ${grid(name, content, true)}
    </section>
    ${rest(content)}`;
}

/** Text that is not broken over lines. */
export function keep(text: string): Html {
  return html`<span class="keep">${text}</span>`;
}

/** Where rows become cards, the style takes the roles of a table away; there they are said. */
function grid(name: string, { columns, rows, numeric = [] }: MarkedTable, labelled: boolean): Html {
  const role = (word: string): Html | undefined => (labelled ? html` role="${word}"` : undefined);
  const classes = columns.map((column, index) =>
    numeric.includes(column) || rows.some((row) => typeof row[index] === 'number')
      ? html` class="number"`
      : undefined,
  );
  const head = columns.map(
    (column, index) => html`<th scope="col" ${role('columnheader')}${classes[index]}>${column}</th>`,
  );
  const body = rows.slice(0, mostRows).map((row) => {
    const cells = columns.map((column, index) => {
      const cell = row[index];
      const label = labelled ? html` data-label="${column}"` : undefined;
      return html`<td${role('cell')}${classes[index]}${label}>${typeof cell === 'number' ? numberText(cell) : cell}</td>`;
    });
    return html`<tr${role('row')}>${cells}</tr>`;
  });
  return html`<table${role('table')} aria-label="${name}">
    <thead${role('rowgroup')}><tr${role('row')}>${head}</tr></thead>
    <tbody${role('rowgroup')}>${body}</tbody>
  </table>`;
}

function rest({ rows }: MarkedTable): Html | undefined {
  const left = rows.length - mostRows;
  return left > 0
    ? html`<p class="remark">… and ${left} more rows, all of them in the journal.</p>`
    : undefined;
}
