import { excerpt, malformed } from './fault.ts';
import { splitResponse } from './split.ts';
import { parseString, stringEnd } from './string-data.ts';

/** One entry of an instrument's error queue. */
export interface ScpiErrorEntry {
  /** 0 for an empty queue, negative for errors of the standard, positive for the instrument's own. */
  readonly code: number;
  /** The text of the error, for example `Undefined header`; empty when the instrument gave none. */
  readonly text: string;
  /** What the instrument adds after the first semicolon of the text, for example the header that it did not know. */
  readonly info: string | undefined;
}

/** What sort of error a code stands for, which also says the bit of the event status register that it sets. */
export type ScpiErrorClass =
  | 'none'
  | 'command'
  | 'execution'
  | 'device'
  | 'query'
  | 'power-on'
  | 'user-request'
  | 'request-control'
  | 'operation-complete';

/**
 * The answer to `SYST:ERR?`: `-113,"Undefined header;FOO:BAR"` gives code -113, text `Undefined header`, info `FOO:BAR`.
 * Text without quotes or cut off before its closing quote is taken as it is, also after blanks instead of a comma (Siglent:
 * `0  No Error`); a code alone has an empty text.
 *
 * Source: sheet scpi.md, 5.
 *
 * @throws FourwireError of kind `protocol` when it does not begin with a code.
 */
export function parseErrorEntry(reply: string): ScpiErrorEntry {
  const [, code, text = ''] =
    /^\s*([+-]?\d{1,9})(?:(?:\s*,|\s+(?=[A-Za-z]))(.*))?$/s.exec(reply.trim()) ?? [];
  if (code === undefined) {
    throw malformed(
      'scpi-error-entry-malformed',
      `Expected an error such as -113,"Undefined header", got ${excerpt(reply)}.`,
      reply,
    );
  }
  const [title = '', ...info] = unquoted(text.trim()).split(';');
  return {
    // Adding 0 turns -0 into 0.
    code: Number(code) + 0,
    text: title.trim(),
    info: info.length === 0 ? undefined : info.join(';').trim(),
  };
}

/**
 * The entries in the answer to `SYST:ERR:ALL?`: pairs of code and text, the entry `0,"No error"` left out.
 *
 * @throws FourwireError of kind `protocol` when a pair does not begin with a code.
 */
export function parseErrorEntries(reply: string): ScpiErrorEntry[] {
  const elements = splitResponse(reply).flat();
  const entries: ScpiErrorEntry[] = [];
  for (let index = 0; index < elements.length; index += 2) {
    entries.push(parseErrorEntry(elements.slice(index, index + 2).join(',')));
  }
  return entries.filter((entry) => entry.code !== 0);
}

/** The class of an error code (sheet scpi.md, 5); codes that the standard leaves open are `device`. */
export function scpiErrorClass(code: number): ScpiErrorClass {
  if (code === 0) return 'none';
  return code > 0 ? 'device' : (classes[Math.ceil(code / 100)] ?? 'device');
}

const classes: Readonly<Record<number, ScpiErrorClass>> = {
  [-1]: 'command',
  [-2]: 'execution',
  [-3]: 'device',
  [-4]: 'query',
  [-5]: 'power-on',
  [-6]: 'user-request',
  [-7]: 'request-control',
  [-8]: 'operation-complete',
};

function unquoted(text: string): string {
  const mark = text.charAt(0);
  if (mark !== '"' && mark !== "'") return text;
  const end = stringEnd(text, 0);
  return end < 0
    ? text.slice(1).replaceAll(mark + mark, mark)
    : parseString(text.slice(0, end)) + text.slice(end);
}
