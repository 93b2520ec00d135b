import type { Instant } from '@fourwire/core';
import type { EntryOf, JournalEntry } from '../records/entry.ts';
import { isoText } from '@fourwire/core';
import { Ledger } from '../records/ledger.ts';
import type { JournalDamage } from '../records/read-journal.ts';
import { WaferLedger } from '../records/wafers.ts';
import type { RecordedWafer } from '../records/wafers.ts';
import { calibrationOf } from './calibration.ts';
import type { Calibration } from './calibration.ts';
import { Curve } from './curve.ts';

/** Something that did not go as planned. */
export interface Deviation {
  readonly at: Instant | undefined;
  readonly where: string;
  readonly kind:
    | 'alarm'
    | 'deviation'
    | 'command'
    | 'procedure'
    | 'step'
    | 'setting'
    | 'reading'
    | 'safe state'
    | 'calibration'
    | 'record';
  readonly text: string;
}

/** A bond as the bonder reported it. */
export interface Bond {
  readonly at: Instant;
  readonly path: string;
  readonly outcome: string;
  /** Everything else it reported. */
  readonly fields: Readonly<Record<string, string | number | boolean>>;
  /** UCUM codes of the fields that have one: what it reported as `units`. */
  readonly units: Readonly<Record<string, string>>;
}

/** An instrument of the run, and whether its calibration held on these days. */
export interface Instrument {
  readonly identity: EntryOf<'identity'>;
  readonly calibration: Calibration;
}

/** What a report needs of a journal. */
export interface RunData {
  readonly started: EntryOf<'run-started'> | undefined;
  readonly ended: EntryOf<'run-ended'> | undefined;
  readonly first: Instant | undefined;
  readonly last: Instant | undefined;
  readonly entries: number;
  /** Whether a simulator stood in for any machine. */
  readonly simulated: boolean;
  readonly instruments: readonly Instrument[];
  /** Each procedure of the run, as it was first begun. */
  readonly procedures: readonly EntryOf<'procedure'>[];
  readonly curves: readonly Curve[];
  readonly ledger: Ledger;
  readonly bonds: readonly Bond[];
  readonly deviations: readonly Deviation[];
  readonly safeReports: readonly EntryOf<'safe'>[];
  readonly notes: readonly EntryOf<'note'>[];
  readonly wafers: readonly RecordedWafer[];
  readonly snapshots: readonly EntryOf<'snapshot'>[];
}

/** A journal, perhaps with the damage that its reader found. */
export type Entries = (AsyncIterable<JournalEntry> | Iterable<JournalEntry>) & {
  readonly damage?: readonly JournalDamage[];
};

/**
 * Reads a journal once and keeps what a report shows. Memory grows with measurements and bonds, not with readings.
 *
 * @param dayOf - the day of a moment where the run took place, `2026-03-17`; that in UTC unless given
 */
export async function collect(
  entries: Entries,
  bondEvent: string,
  dayOf: (at: Instant) => string = (at) => isoText(at).slice(0, 10),
): Promise<RunData> {
  const collector = new Collector(bondEvent, dayOf);
  for await (const entry of entries) collector.add(entry);
  return collector.finish(entries.damage ?? []);
}

class Collector {
  readonly #bondEvent: string;
  readonly #dayOf: (at: Instant) => string;
  readonly #procedures = new Map<string, EntryOf<'procedure'>>();
  readonly #identities = new Map<string, EntryOf<'identity'>>();
  readonly #curves = new Map<string, Curve>();
  /** Members that are not read well now, and since when. */
  readonly #troubled = new Map<string, EntryOf<'reading'>>();
  readonly #ledger = new Ledger();
  readonly #bonds: Bond[] = [];
  readonly #deviations: Deviation[] = [];
  readonly #safeReports: EntryOf<'safe'>[] = [];
  readonly #notes: EntryOf<'note'>[] = [];
  readonly #wafers = new WaferLedger();
  readonly #snapshots: EntryOf<'snapshot'>[] = [];
  #started: EntryOf<'run-started'> | undefined;
  #ended: EntryOf<'run-ended'> | undefined;
  #first: Instant | undefined;
  #last: Instant | undefined;
  #entries = 0;

  constructor(bondEvent: string, dayOf: (at: Instant) => string) {
    this.#bondEvent = bondEvent;
    this.#dayOf = dayOf;
  }

  add(entry: JournalEntry): void {
    this.#entries++;
    this.#first ??= entry.at;
    this.#last = Math.max(this.#last ?? entry.at, entry.at);
    switch (entry.type) {
      case 'run-started':
        this.#started ??= entry;
        // A run that was resumed has not ended with its first process.
        this.#ended = undefined;
        break;
      case 'run-ended':
        this.#ended = entry;
        break;
      case 'identity':
        this.#identities.set(entry.path, entry);
        break;
      case 'reading':
        this.#addReading(entry);
        break;
      case 'setting':
        if (entry.error === undefined) this.#curve(entry, 'setting')?.add(entry.at, entry.value as number);
        else this.#deviate(entry.at, entry.path, 'setting', `not taken over: ${entry.error.message}`);
        break;
      case 'command':
        if (entry.phase === 'failed')
          this.#deviate(
            entry.at,
            entry.path,
            'command',
            `failed: ${entry.error?.message ?? 'no reason given'}`,
          );
        if (entry.phase === 'stopped')
          this.#deviate(entry.at, entry.path, 'command', 'stopped before its end');
        break;
      case 'safe':
        this.#safeReports.push(entry);
        if (!entry.ok)
          this.#deviate(entry.at, entry.path, 'safe state', `not confirmed: ${unconfirmed(entry)}`);
        break;
      case 'alarm':
        this.#deviate(
          entry.at,
          entry.path,
          'alarm',
          `${entry.active ? '' : 'cleared: '}${entry.code} ${entry.text}`,
        );
        break;
      case 'event':
        if (entry.name === this.#bondEvent) this.#addBond(entry);
        break;
      case 'procedure':
        if (!this.#procedures.has(entry.name)) this.#procedures.set(entry.name, entry);
        if (entry.resumedAt !== undefined) {
          this.#ended = undefined;
          this.#deviate(entry.at, entry.name, 'procedure', 'interrupted, and resumed at its last checkpoint');
        }
        break;
      case 'step':
        if (entry.phase === 'failed')
          this.#deviate(entry.at, entry.name, 'step', `failed: ${entry.error?.message ?? 'no reason given'}`);
        break;
      case 'note':
        if (entry.deviation === true) this.#deviate(entry.at, entry.by ?? '', 'deviation', entry.text);
        else this.#notes.push(entry);
        break;
      case 'declaration':
      case 'measurement':
        this.#ledger.add(entry);
        break;
      case 'wafer':
      case 'bin':
        this.#wafers.add(entry);
        break;
      case 'snapshot':
        this.#snapshots.push(entry);
        break;
    }
  }

