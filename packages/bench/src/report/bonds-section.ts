import { folded } from './components.ts';
import type { Section } from './components.ts';
import { html } from './html.ts';
import type { Html } from './html.ts';
import type { Bond } from './run-data.ts';
import type { MarkedTable } from './table.ts';
import { cards, keep, table } from './table.ts';
import { count, unitText } from './words.ts';

/** Outcomes that need nobody's attention. */
const good: ReadonlySet<string> = new Set(['good', 'ok', 'bonded', 'pass']);

/** What the bonder reported: counts by outcome, the bonds that need attention, and all of them; undefined without any. */
export function bondsSection(bonds: readonly Bond[], time: (at: number) => string): Section | undefined {
  if (bonds.length === 0) return undefined;
  const outcomes = new Map<string, number>();
  for (const { outcome } of bonds) outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
  const bad = bonds.filter((bond) => !good.has(bond.outcome));
  const rows = [...outcomes].map(([outcome, number]) => [outcome, number, share(number, bonds.length)]);
  return {
    id: 'bonds',
    title: 'Bonds',
    content: [
      table('Bonds by outcome', { columns: ['Outcome', 'Bonds', 'Share'], rows }),
      bad.length === 0
        ? html`<p>${count(bonds.length, 'bond')}, none of which needs attention.</p>`
        : html`<h3>Bonds that need attention</h3>
            ${cards('Bonds that need attention', list(bad, time))}`,
      folded(`All ${count(bonds.length, 'bond')}`, table('All bonds', list(bonds, time))),
    ],
  };
}

function list(bonds: readonly Bond[], time: (at: number) => string): MarkedTable {
  const fields = [...new Set(bonds.flatMap((bond) => Object.keys(bond.fields)))];
  const rows = bonds.map((bond) => [
    keep(time(bond.at)),
    ...fields.map((field) => {
      const value = bond.fields[field];
      return typeof value === 'boolean' ? (value ? 'yes' : 'no') : value;
    }),
    bond.outcome,
  ]);
  return { columns: ['Time', ...fields.map((field) => heading(field, bonds)), 'Outcome'], rows };
}

/** A field name in words, with its unit: `bondForce` becomes `Bond force [cN]`. */
function heading(field: string, bonds: readonly Bond[]): string {
  const name = field.replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
  const unit = bonds.find((bond) => Object.hasOwn(bond.units, field))?.units[field];
  return `${name.charAt(0).toUpperCase()}${name.slice(1)}${unit === undefined ? '' : ` [${unitText(unit)}]`}`;
}

function share(part: number, whole: number): Html {
  const percent = (100 * part) / whole;
  return html`<span class="bar"><span style="width:${percent.toFixed(1)}%"></span></span>
    ${percent.toFixed(1)} %`;
}
