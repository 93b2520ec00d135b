import { unconfirmed, unspecified } from '../fact.ts';
import type { ProfileDefinition } from '../profile.ts';

/**
 * MIL-STD-883 method 1015: hours by class and ambient temperature in °C. Unconfirmed: all hours; that such a table
 * exists is confirmed. Source: physics-and-standards B4.
 */
const burnInHours = {
  B: {
    100: 352,
    105: 300,
    110: 260,
    115: 220,
    120: 190,
    125: 160,
    130: 138,
    135: 120,
    140: 105,
    145: 92,
    150: 80,
    175: 48,
    200: 28,
    225: 16,
    250: 12,
  },
  S: { 125: 240, 130: 208, 135: 180, 140: 160, 145: 140, 150: 120 },
} as const;

/** A class and one of the ambient temperatures, in °C, that the table of method 1015 has for it. */
export type BurnInSelection =
  | { readonly class: 'B'; readonly temperature: keyof (typeof burnInHours)['B'] }
  | { readonly class: 'S'; readonly temperature: keyof (typeof burnInHours)['S'] };

/** Every row of the burn-in table of method 1015. */
export const burnInSelections = Object.entries(burnInHours).flatMap(([name, hours]) =>
  Object.keys(hours).map(
    (temperature) => ({ class: name, temperature: Number(temperature) }) as BurnInSelection,
  ),
);

const noTolerance = unspecified<{ minus: number; plus: number }>(
  'The sheet gives none; MIL-STD-750 has ± 3 % of the set value.',
);

/**
 * MIL-STD-883 method 1015 burn-in. The tolerance has to be given. Unconfirmed: temperature and duration. Source:
 * physics-and-standards B4.
 */
export function milStd883Method1015(selection: BurnInSelection): ProfileDefinition<'steady'> {
  const hours: Readonly<Record<number, number>> = burnInHours[selection.class];
  return {
    kind: 'steady',
    id: `MIL-STD-883 method 1015 class ${selection.class}, ${selection.temperature} °C`,
    document: 'MIL-STD-883 method 1015',
    title: 'Burn-in',
    values: {
      temperature: unconfirmed<number>(selection.temperature),
      tolerance: noTolerance,
      duration: unconfirmed((hours[selection.temperature] ?? NaN) * 3600),
    },
    information: {},
  };
}

/**
 * JESD22-A108 high-temperature operating life. The sheet's 125 °C is a junction temperature: replace it by the ambient
 * that gives that junction. The tolerance has to be given. Unconfirmed: temperature and duration. Source:
 * physics-and-standards B4.
 */
export function jesd22A108(): ProfileDefinition<'steady'> {
  return {
    kind: 'steady',
    id: 'JESD22-A108',
    document: 'JESD22-A108',
    title: 'High-temperature operating life',
    values: {
      temperature: unconfirmed(125, 'Junction, not ambient.'),
      tolerance: noTolerance,
      duration: unconfirmed(1000 * 3600, 'Typical.'),
    },
    information: {},
  };
}