  finish(damage: readonly JournalDamage[]): RunData {
    const instruments = this.#instruments();
    for (const { line, message } of damage) this.#deviate(undefined, `line ${line}`, 'record', message);
    if (this.#ended === undefined && this.#entries > 0) {
      this.#deviate(
        this.#last,
        '',
        'record',
        'The record ends without an end of the run: the program was cut off here.',
      );
    }
    return {
      started: this.#started,
      ended: this.#ended,
      first: this.#first,
      last: this.#last,
      entries: this.#entries,
      simulated:
        this.#started?.simulated === true || instruments.some(({ identity }) => identity.simulated === true),
      instruments,
      procedures: [...this.#procedures.values()],
      curves: this.#finishedCurves(),
      ledger: this.#ledger,
      bonds: this.#bonds,
      deviations: this.#deviations.toSorted((a, b) => (a.at ?? Infinity) - (b.at ?? Infinity)),
      safeReports: this.#safeReports,
      notes: this.#notes,
      wafers: this.#wafers.wafers(),
      snapshots: this.#snapshots,
    };
  }

  /** A setting that was recorded without its unit has that of the same member's readings or snapshots. */
  #finishedCurves(): readonly Curve[] {
    const units = new Map<string, string>(
      this.#snapshots.flatMap(({ path, members }) =>
        members.map(({ member, unit = '' }) => [`${path}/${member}`, unit] as const),
      ),
    );
    for (const curve of this.#curves.values()) {
      if (curve.unit !== '') continue;
      curve.unit = this.#curves.get(curveKey(curve.path, 'reading'))?.unit ?? units.get(curve.path) ?? '';
    }
    return [...this.#curves.values()];
  }

  #addReading(entry: EntryOf<'reading'>): void {
    const trouble = this.#troubled.get(entry.path);
    if (entry.quality === 'good') {
      this.#curve(entry, 'reading')?.add(entry.at, entry.value as number);
      this.#troubled.delete(entry.path);
      return;
    }
    this.#curves.get(curveKey(entry.path, 'reading'))?.add(entry.at, null);
    if (trouble !== undefined) return;
    this.#troubled.set(entry.path, entry);
    const why = entry.error === undefined ? '' : `: ${entry.error.message}`;
    this.#deviate(
      entry.at,
      entry.path,
      'reading',
      `${entry.quality === 'stale' ? 'could not be read' : 'has no value'}${why}`,
    );
  }

  #curve(entry: EntryOf<'reading'> | EntryOf<'setting'>, kind: Curve['kind']): Curve | undefined {
    if (typeof entry.value !== 'number') return undefined;
    const key = curveKey(entry.path, kind);
    let curve = this.#curves.get(key);
    if (curve === undefined) {
      curve = new Curve(entry.path, entry.unit ?? '', kind);
      this.#curves.set(key, curve);
    }
    return curve;
  }

  #addBond({ at, path, data }: EntryOf<'event'>): void {
    const { outcome = 'unknown', units, ...rest } = isRecord(data) ? data : {};
    const fields = Object.entries(rest).filter((field): field is [string, string | number | boolean] =>
      ['string', 'number', 'boolean'].includes(typeof field[1]),
    );
    const named = Object.entries(isRecord(units) ? units : {}).filter(
      (unit): unit is [string, string] => typeof unit[1] === 'string',
    );
    this.#bonds.push({
      at,
      path,
      outcome: String(outcome),
      fields: Object.fromEntries(fields),
      units: Object.fromEntries(named),
    });
  }

  #instruments(): readonly Instrument[] {
    const days = { first: this.#dayOf(this.#first ?? 0), last: this.#dayOf(this.#last ?? 0) };
    // Where the whole run was on simulators, so was every instrument of it.
    const all = this.#started?.simulated === true ? { simulated: true } : {};
    return [...this.#identities.values()].map((known) => {
      const identity = { ...known, ...all };
      const calibration = calibrationOf(identity, days);
      if (calibration.state === 'overdue')
        this.#deviate(known.at, known.path, 'calibration', calibration.text);
      return { identity, calibration };
    });
  }

  #deviate(at: Instant | undefined, where: string, kind: Deviation['kind'], text: string): void {
    this.#deviations.push({ at, where, kind, text });
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

function curveKey(path: string, kind: Curve['kind']): string {
  return `${kind} ${path}`;
}

function unconfirmed({ members, reason }: EntryOf<'safe'>): string {
  const names = members.filter((member) => member.outcome === 'not-confirmed').map((member) => member.path);
  return `${names.join(', ')} (asked for: ${reason})`;
}
