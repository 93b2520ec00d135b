import type { WritableImplementation } from '@fourwire/core';
import { scpi } from '../codec/command.ts';
import type { ScpiFragment } from '../codec/fragment.ts';
import { malformed } from '../codec/fault.ts';
import { parseInteger } from '../codec/number.ts';
import { setting } from '../session/settings.ts';
import type { Asker } from '../session/settings.ts';

/** A setting that the amplifier keeps as a number of a list: `FMOD 0` is the first of `names`. */
export function indexed<T extends string>(
  session: Asker,
  mnemonic: ScpiFragment,
  names: readonly T[],
): WritableImplementation<T> {
  return setting(
    session,
    scpi`${mnemonic}?`,
    (value) => scpi`${mnemonic} ${names.indexOf(value)}`,
    (reply) => {
      const name = names[parseInteger(reply)];
      if (name !== undefined) return name;
      throw malformed('scpi-reply-malformed', `Expected a number of 0 to ${names.length - 1}.`, reply);
    },
  );
}

/** A value of a table that the amplifier keeps by its number. */
export function tableEntry(table: readonly number[], reply: string): number {
  const value = table[parseInteger(reply)];
  if (value !== undefined) return value;
  throw malformed('scpi-reply-malformed', `Expected a number of 0 to ${table.length - 1}.`, reply);
}
