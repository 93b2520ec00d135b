import { FourwireError } from '@fourwire/core';
import { TypeCompiler } from '@sinclair/typebox/compiler';
import type { TypeCheck } from '@sinclair/typebox/compiler';
import type { TSchema } from '@sinclair/typebox';
import { journalSchemas } from './entry.ts';
import type { EntryType, JournalEntry } from './entry.ts';

const checks = new Map<EntryType, TypeCheck<TSchema>>();

function checkOf(type: EntryType): TypeCheck<TSchema> {
  let check = checks.get(type);
  if (check === undefined) {
    check = TypeCompiler.Compile<TSchema>(journalSchemas[type]);
    checks.set(type, check);
  }
  return check;
}

/**
 * An entry as a line of JSON, line feed included. Numbers that JSON has no word for become the texts `NaN`,
 * `Infinity` and `-Infinity`, big integers their digits, typed arrays plain ones.
 *
 * @throws FourwireError of kind `range` when a field is missing or has the wrong type, or a value is no plain data.
 */
export function encodeEntry(entry: JournalEntry): string {
  const problem = problemOf(entry);
  if (problem !== undefined) throw refused(entry.type, problem);
  try {
    return `${isPlain(entry) ? JSON.stringify(entry) : JSON.stringify(entry, plain)}\n`;
  } catch (cause) {
    throw refused(entry.type, 'its value is not plain data', cause);
  }
}

/**
 * The entry in a line of a journal, with or without its line feed.
 *
 * @throws FourwireError of kind `protocol` when the line is not an entry.
 */
export function decodeEntry(line: string): JournalEntry {
  let entry: unknown;
  try {
    entry = JSON.parse(line);
  } catch (cause) {
    throw unreadable('it is not JSON', cause);
  }
  const problem = problemOf(entry);
  if (problem !== undefined) throw unreadable(problem);
  return entry as JournalEntry;
}

function problemOf(entry: unknown): string | undefined {
  if (typeof entry !== 'object' || entry === null || !('type' in entry))
    return 'it is not an object with a type';
  const { type } = entry;
  if (typeof type !== 'string' || !isEntryType(type)) {
    return `type must be one of ${Object.keys(journalSchemas).join(', ')}`;
  }
  const check = checkOf(type);
  if (check.Check(entry)) return undefined;
  const first = check.Errors(entry).First();
  return first === undefined
    ? 'it does not fit its type'
    : `${first.path.slice(1)}: ${first.message.toLowerCase()}`;
}

function isEntryType(type: string): type is EntryType {
  return Object.hasOwn(journalSchemas, type);
}

/** Whether JSON has a word for everything in a value: it is then written several times as fast. */
function isPlain(value: unknown): boolean {
  if (typeof value === 'number') return Number.isFinite(value);
  if (typeof value !== 'object' || value === null) return typeof value !== 'bigint';
  if (ArrayBuffer.isView(value) || 'toJSON' in value) return false;
  return Object.values(value).every(isPlain);
}

function plain(this: Record<string, unknown>, key: string, value: unknown): unknown {
  if (typeof value === 'number') return Number.isFinite(value) ? value : String(value);
  if (typeof value === 'bigint') return String(value);
  // A Buffer has turned itself into an object by now; `this` still holds the bytes.
  const original = this[key];
  return ArrayBuffer.isView(original) && !(original instanceof DataView)
    ? Array.from(original as Uint8Array)
    : value;
}

function refused(type: string, problem: string, cause?: unknown): FourwireError {
  return new FourwireError('range', 'journal-entry-invalid', `Journal entry ${type} refused: ${problem}.`, {
    cause,
  });
}

function unreadable(problem: string, cause?: unknown): FourwireError {
  return new FourwireError('protocol', 'journal-line-invalid', `Not a journal entry: ${problem}.`, { cause });
}
