import type { EntryOf } from '../records/entry.ts';
import { folded } from './components.ts';
import type { Section } from './components.ts';
import { html } from './html.ts';
import { table } from './table.ts';

type Snapshot = EntryOf<'snapshot'>;
type Row = readonly [device: string, member: string, unit: string, first: string, last: string];

/** What the devices were set to at the first and at the last snapshot, and what changed between. */
export function settingsSection(snapshots: readonly Snapshot[]): Section | undefined {
  if (snapshots.length === 0) return undefined;
  const rows = rowsOf(snapshots);
  const [first = '', last = ''] = [snapshots[0]?.moment, snapshots.at(-1)?.moment];
  const columns = ['Device', 'Member', 'Unit', `At ${first}`, `At ${last}`];
  const changed = rows.filter(([, , , before, after]) => before !== after);
  const isOne = first === last;
  return {
    id: 'settings',
    title: 'Settings',
    content: [
      isOne ? undefined : changedPart(columns, changed),
      folded(
        `Show all ${rows.length} settings`,
        table('All settings', {
          columns: isOne ? columns.slice(0, 4) : columns,
          rows: rows.map((row) => (isOne ? row.slice(0, 4) : row)),
        }),
      ),
    ],
  };
}

function changedPart(columns: readonly string[], changed: readonly Row[]) {
  return changed.length === 0
    ? html`<p>Every setting was at the end as it had been at the start.</p>`
    : table('Settings that differ', { columns, rows: changed });
}

/** A row for each member, with what the first and the last snapshot of its device say. */
function rowsOf(snapshots: readonly Snapshot[]): readonly Row[] {
  const firsts = new Map<string, Snapshot>();
  const lasts = new Map<string, Snapshot>();
  for (const snapshot of snapshots) {
    if (!firsts.has(snapshot.path)) firsts.set(snapshot.path, snapshot);
    lasts.set(snapshot.path, snapshot);
  }
  return [...firsts.values()].flatMap((first) =>
    first.members.map((before): Row => {
      const after = lasts.get(first.path)?.members.find(({ member }) => member === before.member);
      return [first.path, before.member, before.unit ?? '', wordsOf(before), wordsOf(after)];
    }),
  );
}

function wordsOf(member: Snapshot['members'][number] | undefined): string {
  if (member === undefined) return 'not recorded';
  if (member.error !== undefined) return `not readable: ${member.error.message}`;
  return typeof member.value === 'string' ? member.value : (JSON.stringify(member.value) ?? '');
}
