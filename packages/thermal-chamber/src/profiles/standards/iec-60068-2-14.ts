import { confirmed, unconfirmed, unspecified } from '../fact.ts';
import type { ProfileDefinition } from '../profile.ts';

/** Exposure times of IEC 60068-2-14 in seconds. Source: physics-and-standards B1. */
const exposures = { '10 min': 600, '30 min': 1800, '1 h': 3600, '2 h': 7200, '3 h': 10_800 } as const;

/** Transfer times of test Na in seconds, by how the load is moved. Source: physics-and-standards B1. */
const transfers = {
  manual: { min: 120, max: 180 },
  automatic: { min: 20, max: 30 },
  small: { min: 0, max: 10 },
} as const;

/** Exposure times of IEC 60068-2-14. */
export type Iec14Exposure = keyof typeof exposures;

/** Low temperatures of test Na, °C. */
export const naLows = [-5, -10, -25, -40, -55, -65] as const;

/** High temperatures of test Na, °C. */
export const naHighs = [70, 85, 100, 125] as const;

/** Rates of test Nb, K/min. Unconfirmed. */
export const nbRates = [1, 3, 5, 10, 15] as const;

/** Which variant of test Na to run. */
export interface NaSelection {
  readonly low: (typeof naLows)[number];
  readonly high: (typeof naHighs)[number];
  /** `3 h` unless given, as the standard has it. */
  readonly exposure?: Iec14Exposure;
  /** How the load is moved: by hand, automatically, or automatically with small specimens. */
  readonly transfer: keyof typeof transfers;
}

const onAir = unconfirmed('air' as const, 'The sheet does not say where the exposure is counted.');

/** IEC 60068-2-14 test Na: rapid change of temperature between two chambers. Source: physics-and-standards B1. */
export function iec60068Na(selection: NaSelection): ProfileDefinition<'cycling'> {
  const { low, high, exposure = '3 h', transfer } = selection;
  return {
    kind: 'cycling',
    id: `IEC 60068-2-14 Na, ${low}/${high} °C, ${exposure}, ${transfer} transfer`,
    document: 'IEC 60068-2-14',
    title: 'Test Na: rapid change of temperature, two chambers',
    values: {
      low: confirmed<number>(low),
      high: confirmed<number>(high),
      lowTolerance: confirmed({ minus: 3, plus: 3 }),
      highTolerance: confirmed({ minus: 2, plus: 2 }),
      dwell: confirmed<number>(exposures[exposure]),
      dwellOn: onAir,
      cycles: confirmed(5, 'Unless stated otherwise.'),
      transfer: confirmed(transfers[transfer]),
    },
    information: {},
  };
}

/**
 * IEC 60068-2-14 test Nb: change of temperature at a rate of `rate` K/min, ± 20 %. Temperatures and their tolerances
 * have to be given. Unconfirmed: everything else. Source: physics-and-standards B1.
 */
export function iec60068Nb(selection: {
  readonly rate: (typeof nbRates)[number];
  /** `3 h` unless given. */
  readonly exposure?: Iec14Exposure;
  /** 2 unless given. */
  readonly cycles?: 2 | 5;
}): ProfileDefinition<'cycling'> {
  const { rate, exposure = '3 h', cycles = 2 } = selection;
  return {
    kind: 'cycling',
    id: `IEC 60068-2-14 Nb, ${rate} K/min, ${exposure}`,
    document: 'IEC 60068-2-14',
    title: 'Test Nb: change of temperature with a specified rate',
    values: {
      low: unspecified('By the relevant specification.'),
      high: unspecified('By the relevant specification.'),
      lowTolerance: unspecified('The sheet gives none; an example has +2/-0.'),
      highTolerance: unspecified('The sheet gives none; an example has +0/-2.'),
      dwell: unconfirmed<number>(exposures[exposure], 'As for Na.'),
      dwellOn: onAir,
      cycles: unconfirmed<number>(cycles, '2 or 5.'),
      rate: unconfirmed({ min: rate * 0.8, max: rate * 1.2 }, 'Within 20 %.'),
    },
    information: {
      example: confirmed('-40 (+2/-0) to 85 (+0/-2) °C, 30 min ± 1 min, 4.167 K/min, 500 cycles.'),
    },
  };
}
