import { scpi } from '../codec/command.ts';
import type { ScpiErrorEntry } from '../codec/error-entry.ts';
import { malformed } from '../codec/fault.ts';
import { splitResponse } from '../codec/split.ts';
import { parseString } from '../codec/string-data.ts';
import type { ErrorQueue } from '../session/message-session.ts';

/**
 * The event queue. Only what the last `*ESR?` took out of it is told, and all of that must be read at once; so the two go
 * together, and the events come as pairs of number and text.
 *
 * Source: sheet scope-tektronix.md, "Identity and conversation rules".
 */
export const eventQueue: ErrorQueue = { query: scpi`*ESR?;:ALLEV?`, parse: parseEvents };

/** The first error among the events that came, the others in its info; code 0 when there is none. */
export function parseEvents(reply: string): ScpiErrorEntry {
  const [, events] = splitResponse(reply);
  // With headers on, `:ALLEV ` stands before the first number.
  const elements = events?.map((element, index) =>
    index === 0 ? element.replace(/^:?[A-Z]+ /i, '') : element,
  );
  if (elements === undefined || elements.length % 2 !== 0 || elements.length === 0) {
    throw malformed('scpi-error-entry-malformed', 'Expected a register and the events behind it.', reply);
  }
  const errors: { readonly code: number; readonly text: string }[] = [];
  for (let index = 0; index < elements.length; index += 2) {
    const code = Number(elements[index]);
    if (!Number.isInteger(code)) {
      throw malformed('scpi-error-entry-malformed', 'Expected the number of an event.', reply);
    }
    if (isError(code)) errors.push({ code, text: parseString(elements[index + 1] ?? '') });
  }
  const [first, ...others] = errors;
  if (first === undefined) return { code: 0, text: 'No error', info: undefined };
  const info = others.map((other) => `${other.code}: ${other.text}`);
  return { code: first.code, text: first.text, info: info.length === 0 ? undefined : info.join('; ') };
}

/** Numbers are those of SCPI without their sign, and from 2000 on the scope's own; the rest are notes and warnings. */
function isError(code: number): boolean {
  return (code >= 100 && code < 400) || (code >= 410 && code <= 440) || code >= 2000;
}
