import { confirmed, unconfirmed, unspecified } from '../fact.ts';
import type { Fact } from '../fact.ts';
import type { ProfileDefinition } from '../profile.ts';

/** MIL-STD-883 method 1011, low and high in °C. Unconfirmed: all. Source: physics-and-standards B2. */
const mil1011 = { A: [0, 100], B: [-55, 125], C: [-65, 150] } as const;

/** JESD22-A106, low and high in °C. Unconfirmed: all. Source: physics-and-standards B2. */
const a106 = { A: [-40, 85], B: [0, 100], C: [-55, 125], D: [-65, 150] } as const;

/** Test conditions of MIL-STD-883 method 1011. */
export type Mil1011Condition = keyof typeof mil1011;

/** Test conditions of JESD22-A106. */
export type A106Condition = keyof typeof a106;

/** Test conditions of MIL-STD-883 method 1011 in the order of their letters. */
export const mil1011Conditions = Object.keys(mil1011) as Mil1011Condition[];

/** Test conditions of JESD22-A106 in the order of their letters. */
export const a106Conditions = Object.keys(a106) as A106Condition[];

/**
 * MIL-STD-883 method 1011 thermal shock between two liquids. The tolerances of the baths have to be given.
 * Unconfirmed: every value. Source: physics-and-standards B2.
 */
export function milStd883Method1011(selection: {
  readonly condition: Mil1011Condition;
}): ProfileDefinition<'cycling'> {
  const { condition } = selection;
  const note = 'Taken over from JESD22-A106, where it is confirmed.';
  return {
    ...shock('MIL-STD-883 method 1011', condition, mil1011[condition], unconfirmed('immersion', note)),
    information: {
      liquid:
        condition === 'A'
          ? unconfirmed('Water.')
          : confirmed('Perfluorocarbon.', 'Fluorocarbon use is confirmed.'),
    },
  };
}

/**
 * JESD22-A106 thermal shock between two liquids; the dwell is the whole time in the bath. The tolerances of the baths
 * have to be given. Unconfirmed: every value but `dwellOn`. Source: physics-and-standards B2.
 */
export function jesd22A106(selection: { readonly condition: A106Condition }): ProfileDefinition<'cycling'> {
  const { condition } = selection;
  return shock('JESD22-A106', condition, a106[condition], confirmed('immersion'));
}

function shock(
  document: string,
  condition: string,
  [low, high]: readonly [number, number],
  dwellOn: Fact<'immersion'>,
): ProfileDefinition<'cycling'> {
  const tolerance = unspecified<{ minus: number; plus: number }>('The sheet gives none.');
  return {
    kind: 'cycling',
    id: `${document} condition ${condition}`,
    document,
    title: 'Thermal shock, liquid to liquid',
    values: {
      low: unconfirmed(low),
      high: unconfirmed(high),
      lowTolerance: tolerance,
      highTolerance: tolerance,
      dwell: unconfirmed(120),
      dwellOn,
      cycles: unconfirmed(15),
      transfer: unconfirmed({ min: 0, max: 10 }),
      recovery: unconfirmed(300),
    },
    information: {},
  };
}
