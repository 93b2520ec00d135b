import { excerpt, refused } from '../codec/fault.ts';
import { formatNumber } from '../codec/number-format.ts';
import type { Message } from '../session/message-session.ts';

/** What the template `tsp` takes; a list becomes a Lua table. */
export type TspInput = number | boolean | string | TspText | readonly TspInput[];

/** A piece of Lua for an instrument with a test script processor, known to be well-formed. Made by `tsp` and `tspName`. */
export class TspText implements Message {
  readonly text: string;
  readonly #checked = true;

  /** @internal */
  constructor(text: string) {
    this.text = text;
  }

  toBytes(terminator = ''): Uint8Array {
    return Buffer.from(this.text + terminator, 'latin1');
  }

  /** The same as {@link TspText.text}. */
  toString(): string {
    return this.text;
  }

  /** Whether `value` was made here; an object that only looks like one is none. */
  static is(value: unknown): value is TspText {
    return typeof value === 'object' && value !== null && #checked in value && value.#checked;
  }
}

const checked = new WeakSet<TemplateStringsArray>();

/**
 * Lua for an instrument, in one line, whose values cannot become code:
 *
 * ```ts
 * const smua = tspName('smua');
 * tsp`${smua}.source.levelv = ${-0.5} ${smua}.source.output = ${smua}.OUTPUT_ON`;
 * tsp`display.settext(${'say "hi"'})`;                 // display.settext("say \"hi\"")
 * tsp`${smua}.trigger.source.listv(${[0, 0.1, 1e-7]})`; // smua.trigger.source.listv({0,0.1,1e-7})
 * ```
 *
 * Numbers keep every digit; booleans become `true` and `false`; strings are quoted; lists become tables.
 *
 * @throws FourwireError of kind `range` for NaN, infinities, strings with anything but printable ASCII, values of other
 * types and values where they may not stand; nothing was sent.
 */
export function tsp(strings: TemplateStringsArray, ...values: readonly TspInput[]): TspText {
  if (!checked.has(strings)) {
    checkPieces(strings);
    checked.add(strings);
  }
  let text = strings[0] ?? '';
  for (const [index, value] of values.entries()) {
    const next = strings[index + 1] ?? '';
    // A name may touch what makes a longer name of it (`${smua}.source`), a value may not.
    if (!TspText.is(value) && (/[\w."'-]$/.test(text) || /^[\w."']/.test(next))) {
      throw refused(
        'tsp-value-refused',
        `A value must not touch a name, a number or a minus sign, got ${describe(value)} after ${excerpt(text.slice(-20))}.`,
      );
    }
    text += valueText(value) + next;
  }
  return new TspText(text);
}

/**
 * A name for a command that is only known at run time: `tspName('smub')`, `tspName('smua.nvbuffer1')`.
 *
 * @throws FourwireError of kind `range` when it is not made of words and dots.
 */
export function tspName(name: string): TspText {
  if (/^[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*$/.test(name)) return new TspText(name);
  throw refused(
    'tsp-value-refused',
    `A name is a letter followed by letters, digits and _, with dots between its parts, got ${excerpt(name)}.`,
  );
}

/** Several lines that run as one script, so that a mistake in one gives one error and not one in each. */
export function tspScript(lines: readonly TspText[]): TspText {
  return new TspText(['loadandrunscript', ...lines.map((line) => line.text), 'endscript'].join('\n'));
}

function valueText(value: TspInput): string {
  if (TspText.is(value)) return value.text;
  if (typeof value === 'number') return formatNumber(value);
  if (typeof value === 'boolean') return String(value);
  if (typeof value === 'string') return quoted(value);
  if (Array.isArray(value)) return `{${value.map((item: TspInput) => valueText(item)).join(',')}}`;
  throw refused(
    'tsp-value-refused',
    `A value in a TSP command must be a number, boolean, string, name or a list of these, got ${describe(value)}.`,
  );
}

function quoted(text: string): string {
  if (!/^[\x20-\x7e]*$/.test(text)) {
    throw refused(
      'tsp-value-refused',
      `A string in a TSP command may hold printable ASCII characters only, got ${excerpt(text)}.`,
    );
  }
  return `"${text.replaceAll(/["\\]/g, String.raw`\$&`)}"`;
}

/** The text comes from the script; what would swallow a value that follows is refused all the same. */
function checkPieces(pieces: readonly string[]): void {
  let mark = '';
  for (const piece of pieces) {
    if (mark !== '') throw malformedText(piece, 'must not put a value inside quotes; strings get their own');
    if (!/^[\t\x20-\x7e]*$/.test(piece)) {
      throw malformedText(piece, 'may hold printable ASCII characters only, and no line ends');
    }
    for (let index = 0; index < piece.length; index++) {
      const character = piece.charAt(index);
      if (mark === '') {
        const pair = piece.slice(index, index + 2);
        if (pair === '--' || pair === '[[' || pair === '[=') {
          throw malformedText(piece, 'must hold neither comments nor long brackets');
        }
        if (character === '"' || character === "'") mark = character;
      } else if (character === '\\') index++;
      else if (character === mark) mark = '';
    }
  }
  if (mark !== '') throw malformedText(pieces.at(-1) ?? '', 'must close its quotes');
}

function malformedText(piece: string, rule: string): Error {
  return refused('tsp-command-malformed', `The text of a TSP command ${rule}; see ${excerpt(piece)}.`);
}

function describe(value: unknown): string {
  if (typeof value === 'string') return excerpt(value);
  if (Array.isArray(value)) return 'a list';
  return typeof value === 'object' && value !== null ? 'an object' : String(value);
}
