import { FourwireError } from '@fourwire/core';
import type { EntryOf, NewEntry } from '../records/entry.ts';
import type { Journal } from '../records/journal.ts';

/**
 * Appends entries of what happens by itself, and never throws: nobody called, so nobody could handle it. What cannot be
 * recorded is noted in the record, with its number; a journal that is closed or broken takes nothing more, and says so
 * in `failure$`.
 */
export function appendWhatHappens(journal: Pick<Journal, 'append'>): (entry: NewEntry) => void {
  let lost = 0;
  const tryAppend = (entry: NewEntry): FourwireError | undefined => {
    try {
      journal.append(entry);
      return undefined;
    } catch (error) {
      return FourwireError.from(error);
    }
  };
  return (entry) => {
    if (
      lost > 0 &&
      tryAppend(gap(`${lost} entries before this line were lost, because the disk took none.`)) === undefined
    )
      lost = 0;
    const refusal = tryAppend(entry);
    if (refusal?.kind === 'busy') lost++;
    else if (refusal?.kind === 'range') {
      const where = 'path' in entry ? ` of ${entry.path}` : '';
      tryAppend(gap(`An entry ${entry.type}${where} could not be recorded: ${refusal.message}`));
    }
  };
}

function gap(text: string): Omit<EntryOf<'note'>, 'at'> {
  return { type: 'note', text, deviation: true };
}
