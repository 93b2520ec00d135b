import { FourwireError } from '@fourwire/core';
import type { Call, LimitedImplementation, Limits } from '@fourwire/core';
import { scpi } from '../codec/command.ts';
import { keyword } from '../codec/fragment.ts';
import type { ScpiSession } from '../session/scpi-session.ts';
import type { Abilities } from './tables.ts';

/** The levels that a test signal can have. */
export interface SignalLevel {
  readonly voltage: LimitedImplementation<number>;
  readonly current: LimitedImplementation<number>;
  /** Finds out what the signal is. */
  setUp(call: Call): Promise<void>;
}

type Mode = 'voltage' | 'current';

const nodes = { voltage: 'VOLT', current: 'CURR' } as const;

/**
 * The level of the test signal, a voltage or a current. The meter has no query for which of them it is, and leaves the
 * query for the other one unanswered; so what was written last is remembered, and found out once at the beginning.
 */
export function signalLevel(
  session: ScpiSession,
  { voltage, current }: Pick<Abilities, 'voltage' | 'current'>,
): SignalLevel {
  let mode: Mode = 'voltage';
  const ask = async (which: Mode, call: Call): Promise<number> =>
    session.queryNumber(scpi`${keyword(nodes[which])}?`, call);
  const level = (own: Mode, limits: Limits): LimitedImplementation<number> => ({
    read: async (call) => {
      if (mode === own) return ask(own, call);
      throw new FourwireError(
        'state',
        'signal-mode',
        `The test signal is a ${mode}; write ${own}Level to make it a ${own}.`,
      );
    },
    write: async (value, call) => {
      await session.send(scpi`${keyword(nodes[own])} ${value}`, call);
      mode = own;
    },
    limits: async () => Promise.resolve(limits),
  });
  return {
    voltage: level('voltage', voltage),
    current: level('current', current),
    setUp: async (call) => {
      try {
        await ask('voltage', call);
        mode = 'voltage';
      } catch (error) {
        // Refused: it is a current.
        if (!FourwireError.is(error) || error.code !== 'scpi-error') throw error;
        mode = 'current';
      }
    },
  };
}
