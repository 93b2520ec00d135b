import { confirmed, unconfirmed } from '../fact.ts';
import type { Fact } from '../fact.ts';
import type { ProfileDefinition } from '../profile.ts';
import { jesd22A104 } from './jesd22-a104.ts';
import type { A104Condition, A104Selection } from './jesd22-a104.ts';

interface Grade {
  readonly condition: A104Condition;
  readonly cycles: Fact<number>;
  readonly operating: Fact<string>;
}

const legacy = 'Legacy alternative, printed by the supplier table the sheet cites.';

/** AEC-Q100 temperature cycling by grade. Source: physics-and-standards B1. Unconfirmed: what is marked so. */
const grades = {
  0: { condition: 'H', cycles: confirmed(2000), operating: unconfirmed('-40 to 150 °C') },
  1: { condition: 'H', cycles: confirmed(1000), operating: unconfirmed('-40 to 125 °C') },
  '1 legacy': { condition: 'C', cycles: unconfirmed(500, legacy), operating: unconfirmed('-40 to 125 °C') },
  2: { condition: 'B', cycles: confirmed(1000), operating: unconfirmed('-40 to 105 °C') },
  3: { condition: 'B', cycles: confirmed(500), operating: unconfirmed('-40 to 85 °C') },
} as const satisfies Record<string, Grade>;

/** Grades of AEC-Q100; `1 legacy` is -65 to 150 °C in place of -55 to 150 °C. */
export type AecQ100Grade = 0 | 1 | '1 legacy' | 2 | 3;

/** Grades of AEC-Q100, the hottest first. */
export const aecQ100Grades: readonly AecQ100Grade[] = [0, 1, '1 legacy', 2, 3];

/**
 * Temperature cycling of AEC-Q100 by grade: JESD22-A104 with the grade's condition and cycles. The ambient operating
 * range of the grade is in `information`. Source: physics-and-standards B1.
 */
export function aecQ100(
  selection: Omit<A104Selection, 'condition'> & { readonly grade: AecQ100Grade },
): ProfileDefinition<'cycling'> {
  const { grade, ...rest } = selection;
  const { condition, cycles, operating } = grades[grade];
  const cycling = jesd22A104({ ...rest, condition });
  return {
    ...cycling,
    id: `AEC-Q100 grade ${grade} (${cycling.id})`,
    document: 'AEC-Q100',
    values: { ...cycling.values, cycles },
    information: { ...cycling.information, operatingRange: operating },
  };
}
