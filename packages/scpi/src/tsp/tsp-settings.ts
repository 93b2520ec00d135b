import type { Call, WritableImplementation } from '@fourwire/core';
import { excerpt, malformed } from '../codec/fault.ts';
import type { TspSession } from './tsp-session.ts';
import { tsp, tspName } from './tsp-text.ts';
import type { TspText } from './tsp-text.ts';
import { parseTspReply } from './tsp-value.ts';

/** A constant of an instrument's: its name, by which it is written, and its number where the instrument prints that. */
type TspConstant = readonly [name: string, number?: number];

/** Settings by the name of their attribute: `number('smua.measure.nplc')` prints it, and assigns to it. */
export interface TspSettings {
  number(attribute: string): WritableImplementation<number>;
  /** On or off, by the names of the constants. */
  boolean(
    attribute: string,
    constants: { readonly on: string; readonly off: string },
  ): WritableImplementation<boolean>;
  /** One of a few constants; it may be printed as its name or as its number. */
  choice<T extends string>(
    attribute: string,
    constants: Readonly<Record<T, TspConstant>>,
  ): WritableImplementation<T>;
}

/** The settings of an instrument that are attributes of its script language. */
export function tspSettings(session: TspSession): TspSettings {
  const assign = async (attribute: TspText, value: TspText | number, call: Call): Promise<void> =>
    session.send(tsp`${attribute} = ${value}`, call);
  return {
    number: (attribute) => {
      const name = tspName(attribute);
      return {
        read: async (call) => session.printNumber(name, call),
        write: async (value, call) => assign(name, value, call),
      };
    },
    boolean: (attribute, { on, off }) => {
      const name = tspName(attribute);
      return {
        read: async (call) => session.printBoolean(name, call),
        write: async (value, call) => assign(name, tspName(value ? on : off), call),
      };
    },
    choice: <T extends string>(attribute: string, constants: Readonly<Record<T, TspConstant>>) => {
      const name = tspName(attribute);
      const entries = Object.entries<TspConstant>(constants) as [T, TspConstant][];
      return {
        read: async (call: Call): Promise<T> => {
          const reply = await session.query(tsp`print(${name})`, call);
          const [printed] = parseTspReply(reply);
          const [value] =
            entries.find(
              ([, [constant, number]]) =>
                printed !== undefined && (printed === number || printed === constant),
            ) ?? [];
          if (value !== undefined) return value;
          const allowed = entries.map(([, [constant]]) => constant);
          throw malformed(
            'scpi-keyword-unknown',
            `Expected one of ${allowed.join(', ')}, got ${excerpt(reply)}.`,
            reply,
            0,
            { allowed },
          );
        },
        write: async (value: T, call: Call): Promise<void> =>
          assign(name, tspName(constants[value][0]), call),
      };
    },
  };
}
