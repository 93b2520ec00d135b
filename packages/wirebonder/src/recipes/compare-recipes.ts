import type { BondProgram } from './bond-program.ts';
import { readBondProgram } from './bond-program-body.ts';

/** How two recipes differ. */
export interface RecipeComparison {
  readonly same: boolean;
  /** What differs, one difference a line: first what the machine has, then what is at hand. */
  readonly differences: readonly string[];
}

/** A difference between two values, or `undefined` on the side that has none. */
export interface ProgramDifference {
  /** `parameters[bond1].force` */
  readonly path: string;
  readonly there: unknown;
  readonly here: unknown;
}

/** More differences than this help nobody. */
const mostDifferences = 200;

/**
 * Compares the recipe of a machine with one at hand: field by field where both are bond programs, line by line where
 * both are text, byte by byte otherwise.
 */
export function compareRecipes(there: Uint8Array, here: Uint8Array): RecipeComparison {
  if (Buffer.compare(there, here) === 0) return { same: true, differences: [] };
  const programs = [programOf(there), programOf(here)] as const;
  if (programs[0] !== undefined && programs[1] !== undefined) {
    const differences = compareBondPrograms(programs[0], programs[1]);
    return {
      same: differences.length === 0,
      differences: limited(
        differences.map(({ path, there: old, here: now }) => `${path}: ${shown(old)} -> ${shown(now)}`),
      ),
    };
  }
  const texts = [textOf(there), textOf(here)] as const;
  const differences =
    texts[0] !== undefined && texts[1] !== undefined
      ? compareLines(texts[0].split(/\r?\n/), texts[1].split(/\r?\n/))
      : compareBytes(there, here);
  return { same: false, differences: limited(differences) };
}

/** Compares two bond programs field by field; entries of lists go by their name or number, not by their place. */
export function compareBondPrograms(there: BondProgram, here: BondProgram): readonly ProgramDifference[] {
  return compareValues('', there, here);
}

function compareValues(path: string, there: unknown, here: unknown): ProgramDifference[] {
  const [before, after] = [fieldsOf(there), fieldsOf(here)];
  if (before === undefined || after === undefined)
    return Object.is(there, here) ? [] : [{ path, there, here }];
  const keys = [...new Set([...before.keys(), ...after.keys()])];
  return keys.flatMap((key) => {
    const inner = Array.isArray(there) ? `${path}[${key}]` : path === '' ? key : `${path}.${key}`;
    return compareValues(inner, before.get(key), after.get(key));
  });
}

/** What a list or record holds, by name; undefined for a plain value. */
function fieldsOf(value: unknown): ReadonlyMap<string, unknown> | undefined {
  if (Array.isArray(value)) {
    return new Map(value.map((entry: unknown, index) => [keyOf(entry) ?? String(index), entry]));
  }
  if (typeof value !== 'object' || value === null) return undefined;
  return new Map(Object.entries(value));
}

function keyOf(entry: unknown): string | undefined {
  const fields = fieldsOf(entry);
  const key = fields?.get('name') ?? fields?.get('number');
  return typeof key === 'string' || typeof key === 'number' ? String(key) : undefined;
}

/** Lines that only one side has, with the common beginning and end left out. */
function compareLines(there: readonly string[], here: readonly string[]): string[] {
  let start = 0;
  while (start < there.length && start < here.length && there[start] === here[start]) start++;
  let end = 0;
  while (
    end < there.length - start &&
    end < here.length - start &&
    there[there.length - 1 - end] === here[here.length - 1 - end]
  )
    end++;
  return [
    `@@ line ${start + 1} @@`,
    ...there.slice(start, there.length - end).map((line) => `-${line}`),
    ...here.slice(start, here.length - end).map((line) => `+${line}`),
  ];
}

/** Stretches of bytes that differ. */
function compareBytes(there: Uint8Array, here: Uint8Array): string[] {
  const differences: string[] = [];
  const shared = Math.min(there.length, here.length);
  for (let at = 0; at < shared && differences.length <= mostDifferences; at++) {
    if (there[at] === here[at]) continue;
    const from = at;
    while (at < shared && there[at] !== here[at]) at++;
    const [old, now] = [there, here].map((bytes) => hex(bytes.subarray(from, Math.min(at, from + 16))));
    differences.push(`bytes ${from} to ${at - 1}: ${old} -> ${now}`);
  }
  if (there.length !== here.length) differences.push(`length: ${there.length} -> ${here.length} bytes`);
  return differences;
}

function hex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join(' ');
}

function shown(value: unknown): string {
  return value === undefined ? 'none' : JSON.stringify(value);
}

function limited(differences: readonly string[]): readonly string[] {
  if (differences.length <= mostDifferences) return differences;
  return [
    ...differences.slice(0, mostDifferences),
    `and ${differences.length - mostDifferences} differences more`,
  ];
}

function programOf(body: Uint8Array): BondProgram | undefined {
  try {
    return readBondProgram(body);
  } catch {
    return undefined;
  }
}

/** The text in a body, where it is one. */
function textOf(body: Uint8Array): string | undefined {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(body);
    // oxlint-disable-next-line no-control-regex -- a text has none of these
    return /[\u0000-\u0008\u000e-\u001f]/.test(text) ? undefined : text;
  } catch {
    return undefined;
  }
}
