import { FourwireError } from '@fourwire/core';
import type { Clock } from '@fourwire/core';
import type { Observable } from 'rxjs';
import type { EntryOf, JournalEntry, MeasurementLimits, NewEntry, Target } from './entry.ts';
import { encodeEntry } from './entry-line.ts';
import { fileSink } from './file-sink.ts';
import { describeTarget, judge, Ledger } from './ledger.ts';
import { LineBuffer } from './line-buffer.ts';
import { readJournal } from './read-journal.ts';
import type { JournalSink } from './sink.ts';

/** How a journal is opened. */
export interface JournalOptions {
  /** Stamps the entries and times the writing. */
  readonly clock: Clock;
  /** Goes on with the journal of a run that was interrupted, instead of refusing a file that is there. */
  readonly resume?: boolean;
}

/** What will be measured, where, and what passes. */
export interface MeasurementDeclaration {
  readonly name: string;
  /** UCUM code, for example `Ohm`. */
  readonly unit: string;
  /** Without limits every value passes. */
  readonly limits?: MeasurementLimits;
  /** Every part and condition it is to be measured at; the one empty target unless given. */
  readonly targets?: readonly Target[];
}

/** What may be said with a value. */
export interface MeasurementRemarks {
  /** A stricter verdict than the limits give, such as that of a bond that lifted at whatever force; say why as `reason`. */
  readonly verdict?: 'fail' | 'error';
  /** Hard bin of the part after this measurement. */
  readonly bin?: number;
  readonly reason?: string;
  /** Site of a multi-site card, from 0. */
  readonly site?: number;
}

/** A measurement that was declared and can be taken. Each call gives the entry it wrote. */
export interface DeclaredMeasurement {
  /** Records a value and judges it by the limits; a value that is no finite number has the verdict `error`. */
  record(value: number, target?: Target, remarks?: MeasurementRemarks): EntryOf<'measurement'>;
  /** Records that it was tried and gave no value. */
  error(reason: string, target?: Target, remarks?: MeasurementRemarks): EntryOf<'measurement'>;
  /** Records that it will not be taken, and why. */
  skip(reason: string, target?: Target): EntryOf<'measurement'>;
}

/** An append-only record of a run: see {@link openJournal}. */
export interface Journal extends AsyncDisposable {
  /**
   * Takes an entry; returns at once. Gives false when more than 1 MiB wait for the disk: then await {@link flush}
   * before the next.
   *
   * @throws FourwireError of kind `range` when the entry does not fit its type; `state` when the journal is closed or
   * a measurement was not declared; `busy` when 16 MiB wait; `link` after a failed write.
   */
  append(entry: NewEntry): boolean;
  /**
   * Tells when it cannot be written any more, because the disk is full or the file was deleted; replays that. Give the
   * journal to `runSafely`, which then ends the run.
   */
  readonly failure$: Observable<FourwireError>;
  /** Says what will be measured. Throws as {@link append}. */
  declare(declaration: MeasurementDeclaration): DeclaredMeasurement;
  /** Writes the first entry. Throws as {@link append}. */
  start(run: Omit<EntryOf<'run-started'>, 'type' | 'at' | 'journal'>): void;
  /** Writes an entry for everything declared and not measured, then the last entry. Throws as {@link append}. */
  end(run: Omit<EntryOf<'run-ended'>, 'type' | 'at'>): void;
  /**
   * Resolves when every entry so far is written and would survive a power cut. In virtual time, wrap the flush of a
   * file in `VirtualClock.outside`.
   *
   * @throws FourwireError of kind `link` when a write failed.
   */
  flush(): Promise<void>;
  /** Flushes and closes; does nothing the second time. Rejects as {@link flush}, but closes all the same. */
  close(): Promise<void>;
}

/**
 * Opens a journal: a file of JSON lines, or another sink such as `memorySink()`. Every line is in the file whole or
 * not at all, at the latest 100 ms after {@link Journal.append}; a killed process loses no more than that.
 *
 * @param target - path of the file, or the sink
 * @throws FourwireError of kind `state` when the file exists and `resume` is not set, of kind `link` when it cannot be
 * opened.
 *
 * @example
 * ```ts
 * await using journal = await openJournal('run.jsonl', { clock: systemClock });
 * journal.start({ title: 'Resistors', who: 'A. Meyer', why: 'lot 12', script: 'r.ts', versions: {} });
 * const resistance = journal.declare({ name: 'resistance', unit: 'Ohm', limits: { min: 95, max: 105 } });
 * resistance.record(await meter.resistance.read());
 * journal.end({ outcome: 'completed' });
 * ```
 */
export async function openJournal(target: string | JournalSink, options: JournalOptions): Promise<Journal> {
  const { clock, resume = false } = options;
  if (typeof target !== 'string') return new LineJournal(target, clock);
  const sink = await fileSink(target, resume);
  const journal = new LineJournal(sink, clock);
  const before = readJournal(target);
  try {
    if (resume) for await (const entry of before) journal.ledger.add(entry);
  } catch (error) {
    await sink.close();
    throw error;
  }
  if (sink.tornBytes > 0) {
    journal.append({
      type: 'note',
      text: `The journal was reopened; an unfinished last line of ${sink.tornBytes} bytes was cut off.`,
      deviation: true,
    });
  }
  const [first] = before.damage;
  if (first !== undefined) {
    journal.append({
      type: 'note',
      text: `The journal was reopened; ${before.damage.length} of its lines are no entries, the first of them line ${first.line}: they were altered or damaged.`,
      deviation: true,
    });
  }
  return journal;
}

