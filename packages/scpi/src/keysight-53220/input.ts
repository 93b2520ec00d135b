import type { ImplementationOf } from '@fourwire/core';
import type { counterInput } from '../classes/frequency-counter.ts';
import { scpi } from '../codec/command.ts';
import { pathSettings } from '../session/path-settings.ts';
import type { ScpiSession } from '../session/scpi-session.ts';

/** One input. From the manual, not read again, but for the level. */
export function inputOf(session: ScpiSession, number: number): ImplementationOf<typeof counterInput> {
  const set = pathSettings(session);
  const path = `INP${number}`;
  const level = set.number(`${path}:LEV`);
  const autoLevel = set.boolean(`${path}:LEV:AUTO`);
  return {
    coupling: set.choice(`${path}:COUP`, { dc: 'DC', ac: 'AC' }),
    impedance: {
      read: async (call) =>
        (await session.queryNumber(scpi`INP${number}:IMP?`, call)) < 1000 ? '50Ohm' : '1MOhm',
      write: async (value, call) =>
        session.send(scpi`INP${number}:IMP ${value === '50Ohm' ? 50 : 1e6}`, call),
    },
    level: {
      ...level,
      write: async (volts, call) => {
        await autoLevel.write(false, call);
        await level.write(volts, call);
      },
      // The counter keeps fewer digits of a level than it is written with. Unconfirmed: how many.
      same: (written, readBack) => Math.abs(readBack - written) <= 5e-3,
      limits: async (call) => {
        const max = await session.queryNumber(scpi`INP${number}:RANG?`, call);
        return { min: -max, max };
      },
    },
    autoLevel,
    slope: set.choice(`${path}:SLOP`, { rising: 'POSitive', falling: 'NEGative' }),
    lowPass: set.boolean(`${path}:FILT`),
  };
}
