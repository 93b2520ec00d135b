import { confirmed, unconfirmed } from '../fact.ts';
import type { ProfileDefinition } from '../profile.ts';

/** MIL-STD-883 method 1010 conditions, low and high in °C, all confirmed. Source: physics-and-standards B1. */
const conditions = {
  A: [-55, 85],
  B: [-55, 125],
  C: [-65, 150],
  D: [-65, 200],
  E: [-65, 300],
  F: [-65, 175],
} as const;

/** Test conditions of MIL-STD-883 method 1010. */
export type Mil1010Condition = keyof typeof conditions;

/** Test conditions of MIL-STD-883 method 1010 in the order of their letters. */
export const mil1010Conditions = Object.keys(conditions) as Mil1010Condition[];

/**
 * MIL-STD-883 method 1010 temperature cycling, air to air. `chambers: 'two'` (not the default) limits the transfer
 * time. Source: physics-and-standards B1.
 */
export function milStd883Method1010(selection: {
  readonly condition: Mil1010Condition;
  readonly chambers?: 'one' | 'two';
}): ProfileDefinition<'cycling'> {
  const { condition, chambers = 'one' } = selection;
  const [low, high] = conditions[condition];
  const plus10 = { minus: 0, plus: 10 };
  return {
    kind: 'cycling',
    id: `MIL-STD-883 method 1010 condition ${condition}`,
    document: 'MIL-STD-883 method 1010',
    title: 'Temperature cycling',
    values: {
      low: confirmed<number>(low),
      high: confirmed<number>(high),
      lowTolerance: confirmed({ minus: 10, plus: 0 }),
      highTolerance:
        condition === 'A'
          ? confirmed(plus10)
          : unconfirmed(
              plus10,
              'Sources disagree: +10/-0 for all, or +15/-0 for B and C; check the revision.',
            ),
      dwell: confirmed(600),
      dwellOn: unconfirmed('product', 'The sheet speaks of the load reaching temperature.'),
      cycles: confirmed(10, 'At least.'),
      recovery: unconfirmed(
        900,
        'Transfer and recovery; one table has dwell plus transfer within 15 min instead.',
      ),
      ...(chambers === 'two' ? { transfer: confirmed({ min: 0, max: 60 }) } : {}),
    },
    information: {
      start: confirmed('Either extreme.'),
      interruptions: confirmed('If more than 10 % of the cycles were interrupted, the test is repeated.'),
    },
  };
}
