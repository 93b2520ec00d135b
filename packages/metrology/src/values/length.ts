import { convert, oneOf, optionalField, quantity, record, tidy } from '@fourwire/core';
import type { ValueOf } from '@fourwire/core';
import type { Decimal } from './decimal.ts';

/** The units that length gauges show, as UCUM codes. */
export const lengthUnits = ['mm', 'um', '[in_i]'] as const;

/** A unit that length gauges show. */
export type LengthUnit = (typeof lengthUnits)[number];

/** What a tolerance comparator says. */
export const judgements = ['low', 'good', 'high'] as const;

/** What a tolerance comparator says. */
export type Judgement = (typeof judgements)[number];

/**
 * A length. Always in mm, whatever the instrument shows: a gauge that is switched to inch goes on giving right numbers.
 */
export const lengthReading = record({
  /** In mm. */
  value: quantity('mm'),
  /** The step of the instrument's last digit, in mm. */
  resolution: quantity('mm', { min: 0 }),
  /** The unit that the instrument showed, from which the value was converted. */
  displayUnit: oneOf(lengthUnits),
  /** The verdict of the instrument's own tolerance comparator, where it is on. */
  judgement: optionalField(oneOf(judgements)),
});

/** A length in mm with its resolution. */
export type LengthReading = ValueOf<typeof lengthReading>;

/** A length reading of a number in the unit that the instrument shows. */
export function lengthOf(shown: Decimal, unit: LengthUnit, judgement?: Judgement): LengthReading {
  return {
    value: tidy(convert(shown.value, unit, 'mm')),
    resolution: tidy(convert(shown.resolution, unit, 'mm')),
    displayUnit: unit,
    ...(judgement === undefined ? {} : { judgement }),
  };
}
