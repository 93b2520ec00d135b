import type { EntryOf, JournalEntry, MeasurementLimits, MeasurementVerdict, Target } from './entry.ts';

/** One measurement of one target, from its declaration to its last verdict. */
export interface LedgerItem {
  readonly name: string;
  readonly unit: string;
  readonly limits: MeasurementLimits | undefined;
  readonly target: Target;
  /** The last measurement of it: a repeated one replaces those before. */
  readonly last: EntryOf<'measurement'> | undefined;
  /** How many times it was taken. */
  readonly taken: number;
}

/** Keeps what was declared beside what was measured, in the order of declaration. */
export class Ledger {
  readonly #items = new Map<string, LedgerItem>();

  /** Follows a journal; entries of other types change nothing. */
  add(entry: JournalEntry): void {
    if (entry.type === 'declaration') this.#declare(entry);
    else if (entry.type === 'measurement') this.#take(entry);
  }

  /** What is known of a measurement, or undefined when it was not declared. */
  find(name: string, target: Target): LedgerItem | undefined {
    return this.#items.get(keyOf(name, target));
  }

  /** Everything declared or measured. */
  items(): IterableIterator<LedgerItem> {
    return this.#items.values();
  }

  /** What was declared and has neither a value nor a reason. */
  *open(): Generator<LedgerItem> {
    for (const item of this.#items.values()) if (item.last === undefined) yield item;
  }

  #declare({ name, unit, limits, targets }: EntryOf<'declaration'>): void {
    for (const target of targets) {
      const key = keyOf(name, target);
      const known = this.#items.get(key);
      this.#items.set(key, { name, unit, limits, target, last: known?.last, taken: known?.taken ?? 0 });
    }
  }

  #take(last: EntryOf<'measurement'>): void {
    const { name, unit, limits, target } = last;
    const key = keyOf(name, target);
    const known = this.#items.get(key) ?? { name, unit, limits, target, taken: 0 };
    this.#items.set(key, { ...known, last, taken: known.taken + (last.verdict === 'not-measured' ? 0 : 1) });
  }
}

/** The verdict of a value: `fail` outside the limits, `error` when it is no finite number. */
export function judge(value: number, limits: MeasurementLimits = {}): MeasurementVerdict {
  if (!Number.isFinite(value)) return 'error';
  return value >= (limits.min ?? -Infinity) && value <= (limits.max ?? Infinity) ? 'pass' : 'fail';
}

/** A target in words: `W07, die 3/-2, 125 °C`; empty for the empty target. */
export function describeTarget({ wafer, die, subsite, part, wire, temperature, point }: Target): string {
  return [
    wafer,
    die && `die ${die.column}/${die.row}`,
    subsite !== undefined && `subsite ${subsite}`,
    part,
    wire !== undefined && `wire ${wire}`,
    temperature !== undefined && `${temperature} °C`,
    point,
  ]
    .filter((word) => typeof word === 'string')
    .join(', ');
}

function keyOf(name: string, { wafer, die, subsite, part, wire, temperature, point }: Target): string {
  return JSON.stringify([name, wafer, die?.column, die?.row, subsite, part, wire, temperature, point]);
}
