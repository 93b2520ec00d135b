import { describeTarget } from '../records/ledger.ts';
import type { LedgerItem } from '../records/ledger.ts';
import { folded } from './components.ts';
import type { Section } from './components.ts';
import { html } from './html.ts';
import { cards, keep, table } from './table.ts';
import type { MarkedTable } from './table.ts';
import { count, limitsText, measuredText, unitText } from './words.ts';

/** So many of each kind are shown at once; the others are folded. */
const mostShown = { fail: 25, error: 10, 'not-measured': 10 } as const;

const words = { fail: 'outside limits', error: 'no value', 'not-measured': 'not measured' } as const;
type Lacking = keyof typeof words;
const order: readonly Lacking[] = ['fail', 'error', 'not-measured'];

/** What did not pass, where, when and why; undefined when everything did. */
export function failuresSection(
  items: Iterable<LedgerItem>,
  time: (at: number) => string,
): Section | undefined {
  const all = [...items];
  const kinds = order.map((verdict) => ({ verdict, of: all.filter((item) => verdictOf(item) === verdict) }));
  const lacking = kinds.flatMap(({ of }) => of);
  if (lacking.length === 0) return undefined;
  const shown = kinds.flatMap(({ verdict, of }) => of.slice(0, mostShown[verdict]));
  const name = 'What did not pass';
  return {
    id: 'failures',
    title: name,
    content: [
      cards(name, listed(shown, time)),
      lacking.length > shown.length
        ? html`<p class="remark">
              These are ${shown.length} of ${lacking.length}, the first of each kind; the results below count
              all of them.
            </p>
            ${folded(`Show all ${lacking.length}`, table(`${name}, all`, listed(lacking, time)))}`
        : undefined,
    ],
  };
}

function verdictOf({ last }: LedgerItem): Lacking | undefined {
  const verdict = last?.verdict ?? 'not-measured';
  return verdict === 'pass' ? undefined : verdict;
}

function listed(items: readonly LedgerItem[], time: (at: number) => string): MarkedTable {
  const rows = items.map((item) => {
    const { name, unit, limits, target, last, taken } = item;
    const value = last?.value ?? undefined;
    const why = [
      last?.reason,
      last?.bin !== undefined && `bin ${last.bin}`,
      taken > 1 && `taken ${count(taken, 'time')}`,
    ];
    return [
      html`<span class="sign">${words[verdictOf(item) ?? 'not-measured']}</span>`,
      name,
      describeTarget(target),
      value === undefined ? '' : keep(`${measuredText(value, limits)} ${unitText(unit)}`.trimEnd()),
      limitsText(limits, unit),
      last === undefined ? '' : keep(time(last.at)),
      why.filter((word) => typeof word === 'string').join('; '),
    ];
  });
  return { columns: ['Verdict', 'Measurement', 'Where', 'Value', 'Limits', 'Time', 'Why'], rows };
}
