import type { Call, WritableImplementation } from '@fourwire/core';
import { parseBoolean } from '../codec/boolean.ts';
import type { ScpiCommand } from '../codec/command.ts';
import type { ScpiFragment } from '../codec/fragment.ts';
import { keyword } from '../codec/fragment.ts';
import { excerpt, malformed, refused } from '../codec/fault.ts';
import { matches } from '../codec/mnemonic.ts';
import { parseInteger, parseNumber } from '../codec/number.ts';
import { parseString } from '../codec/string-data.ts';

/** What a setting needs of a session. */
export interface Asker {
  query(command: ScpiCommand, call?: Call): Promise<string>;
  send(command: ScpiCommand, call?: Call): Promise<void>;
}

/** A setting that an instrument keeps: asked with `ask`, written with the command that `tell` makes of a value. */
export function setting<T>(
  session: Asker,
  ask: ScpiCommand,
  tell: (value: T) => ScpiCommand,
  parse: (reply: string) => T,
): WritableImplementation<T> {
  return {
    read: async (call) => parse(await session.query(ask, call)),
    write: async (value, call) => session.send(tell(value), call),
  };
}

/** A {@link setting} that is a number. */
export function numberSetting(
  session: Asker,
  ask: ScpiCommand,
  tell: (value: number) => ScpiCommand,
): WritableImplementation<number> {
  return setting(session, ask, tell, parseNumber);
}

/** A {@link setting} that is a whole number, however the instrument writes it. */
export function integerSetting(
  session: Asker,
  ask: ScpiCommand,
  tell: (value: number) => ScpiCommand,
): WritableImplementation<number> {
  return setting(session, ask, tell, parseInteger);
}

/** A {@link setting} that is on or off. */
export function booleanSetting(
  session: Asker,
  ask: ScpiCommand,
  tell: (value: boolean) => ScpiCommand,
): WritableImplementation<boolean> {
  return setting(session, ask, tell, parseBoolean);
}

/**
 * A {@link setting} that is one of a few words; `words` says what the instrument calls each, as its manual prints it:
 * `{ dc: 'DC', either: 'EITHer' }`. Sent short, read short or long. One that is not there is refused before a byte is sent.
 */
export function choiceSetting<T extends string>(
  session: Asker,
  ask: ScpiCommand,
  tell: (word: ScpiFragment) => ScpiCommand,
  words: Readonly<Record<T, string>>,
): WritableImplementation<T> {
  const { encode, decode } = choices(words);
  return setting(session, ask, (value) => tell(encode(value)), decode);
}

/** Both ways between a class's words and an instrument's, which may lack some; see {@link choiceSetting}. */
export function choices<T extends string>(
  words: Readonly<Record<T, string>>,
): { readonly encode: (value: T) => ScpiFragment; readonly decode: (reply: string) => T } {
  const entries = Object.entries<string>(words) as [T, string][];
  return {
    encode: (value) => {
      const name = entries.find(([own]) => own === value)?.[1];
      if (name !== undefined) return keyword(name, [name]);
      throw refused(
        'value-refused',
        `${value} refused; this instrument has ${entries.map(([own]) => own).join(', ')}.`,
      );
    },
    decode: (reply) => {
      const text = reply.trim();
      const word = /^["']/.test(text) ? parseString(text) : text;
      const [value] = entries.find(([, name]) => matches(name, word)) ?? [];
      if (value !== undefined) return value;
      const allowed = entries.map(([, name]) => name);
      throw malformed(
        'scpi-keyword-unknown',
        `Expected one of ${allowed.join(', ')}, got ${excerpt(reply)}.`,
        reply,
        0,
        { allowed },
      );
    },
  };
}
