import { FourwireError } from '@fourwire/core';
import type { Limits } from '@fourwire/core';
import type { StationImplementation } from '../classes/station-dialect.ts';
import type { SentioSession } from './sentio-session.ts';

type ThermalChuck = NonNullable<StationImplementation['chuck']>;

const chuckStates: Readonly<Record<string, Awaited<ReturnType<ThermalChuck['state']['read']>>>> = {
  controlling: 'at-temperature',
  heating: 'heating',
  cooling: 'cooling',
  soaking: 'soaking',
  standby: 'standby',
  uncontrolled: 'uncontrolled',
  error: 'error',
};

/** The thermal chuck of a station under SENTIO (sheet mpi-sentio.md, section 4.4). */
export function sentioChuck(session: SentioSession, range: Limits): ThermalChuck {
  return {
    temperature: { read: async (call) => first(await session.query('status:get_chuck_temp', call)) },
    setpoint: {
      read: async (call) => first(await session.query('status:get_chuck_temp_setpoint', call)),
      write: async (value, call) => {
        await session.query(`status:set_chuck_temp ${value.toFixed(2)}, False`, call);
      },
      // SENTIO takes two decimals.
      same: (written, readBack) => Math.abs(written - readBack) < 0.01,
      limits: () => Promise.resolve(range),
    },
    state: {
      read: async (call) => {
        const word = (await session.query('status:get_chuck_thermo_state', call)).toLowerCase();
        const state = chuckStates[word];
        if (state !== undefined) return state;
        throw new FourwireError(
          'protocol',
          'sentio-reply-malformed',
          `The chuck's state "${word}" is not known.`,
        );
      },
    },
  };
}

/** The first of the fields of a reply, which is the value. */
function first(message: string): number {
  return Number(message.split(',')[0]?.trim() || NaN);
}
