import { FourwireError } from '@fourwire/core';
import type { ErrorKind } from '@fourwire/core';
import type { EntryOf, JournalEntry } from '../records/entry.ts';

/** What became of a step in the run that is resumed. */
export type Outcome =
  | { readonly phase: 'finished'; readonly output: unknown }
  | { readonly phase: 'failed'; readonly error: FourwireError }
  | { readonly phase: 'started' };

/** The steps of an interrupted run, as its journal has them. */
export class StepRecord {
  /** The index of the last checkpoint that was reached: what comes before it is taken from the record. */
  readonly resumesAt: number;
  readonly procedure: EntryOf<'procedure'>;
  readonly #steps: ReadonlyMap<string, EntryOf<'step'>>;
  /** Keys of the steps that the procedure has come by again. */
  readonly #met = new Set<string>();

  /** @internal Use {@link readStepRecord}. */
  constructor(
    procedure: EntryOf<'procedure'>,
    steps: ReadonlyMap<string, EntryOf<'step'>>,
    resumesAt: number,
  ) {
    this.procedure = procedure;
    this.#steps = steps;
    this.resumesAt = resumesAt;
  }

  /**
   * What became of a step that is not to be done again: one before the last checkpoint, or one that must be done once.
   * What comes after the checkpoint may go another way than it did, as long as nothing of it was to be done once.
   *
   * @throws FourwireError of kind `state`, code `procedure-changed`, when another step was in its place
   */
  outcomeOf(key: string, name: string, once: boolean): Outcome | undefined {
    const entry = this.#steps.get(key);
    const isBefore = topOf(key) < this.resumesAt;
    if (isBefore || (entry?.once === true && once)) {
      if (entry === undefined) return undefined;
      if (entry.name !== name) throw changed(entry, name, key);
      this.#met.add(key);
      return outcomeOf(entry);
    }
    const displaced = entry?.once === true ? entry : once ? this.#elsewhere(key, name) : undefined;
    if (displaced !== undefined) throw changed(displaced, name, key);
    return undefined;
  }

  /** The answer that a question got before the run was interrupted, wherever that was. */
  answerTo(key: string, question: string): string | undefined {
    const entry = this.#steps.get(key);
    const isAnswered = entry?.name === question && entry.phase === 'finished';
    return isAnswered && typeof entry.output === 'string' ? entry.output : undefined;
  }

  /** A step of that name that must be done once, was begun, and now has another place in its sequence. */
  #elsewhere(key: string, name: string): EntryOf<'step'> | undefined {
    for (const entry of this.#steps.values()) {
      if (entry.once !== true || entry.name !== name || this.#met.has(entry.key)) continue;
      if (topOf(entry.key) >= this.resumesAt && laneOf(entry.key) === laneOf(key)) return entry;
    }
    return undefined;
  }
}

/** Index of the action at the top level to which a key belongs. */
function topOf(key: string): number {
  return Number(key.split('/')[0]);
}

/** The sequence to which a key belongs: `3/left` for `3/left/1`. */
function laneOf(key: string): string {
  return key.split('/').slice(0, -1).join('/');
}

function outcomeOf({ phase, output, error }: EntryOf<'step'>): Outcome {
  if (phase === 'failed' && error !== undefined) {
    return { phase, error: new FourwireError(error.kind as ErrorKind, error.code, error.message) };
  }
  return phase === 'started' ? { phase } : { phase: 'finished', output };
}

function changed(entry: EntryOf<'step'>, name: string, key: string): FourwireError {
  return new FourwireError(
    'state',
    'procedure-changed',
    `The record has "${entry.name}" as step ${entry.key}, the procedure now has "${name}" as step ${key}; resume with the version and the options that it was started with.`,
  );
}

/**
 * Reads the steps of a run from its journal.
 *
 * @throws FourwireError of kind `state`, code `nothing-to-resume`, when no procedure is in it, or it came to its end
 */
export async function readStepRecord(
  entries: AsyncIterable<JournalEntry> | Iterable<JournalEntry>,
): Promise<StepRecord> {
  let procedure: EntryOf<'procedure'> | undefined;
  let ended: EntryOf<'run-ended'> | undefined;
  let resumesAt = 0;
  const steps = new Map<string, EntryOf<'step'>>();
  for await (const entry of entries) {
    if (entry.type === 'procedure') procedure ??= entry;
    else if (entry.type === 'run-ended') ended = entry;
    else if (entry.type === 'step') {
      steps.set(entry.key, entry);
      if (entry.phase === 'reached') resumesAt = Number(entry.key);
    }
  }
  if (procedure !== undefined && ended?.outcome !== 'completed') {
    return new StepRecord(procedure, steps, resumesAt);
  }
  const why = procedure === undefined ? 'it holds no procedure' : 'its run came to its end';
  throw new FourwireError('state', 'nothing-to-resume', `The journal cannot be resumed: ${why}.`);
}
