import { readJournal } from '@fourwire/bench';
import { FourwireError } from '@fourwire/core';
import type { Io } from '../io.ts';

/**
 * Sees that a file is a journal before something is made of it, and says on `io.err` which lines of it are damaged.
 *
 * @throws FourwireError of kind `range`, code `journal-empty`, when no line of it is an entry of a run; `link` when it
 * cannot be read
 */
export async function checkJournal(io: Io, path: string): Promise<void> {
  const journal = readJournal(path);
  let entries = 0;
  for await (const _ of journal) entries++;
  const { damage } = journal;
  if (entries === 0) {
    const why = damage.length === 0 ? 'it is empty' : 'no line of it is an entry';
    throw new FourwireError(
      'range',
      'journal-empty',
      `${path} is no journal of a run: ${why}. Give the .jsonl file that fourwire run or procedure run wrote.`,
    );
  }
  const [first] = damage;
  if (first === undefined) return;
  const which =
    damage.length === 1 ? `line ${first.line}` : `${damage.length} lines from line ${first.line} on`;
  io.err(`fourwire: ${path}: ${which} cannot be read and ${damage.length === 1 ? 'is' : 'are'} left out.\n`);
}
