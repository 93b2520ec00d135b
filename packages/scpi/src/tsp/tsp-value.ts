import { excerpt, malformed } from '../codec/fault.ts';
import type { ScpiErrorEntry } from '../codec/error-entry.ts';
import { fromSentinel } from '../codec/sentinel.ts';

/** What `print` gives for one value: `nil` is undefined; a name such as `smu.ON` stays text. */
export type TspValue = number | boolean | string | undefined;

const decimal = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/;

/**
 * The values in a reply of `print`, which stand between tabs. Numbers beyond what can be measured are as `parseNumber`
 * gives them: infinite for an overload, `NaN` for nothing measured.
 */
export function parseTspReply(reply: string): readonly TspValue[] {
  return reply.split('\t').map((text) => parseTspValue(text));
}

/** One value as `print` writes it. */
function parseTspValue(text: string): TspValue {
  const value = text.trim();
  if (value === 'nil') return undefined;
  if (value === 'true' || value === 'false') return value === 'true';
  if (decimal.test(value)) return fromSentinel(Number(value));
  // Lua 5.0 writes what its C library makes of them.
  if (/^[+-]?(?:inf|infinity)$/i.test(value)) return value.startsWith('-') ? -Infinity : Infinity;
  return /^[+-]?nan(?:\(\w*\))?$/i.test(value) ? Number.NaN : value;
}

/**
 * A number that `print` gave.
 *
 * @throws FourwireError of kind `protocol` when it is none.
 */
export function tspNumber(value: TspValue, reply: string): number {
  if (typeof value === 'number') return value;
  throw malformed('tsp-value-malformed', `Expected a number, got ${excerpt(reply)}.`, reply);
}

/**
 * Whether something is on: `true`, a number that is not 0, or a name that ends in `.ON` or `.OUTPUT_ON`; older and newer
 * firmware answer the same question differently.
 *
 * @throws FourwireError of kind `protocol` when it is none of these.
 */
export function tspBoolean(value: TspValue, reply: string): boolean {
  if (typeof value === 'boolean') return value;
  if (typeof value === 'number') return value !== 0;
  const [, word] = /\.(?:OUTPUT_)?(ON|OFF)$/.exec(value ?? '') ?? [];
  if (word !== undefined) return word === 'ON';
  throw malformed('tsp-value-malformed', `Expected true or false, got ${excerpt(reply)}.`, reply);
}

/**
 * An entry of the error queue: code, text, severity and node between tabs; an empty queue has code 0 (sheet
 * smu-keithley-2600.md, "Errors and status").
 *
 * @throws FourwireError of kind `protocol` when it does not begin with a code.
 */
export function parseTspError(reply: string): ScpiErrorEntry {
  const [code, text = ''] = reply.split('\t');
  const value = parseTspValue(code ?? '');
  if (typeof value !== 'number' || !Number.isInteger(value)) {
    throw malformed(
      'tsp-error-entry-malformed',
      `Expected an error such as -285, a tab and a text, got ${excerpt(reply)}.`,
      reply,
    );
  }
  return { code: value, text: text.trim(), info: undefined };
}
