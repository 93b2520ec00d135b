import { FourwireError } from '@fourwire/core';
import type { Limits, ReadableImplementation } from '@fourwire/core';

/**
 * What a platinum sensor can tell, in °C (IEC 60751). Controllers show an open or a shorted sensor as a number beyond, for
 * example 999.9, and not every protocol says elsewhere that it is none.
 */
export const platinumRange = { min: -200, max: 850 } as const;

/** What a humidity sensor may tell, in %: its error carries it a little beyond 0 and 100. */
export const humidityRange = { min: -10, max: 110 } as const;

/** A measured value that ends with kind `device`, code `value-invalid`, where its sensor cannot have measured it. */
export function measured(
  source: ReadableImplementation<number>,
  { min, max }: Required<Limits>,
  unit: string,
): ReadableImplementation<number> {
  return {
    ...source,
    read: async (call) => {
      const value = await source.read(call);
      if (value >= min && value <= max) return value;
      throw new FourwireError(
        'device',
        'value-invalid',
        `The controller gave ${value} ${unit}, but a sensor measures ${min} to ${max} ${unit}: it may be open. Check it before going on.`,
      );
    },
  };
}

/**
 * Ends a reading while the controller says that its sensor is faulty, whatever number it shows.
 *
 * @param code - the controller's own
 */
export function sensorFaulty(code: number | string, text: string): FourwireError {
  return new FourwireError('device', 'value-invalid', `No temperature: ${text}.`, { device: { code, text } });
}
