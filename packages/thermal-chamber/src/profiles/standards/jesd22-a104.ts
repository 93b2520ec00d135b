import { confirmed, unconfirmed, unspecified } from '../fact.ts';
import type { ProfileDefinition } from '../profile.ts';

/**
 * JESD22-A104 temperature cycling: condition, low and high in °C, confidence. Source: physics-and-standards B1.
 * Unconfirmed: the conditions marked so.
 */
const conditions = {
  A: [-55, 85, confirmed],
  B: [-55, 125, confirmed],
  C: [-65, 150, confirmed],
  G: [-40, 125, confirmed],
  H: [-55, 150, confirmed],
  I: [-40, 115, unconfirmed],
  J: [0, 100, unconfirmed],
  K: [0, 125, confirmed],
  L: [-55, 110, unconfirmed],
  M: [-40, 150, unconfirmed],
  N: [-40, 85, unconfirmed],
  R: [-25, 125, unconfirmed],
  T: [-40, 100, unconfirmed],
} as const;

/** Least soak in seconds by soak mode. Unconfirmed: all of them. Source: physics-and-standards B1. */
const soaks = { 1: 60, 2: 300, 3: 600, 4: 900 } as const;

/** Test conditions of JESD22-A104. */
export type A104Condition = keyof typeof conditions;

/** Soak modes of JESD22-A104. */
export type A104SoakMode = keyof typeof soaks;

/** Which variant of JESD22-A104 to run. */
export interface A104Selection {
  readonly condition: A104Condition;
  readonly soakMode: A104SoakMode;
  /** Whether the load is moved between chambers, which limits the transfer time; `one` unless given. */
  readonly chambers?: 'one' | 'two';
  /** Whether solder joints are tested, which limits the ramp rate (unconfirmed); no unless given. */
  readonly solderInterconnect?: boolean;
}

/** Test conditions of JESD22-A104 in the order of their letters. */
export const a104Conditions = Object.keys(conditions) as A104Condition[];

/**
 * JESD22-A104 temperature cycling, air to air. The number of cycles comes from the qualification plan and has to be
 * given. Source: physics-and-standards B1, with its confidence value by value.
 */
export function jesd22A104(selection: A104Selection): ProfileDefinition<'cycling'> {
  const { condition, soakMode, chambers = 'one', solderInterconnect = false } = selection;
  const [low, high, fact] = conditions[condition];
  const toleranceNote = 'Confirmed for conditions A, B, C, G, H and K only; some conditions may have +15/-0.';
  return {
    kind: 'cycling',
    id: `JESD22-A104 condition ${condition}, soak mode ${soakMode}`,
    document: 'JESD22-A104',
    title: 'Temperature cycling',
    values: {
      low: fact<number>(low),
      high: fact<number>(high),
      lowTolerance: fact({ minus: 10, plus: 0 }, toleranceNote),
      highTolerance: fact({ minus: 0, plus: 10 }, toleranceNote),
      dwell: unconfirmed<number>(soaks[soakMode], 'Least soak of the soak mode.'),
      dwellOn: confirmed(
        'product',
        'Since revision D the worst-case load must reach the extremes, not the air alone.',
      ),
      cycles: unspecified('By qualification plan; 500, 1000 and 2000 are usual.'),
      ...(chambers === 'two'
        ? { transfer: confirmed({ min: 0, max: 60 }, 'Tightened from 5 min to 1 min in revision D.') }
        : {}),
      ...(solderInterconnect
        ? { rate: unconfirmed({ min: 0, max: 15 }, 'For solder interconnect tests.') }
        : {}),
    },
    information: {
      chambers: confirmed('Single, dual or triple chamber allowed.'),
      pace: unconfirmed('Components typically see 1 to 3 cycles per hour.'),
    },
  };
}
