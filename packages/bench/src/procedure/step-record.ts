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
   *
   * @throws FourwireError of kind `state`, code `procedure-changed`, when another step was in its place
   */
  outcomeOf(key: string, name: string, once: boolean): Outcome | undefined {
    const entry = this.#steps.get(key);
    if (entry === undefined) return undefined;
    if (entry.name !== name) {
      throw new FourwireError(
        'state',
        'procedure-changed',
        `The record has "${entry.name}" as step ${key}, the procedure now has "${name}"; resume with the version and the options that it was started with.`,
      );
    }
    if (!once && Number(key.split('/')[0]) >= this.resumesAt) return undefined;
    const { phase, output, error } = entry;
    if (phase === 'failed' && error !== undefined) {
      return { phase, error: new FourwireError(error.kind as ErrorKind, error.code, error.message) };
    }
    return phase === 'started' ? { phase } : { phase: 'finished', output };
  }
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
