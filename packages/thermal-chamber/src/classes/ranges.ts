import { FourwireError, optionalField, quantity, record } from '@fourwire/core';
import type { Limits, RecordOf } from '@fourwire/core';
import { optionRefused } from '../wire/errors.ts';

/** The option of a driver whose controller does not tell its range: as its manual or type plate states. */
export const statedTemperatures = {
  /** Range of the temperature, in °C. */
  temperatureRange: optionalField(record({ min: quantity('Cel'), max: quantity('Cel') })),
} as const;

/** The same for chambers with humidity. */
export const statedRanges = {
  ...statedTemperatures,
  /** Range of the relative humidity, in %. */
  humidityRange: optionalField(record({ min: quantity('%'), max: quantity('%') })),
} as const;

/** Ranges of a chamber whose controller does not tell them. */
export interface StatedRanges extends RecordOf<typeof statedRanges> {}

/**
 * Checks a range that the user stated, or takes the driver's own.
 *
 * @throws FourwireError of kind `range`, code `option-refused`
 */
export function statedRange(
  option: keyof StatedRanges,
  options: StatedRanges,
  usual: Required<Limits>,
): Required<Limits> {
  const stated = options[option];
  if (stated === undefined) return usual;
  if (!(stated.min < stated.max)) {
    throw optionRefused(
      `${option} refused: give { min, max } with min below max; got ${JSON.stringify(stated)}.`,
    );
  }
  return stated;
}

/**
 * Limits that a controller told.
 *
 * @throws FourwireError of kind `device`, code `limits-unreadable`, when they allow nothing, as 0 to 0 of one that was
 * never set up
 */
export function toldLimits(min: number, max: number): Required<Limits> {
  if (min < max) return { min, max };
  throw new FourwireError(
    'device',
    'limits-unreadable',
    `The controller gives ${min} to ${max} as the limits of a setpoint, which allows nothing; set them at its panel.`,
  );
}
