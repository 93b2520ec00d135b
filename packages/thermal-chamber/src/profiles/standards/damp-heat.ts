import { confirmed, unconfirmed, unspecified } from '../fact.ts';
import type { ProfileDefinition } from '../profile.ts';

/** Durations of IEC 60068-2-78 in hours. Unconfirmed: all. Source: physics-and-standards B5. */
const cabHours = {
  '12 h': 12,
  '16 h': 16,
  '24 h': 24,
  '2 d': 48,
  '4 d': 96,
  '10 d': 240,
  '21 d': 504,
  '56 d': 1344,
} as const;

/** Durations of test Cab. */
export type CabDuration = keyof typeof cabHours;

/** Durations of test Cab, the shortest first. */
export const cabDurations = Object.keys(cabHours) as CabDuration[];

/**
 * IEC 60068-2-78 test Cab: steady damp heat without condensation. Unconfirmed: all. Source: physics-and-standards B5.
 */
export function iec60068Cab(selection: {
  readonly temperature: 30 | 40;
  readonly humidity: 85 | 93;
  readonly duration: CabDuration;
}): ProfileDefinition<'steady'> {
  const { temperature, humidity, duration } = selection;
  return {
    kind: 'steady',
    id: `IEC 60068-2-78 Cab, ${temperature} °C, ${humidity} %RH, ${duration}`,
    document: 'IEC 60068-2-78',
    title: 'Test Cab: damp heat, steady state',
    values: {
      temperature: unconfirmed<number>(temperature),
      tolerance: unconfirmed({ minus: 2, plus: 2 }),
      duration: unconfirmed(cabHours[duration] * 3600),
      humidity: unconfirmed({ min: humidity - 3, max: humidity + 3 }, `${humidity} ± 3 %RH.`),
    },
    information: { example: confirmed('40 °C, 93 %RH, 21 days (former IEC 60068-2-3).') },
  };
}

/**
 * IEC 60068-2-30 test Db: cyclic damp heat, 12 h + 12 h, from 25 to 40 or 55 °C. The tolerance of the high temperature
 * and the number of cycles have to be given. Ramp time and dwell describe variant 1; for variant 2, which cools more
 * slowly, replace them. Unconfirmed: the ramp time and dwell, the tolerance of the low temperature, 40 °C.
 *
 * Source: physics-and-standards B5; the example it cites has 25 and 55 °C, more than 90 %RH and 24 h. Ramp times are
 * from the damp-heat test of OIML R 60-2, 2.10.5.12, which describes variant 2, and the low tolerance from a preview of
 * the 1980 edition, 3.1.
 */
export function iec60068Db(selection: { readonly high: 40 | 55 }): ProfileDefinition<'cycling'> {
  const { high } = selection;
  const hour = 3600;
  return {
    kind: 'cycling',
    id: `IEC 60068-2-30 Db, ${high} °C`,
    document: 'IEC 60068-2-30',
    title: 'Test Db: damp heat, cyclic (12 h + 12 h)',
    values: {
      low: confirmed(25),
      high: high === 55 ? confirmed<number>(55) : unconfirmed<number>(40),
      lowTolerance: unconfirmed(
        { minus: 3, plus: 3 },
        'From the 1980 edition; the 2025 edition changed tolerances.',
      ),
      highTolerance: unspecified('The sheet gives none.'),
      dwell: unconfirmed(9 * hour, '12 h less the ramp.'),
      dwellOn: unconfirmed('air', 'The sheet does not say where the time is counted.'),
      cycles: unspecified('2 or 6 are typical; an example has 9 at 55 °C.'),
      rampTime: unconfirmed({ min: 2.5 * hour, max: 3.5 * hour }, '3 h; the 30 min either way are recalled.'),
      humidity: confirmed({ min: 90, max: 100 }, 'More than 90 %RH; the variants differ in detail.'),
    },
    information: {
      variants: unconfirmed(
        'Variants 1 and 2; variant 2 allows slower cooling and wider humidity.',
        'That there are two is confirmed; in what they differ is recalled.',
      ),
    },
  };
}