/** A smaller step of the clock is no matter. */
const noticedStepMs = 1000;

class LineJournal implements Journal {
  readonly ledger = new Ledger();
  readonly #sink: JournalSink;
  readonly #clock: Clock;
  readonly #lines: LineBuffer;
  #closed: Promise<void> | undefined;
  /** The time of day at the beginning of the monotonic time. */
  #offset: number;

  constructor(sink: JournalSink, clock: Clock) {
    this.#sink = sink;
    this.#clock = clock;
    this.#lines = new LineBuffer(sink, clock);
    this.#offset = clock.now() - clock.monotonic();
  }

  get failure$(): Observable<FourwireError> {
    return this.#lines.failure$;
  }

  append(entry: NewEntry): boolean {
    if (this.#closed !== undefined) {
      throw new FourwireError(
        'state',
        'journal-closed',
        `The journal is closed; it takes no ${entry.type} any more.`,
      );
    }
    const at = entry.at ?? this.#clock.now();
    // Every line begins with what it is and when it was.
    const stamped = Object.assign({ type: entry.type, at }, entry, { at }) as JournalEntry;
    const line = encodeEntry(stamped);
    if (stamped.type === 'measurement') this.#requireDeclared(stamped);
    this.#noteNewTime();
    const hasRoom = this.#lines.append(line);
    // Not before: what was refused is not in the record.
    this.ledger.add(stamped);
    return hasRoom;
  }

  /** Says in the record when the clock of the computer was set: times before and after it do not fit together. */
  #noteNewTime(): void {
    const offset = this.#clock.now() - this.#clock.monotonic();
    const step = offset - this.#offset;
    if (Math.abs(step) < noticedStepMs) return;
    this.#offset = offset;
    const text = `The clock of the computer went ${step < 0 ? 'back' : 'on'} by ${Math.abs(step / 1000).toFixed(1)} s beside the time that passed: it was set, or the computer slept. Times before this line are by the old one.`;
    this.#lines.append(encodeEntry({ type: 'note', at: this.#clock.now(), text, deviation: true }));
  }

  declare(declaration: MeasurementDeclaration): DeclaredMeasurement {
    const { name, unit, limits, targets = [{}] } = declaration;
    if (limits?.min !== undefined && limits.max !== undefined && limits.min > limits.max) {
      throw new FourwireError(
        'range',
        'limits-invalid',
        `limits: ${name} must have a min not above its max, in ${unit}; got ${limits.min} to ${limits.max}.`,
      );
    }
    // A run that is resumed declares again what its record has already.
    const isKnown = targets.every((target) => {
      const known = this.ledger.find(name, target);
      return known?.unit === unit && known.limits?.min === limits?.min && known.limits?.max === limits?.max;
    });
    if (!isKnown)
      this.append({ type: 'declaration', name, unit, ...(limits && { limits }), targets: [...targets] });
    const take = (
      outcome: Pick<EntryOf<'measurement'>, 'value' | 'verdict' | 'reason' | 'bin' | 'site'>,
      target: Target = {},
    ): EntryOf<'measurement'> => {
      const item = this.ledger.find(name, target);
      const range = item?.limits ?? limits;
      const entry: EntryOf<'measurement'> = {
        type: 'measurement',
        at: this.#clock.now(),
        name,
        unit,
        ...(range && { limits: range }),
        target,
        ...outcome,
        ...(item !== undefined && item.taken > 0 && { retest: item.taken }),
      };
      this.append(entry);
      return entry;
    };
    return {
      record: (value, target, remarks) => {
        const verdict = judge(value, this.ledger.find(name, target ?? {})?.limits ?? limits);
        return verdict === 'error'
          ? take({ value: null, verdict, reason: `not a finite number: ${value}`, ...remarks }, target)
          : take({ value, verdict, ...remarks }, target);
      },
      error: (reason, target, remarks) => take({ value: null, verdict: 'error', ...remarks, reason }, target),
      skip: (reason, target) => take({ value: null, verdict: 'not-measured', reason }, target),
    };
  }

  start(run: Omit<EntryOf<'run-started'>, 'type' | 'at' | 'journal'>): void {
    this.append({ type: 'run-started', journal: 1, ...run });
  }

  end(run: Omit<EntryOf<'run-ended'>, 'type' | 'at'>): void {
    for (const { name, unit, limits, target } of this.ledger.open()) {
      this.append({
        type: 'measurement',
        name,
        unit,
        ...(limits && { limits }),
        value: null,
        verdict: 'not-measured',
        reason: `the run ${run.outcome === 'completed' ? 'ended' : run.outcome} without it`,
        target,
      });
    }
    this.append({ type: 'run-ended', ...run });
  }

  flush(): Promise<void> {
    return this.#lines.flush();
  }

  close(): Promise<void> {
    this.#closed ??= this.#shut();
    return this.#closed;
  }

  async #shut(): Promise<void> {
    try {
      await this.#lines.flush();
    } finally {
      await this.#sink.close();
    }
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  #requireDeclared({ name, target }: EntryOf<'measurement'>): void {
    if (this.ledger.find(name, target) !== undefined) return;
    const where = describeTarget(target);
    throw new FourwireError(
      'state',
      'measurement-not-declared',
      `Measurement ${name}${where === '' ? '' : ` of ${where}`} was not declared; declare it with this target before it is taken.`,
    );
  }
}
