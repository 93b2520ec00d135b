import { createReadStream } from 'node:fs';
import { FourwireError, fileTrouble } from '@fourwire/core';
import type { JournalEntry } from './entry.ts';
import { decodeEntry } from './entry-line.ts';

/** A line that is no entry. */
export interface JournalDamage {
  /** Line number, from 1. */
  readonly line: number;
  /** `torn`: the last line has no end, because its writer was killed. `invalid`: the line was altered. */
  readonly reason: 'torn' | 'invalid';
  /** What is wrong with it. */
  readonly message: string;
}

/** The entries of a journal. */
export interface JournalReader extends AsyncIterable<JournalEntry> {
  /** The lines left out so far; complete when the iteration has ended. */
  readonly damage: readonly JournalDamage[];
}

/**
 * Reads a journal from its file, in one pass with flat memory. Lines that are not whole, or not entries, are left out
 * and listed in `damage`, so that the rest of a record stays readable.
 *
 * @throws FourwireError of kind `link` when the file cannot be read.
 *
 * @example
 * ```ts
 * const journal = readJournal('run.jsonl');
 * for await (const entry of journal) if (entry.type === 'alarm') alarms.push(entry.text);
 * ```
 */
export function readJournal(path: string): JournalReader {
  return parseJournal(readText(path));
}

/** Reads a journal from text: the text of a `memorySink()`, or chunks cut anywhere. */
export function parseJournal(text: string | AsyncIterable<string>): JournalReader {
  let damage: JournalDamage[] = [];
  return {
    get damage() {
      return damage;
    },
    async *[Symbol.asyncIterator]() {
      damage = [];
      let number = 0;
      let rest = '';
      for await (const chunk of typeof text === 'string' ? [text] : text) {
        const end = chunk.lastIndexOf('\n');
        if (end < 0) {
          rest += chunk;
          continue;
        }
        const lines = (rest + chunk.slice(0, end)).split('\n');
        rest = chunk.slice(end + 1);
        for (const line of lines) {
          number++;
          const entry = tryDecode(line, number, damage);
          if (entry !== undefined) yield entry;
        }
      }
      if (rest !== '')
        damage.push({ line: number + 1, reason: 'torn', message: 'The last line has no end.' });
    },
  };
}

function tryDecode(line: string, number: number, damage: JournalDamage[]): JournalEntry | undefined {
  try {
    return decodeEntry(line);
  } catch (error) {
    damage.push({ line: number, reason: 'invalid', message: FourwireError.from(error).message });
    return undefined;
  }
}

async function* readText(path: string): AsyncGenerator<string> {
  try {
    for await (const chunk of createReadStream(path, { encoding: 'utf8', highWaterMark: 256 * 1024 })) {
      yield chunk as string;
    }
  } catch (cause) {
    throw new FourwireError(
      'link',
      'journal-not-read',
      `The journal ${path} cannot be read: ${fileTrouble(cause)}.`,
      {
        retry: 'operator',
        cause,
      },
    );
  }
}
