import type { Call, Limits } from '@fourwire/core';
import { scpi } from '../codec/command.ts';
import { keyword } from '../codec/fragment.ts';
import { parseNumber } from '../codec/number.ts';
import { splitResponse } from '../codec/split.ts';
import type { ScpiSession } from '../session/scpi-session.ts';

/**
 * The limits of a setting as the instrument gives them for `MIN` and `MAX` (sheet scpi.md, 1.3); asked once. Where it does
 * not, none are known, and the instrument itself refuses what is beyond them.
 */
export function limitsAsked(
  session: ScpiSession,
  path: string,
): { readonly limits: (call: Call) => Promise<Limits> } {
  const node = keyword(path);
  let known: Limits | undefined;
  const ask = async (end: 'MIN' | 'MAX', call: Call): Promise<number | undefined> => {
    // The error is asked for in the same message: a query that is refused alone would stay unanswered.
    const reply = await session.query(scpi`${node}? ${keyword(end)};:SYST:ERR?`, call);
    const [first, second] = splitResponse(reply);
    const value = second === undefined ? NaN : parseNumber(first?.[0] ?? 'NAN');
    return Number.isFinite(value) ? value : undefined;
  };
  return {
    limits: async (call) => {
      if (known === undefined) {
        const [min, max] = [await ask('MIN', call), await ask('MAX', call)];
        known = { ...(min === undefined ? {} : { min }), ...(max === undefined ? {} : { max }) };
      }
      return known;
    },
  };
}
