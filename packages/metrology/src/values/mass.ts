import { FourwireError, convert, oneOf, quantity, record, tidy } from '@fourwire/core';
import type { Unit, ValueOf } from '@fourwire/core';
import type { Decimal } from './decimal.ts';

/** The units of mass that balances show and that can be converted, as UCUM codes. */
export const massUnits = [
  'g',
  'mg',
  'kg',
  '[car_m]',
  '[oz_av]',
  '[lb_av]',
] as const satisfies readonly Unit[];

/** A unit of mass that balances show. */
export type MassUnit = (typeof massUnits)[number];

/** A mass. Always in g, whatever the balance shows. */
export const massReading = record({
  /** In g. */
  value: quantity('g'),
  /** The step of the balance's last digit, in g. */
  resolution: quantity('g', { min: 0 }),
  /** The unit that the balance showed, from which the value was converted. */
  displayUnit: oneOf(massUnits),
});

/** A mass in g with its resolution. */
export type MassReading = ValueOf<typeof massReading>;

/** How balances write their units, in lower case (MT-SICS, Sartorius, Ohaus, A&D, RADWAG, KERN sheets). */
const spellings: Readonly<Record<string, MassUnit>> = {
  g: 'g',
  mg: 'mg',
  kg: 'kg',
  ct: '[car_m]',
  oz: '[oz_av]',
  lb: '[lb_av]',
  '/lb': '[lb_av]',
};

/**
 * A mass reading of a number in the unit that the balance shows.
 *
 * @throws FourwireError of kind `device`, code `unit-unknown`, for pieces, per cent and units that cannot be converted
 */
export function massOf(shown: Decimal, unitText: string): MassReading {
  const unit = spellings[unitText.trim().toLowerCase()];
  if (unit === undefined) {
    throw new FourwireError(
      'device',
      'unit-unknown',
      `The balance shows ${shown.value} in ${JSON.stringify(unitText.trim())}, which is no unit of mass known here; set it to g.`,
    );
  }
  return {
    value: tidy(convert(shown.value, unit, 'g')),
    resolution: tidy(convert(shown.resolution, unit, 'g')),
    displayUnit: unit,
  };
}
