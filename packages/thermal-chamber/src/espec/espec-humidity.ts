import type { Call, ImplementationOf } from '@fourwire/core';
import type { humidityLoop } from '../classes/chamber-parts.ts';
import { parseDecimal } from '../wire/texts.ts';
import { numberAt } from './espec-numbers.ts';
import type { EspecSession } from './espec-session.ts';

/**
 * Humidity: `pv,sp,high,low`, where the set point is the word OFF while humidity is not controlled. Writing one switches
 * the control on, so that it is kept here while the control is off.
 */
export function especHumidity(session: EspecSession): ImplementationOf<typeof humidityLoop> {
  let kept: number | undefined;
  const constant = async (call: Call): Promise<{ value: number; on: boolean }> => {
    const [value = '', on] = await session.fields('CONSTANT SET?,HUMI', call);
    return { value: parseDecimal(value), on: on === 'ON' };
  };
  return {
    humidity: { read: async (call) => numberAt(await session.fields('HUMI?', call), 0) },
    setpoint: {
      read: async (call) => {
        const { value, on } = await constant(call);
        return on ? value : (kept ?? value);
      },
      write: async (value, call) => {
        kept = value;
        if ((await constant(call)).on) await session.set(`HUMI,S${value.toFixed(1)}`, call);
      },
      // The panel keeps whole percents.
      same: (written, readBack) => Math.abs(written - readBack) <= 0.5,
      limits: async (call) => {
        const fields = await session.fields('HUMI?', call);
        return { min: numberAt(fields, 3), max: numberAt(fields, 2) };
      },
    },
    control: {
      on: {
        read: async (call) => (await constant(call)).on,
        write: async (on, call) => {
          const value = kept ?? (await constant(call)).value;
          await session.set(on ? `HUMI,S${value.toFixed(1)}` : 'HUMI,SOFF', call);
        },
      },
    },
  };
}
