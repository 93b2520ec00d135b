import type { Call, Limits } from '@fourwire/core';
import type { StationImplementation } from '../classes/station-dialect.ts';
import { unexpected } from '../faults.ts';
import type { AccretechSession } from './accretech-session.ts';
import { status } from './accretech-status.ts';

/** How near the setpoint the chuck counts as there, in °C; the prober itself does not say when it is. */
const near = 1;

/** The hot chuck (sheet accretech-uf.md, sections 5 and 6): numbers are tenths of a degree. */
export function accretechChuck(
  session: AccretechSession,
  range: Limits,
): NonNullable<StationImplementation['chuck']> {
  const read = async (call: Call): Promise<readonly [actual: number, target: number]> => {
    const text = await session.ask('f', call);
    const [, actual, target] = /^([-+\d]\d{3})([-+\d]\d{3})$/.exec(text) ?? [];
    if (target === undefined) throw unexpected('two temperatures of four characters after "f"', text);
    return [Number(actual) / 10, Number(target) / 10];
  };
  return {
    temperature: { read: async (call) => (await read(call))[0] },
    setpoint: {
      read: async (call) => (await read(call))[1],
      write: async (value, call) => {
        const tenths = Math.round(value * 10);
        const text = tenths < 0 ? String(tenths) : String(tenths).padStart(4, '0');
        await session.act(`h${text}`, [status.chuckTemperatureAccepted], { seconds: 5 }, call);
      },
      same: (written, readBack) => Math.abs(written - readBack) < 0.1,
      limits: () =>
        Promise.resolve({ min: Math.max(range.min ?? -55, -55), max: Math.min(range.max ?? 200, 200) }),
    },
    state: {
      read: async (call) => {
        const [actual, target] = await read(call);
        if (Math.abs(actual - target) <= near) return 'at-temperature';
        return actual < target ? 'heating' : 'cooling';
      },
    },
  };
}
