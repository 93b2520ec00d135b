import type { Gap } from './command-text.ts';
import { readCommandText } from './command-text.ts';
import { excerpt, refused } from './fault.ts';
import { ScpiFragment } from './fragment.ts';
import { formatNumber } from './number-format.ts';
import { quote } from './string-data.ts';

/**
 * What the template `scpi` takes: numbers, booleans (`ON`, `OFF`), strings (sent in quotes), fragments, and lists of
 * these (sent with commas).
 */
export type ScpiValue = number | bigint | boolean | string | ScpiFragment | readonly ScpiValue[];

/** A program message that is known to be well-formed, without its terminator. Made by `scpi`, `rawCommand`, `joinCommands`. */
export class ScpiCommand {
  /** How many queries it holds. */
  readonly queries: number;
  readonly #parts: readonly (string | Uint8Array)[];

  /** @internal */
  constructor(parts: readonly (string | Uint8Array)[], queries: number) {
    this.#parts = parts;
    this.queries = queries;
  }

  /** The message for people and journals; of a block only the header and the length are shown: `#44096<4096 bytes>`. */
  get text(): string {
    return this.#parts.map((part) => (typeof part === 'string' ? part : `<${part.length} bytes>`)).join('');
  }

  /** The message as bytes, with a terminator such as `\n` when one is given. */
  toBytes(terminator = ''): Uint8Array {
    const [only] = this.#parts;
    if (this.#parts.length === 1 && typeof only === 'string') return Buffer.from(only + terminator, 'latin1');
    const parts = [...this.#parts, terminator];
    const bytes = Buffer.allocUnsafe(parts.reduce((sum, part) => sum + part.length, 0));
    let at = 0;
    for (const part of parts) {
      if (typeof part === 'string') bytes.write(part, at, 'latin1');
      else bytes.set(part, at);
      at += part.length;
    }
    return bytes;
  }

  /** The same as {@link ScpiCommand.text}. */
  toString(): string {
    return this.text;
  }

  /** The commands as one message, each from the root of the tree. */
  static join(commands: readonly ScpiCommand[]): ScpiCommand {
    const parts = commands.flatMap((command, index) => {
      const [first] = command.#parts;
      const rooted = index === 0 || (typeof first === 'string' && /^\s*[:*]/.test(first));
      return index === 0 ? command.#parts : [rooted ? ';' : ';:', ...command.#parts];
    });
    return new ScpiCommand(
      merge(parts),
      commands.reduce((sum, command) => sum + command.queries, 0),
    );
  }
}

const known = new WeakMap<TemplateStringsArray, ReturnType<typeof readCommandText>>();

/**
 * A command whose values cannot become commands themselves:
 *
 * ```ts
 * scpi`SOUR${2}:VOLT ${0.000001}`;                    // SOUR2:VOLT 0.000001
 * scpi`DISP:TEXT ${'say "hi"'}`;                      // DISP:TEXT "say ""hi"""
 * scpi`FUNC ${keyword('RES')};:ROUT:CLOS ${channels([1, { from: 3, to: 5 }])}`;
 * ```
 *
 * Numbers keep every digit; booleans become `ON` and `OFF`; strings are quoted; lists are joined with commas. In a header,
 * and where it touches a mnemonic (`CH${2}`), a value is a whole number of 0 or more or a keyword.
 *
 * @throws FourwireError of kind `range` for NaN, infinities, strings with anything but printable ASCII, values of other
 * types and values where they may not stand; nothing was sent.
 */
export function scpi(strings: TemplateStringsArray, ...values: readonly ScpiValue[]): ScpiCommand {
  let text = known.get(strings);
  if (text === undefined) {
    text = readCommandText(strings);
    known.set(strings, text);
  }
  const parts: (string | Uint8Array)[] = [strings[0] ?? ''];
  for (const [index, value] of values.entries()) {
    append(parts, value, text.gaps[index] ?? 'name');
    parts.push(strings[index + 1] ?? '');
  }
  return new ScpiCommand(merge(parts), text.queries);
}

/**
 * A command from text as it is, for what a person types. Never build the text from data: use `scpi` for that.
 *
 * @throws FourwireError of kind `range` when it holds control characters, characters beyond ASCII or open quotes.
 */
export function rawCommand(text: string): ScpiCommand {
  return new ScpiCommand([text], readCommandText([text]).queries);
}

/**
 * Several commands as one message, which costs one round trip: `a?;:b?;*OPC?`. Each begins at the root of the tree, so that
 * instruments which search from the root and those which lose the path after a common command understand it. An `*IDN?`
 * must come last (sheet scpi.md, 1.2).
 *
 * @throws FourwireError of kind `range` when the list is empty.
 */
export function joinCommands(commands: readonly ScpiCommand[]): ScpiCommand {
  if (commands.length === 0) {
    throw refused('scpi-command-malformed', 'A message needs at least one command, got an empty list.');
  }
  return ScpiCommand.join(commands);
}

function append(parts: (string | Uint8Array)[], value: ScpiValue, gap: Gap): void {
  if (gap === 'name') {
    parts.push(nameText(value));
  } else if (ScpiFragment.is(value)) {
    parts.push(value.text);
    if (value.payload !== undefined) parts.push(value.payload);
  } else if (Array.isArray(value) && value.length > 0) {
    for (const [index, item] of (value as readonly ScpiValue[]).entries()) {
      if (index > 0) parts.push(',');
      append(parts, item, gap);
    }
  } else {
    parts.push(dataText(value));
  }
}

function nameText(value: ScpiValue): string {
  const number = typeof value === 'number' || typeof value === 'bigint';
  if (number && value >= 0 && (typeof value === 'bigint' || Number.isSafeInteger(value))) {
    return String(value);
  }
  if (ScpiFragment.is(value) && value.kind === 'keyword') return value.text;
  throw refused(
    'scpi-value-refused',
    `In a header and where it touches a mnemonic, a value must be a whole number of 0 or more or a keyword, got ${describe(value)}; put a blank before a parameter.`,
  );
}

function dataText(value: ScpiValue): string {
  if (typeof value === 'number') return formatNumber(value);
  if (typeof value === 'bigint') return String(value);
  if (typeof value === 'boolean') return value ? 'ON' : 'OFF';
  if (typeof value === 'string') return quote(value);
  throw refused(
    'scpi-value-refused',
    `A value in a command must be a number, boolean, string, keyword, channel list, block or a list of these, got ${describe(value)}.`,
  );
}

function describe(value: unknown): string {
  if (ScpiFragment.is(value)) return excerpt(value.text);
  if (typeof value === 'string') return excerpt(value);
  if (Array.isArray(value)) return value.length === 0 ? 'an empty list' : 'a list';
  return typeof value === 'object' && value !== null ? 'an object' : String(value);
}

/** Neighbouring texts as one. */
function merge(parts: readonly (string | Uint8Array)[]): (string | Uint8Array)[] {
  const merged: (string | Uint8Array)[] = [];
  let text = '';
  for (const part of parts) {
    if (typeof part === 'string') {
      text += part;
    } else {
      merged.push(text, part);
      text = '';
    }
  }
  merged.push(text);
  return merged;
}
