import { scpi } from '../codec/command.ts';
import type { ScpiErrorEntry } from '../codec/error-entry.ts';
import { parseInteger } from '../codec/number.ts';
import type { ErrorQueue } from '../session/message-session.ts';

/** Bits of `*ESR?`, which reading clears, with what they say and the codes of SCPI for it (sheet scpi.md, 5). */
const bits: readonly (readonly [number, number, string])[] = [
  [5, -113, 'Illegal command'],
  [4, -222, 'Parameter out of range, or not to be executed now'],
  [2, -410, 'Replies that nobody read were lost'],
  [0, -363, 'More commands than the amplifier can keep'],
];

/** The amplifier has no error queue; its standard event register says that there was an error, and of which kind. */
export const eventRegister: ErrorQueue = {
  query: scpi`*ESR?`,
  parse: (reply): ScpiErrorEntry => {
    const register = parseInteger(reply);
    const [, code, text] = bits.find(([bit]) => (register & (1 << bit)) !== 0) ?? [0, 0, 'No error'];
    return { code, text, info: undefined };
  },
};
