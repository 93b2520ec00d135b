import type { AnyProfileDefinition } from '../profile.ts';
import { aecQ100, aecQ100Grades } from './aec-q100.ts';
import { burnInSelections, jesd22A108, milStd883Method1015 } from './burn-in.ts';
import { cabDurations, iec60068Cab, iec60068Db } from './damp-heat.ts';
import { jesd22A101, jesd22A110 } from './humidity-bias.ts';
import { iec60068Na, iec60068Nb, naHighs, naLows, nbRates } from './iec-60068-2-14.ts';
import { a104Conditions, jesd22A104 } from './jesd22-a104.ts';
import { a106Conditions, jesd22A106, mil1011Conditions, milStd883Method1011 } from './liquid-shock.ts';
import { mil1010Conditions, milStd883Method1010 } from './mil-std-883-1010.ts';

/**
 * Every definition there is, one per combination of what its document lets one choose (exposure, transfer and cycle
 * choices at their defaults), for tables and menus. Made anew at each call.
 */
export function standardProfiles(): AnyProfileDefinition[] {
  const soakModes = [1, 2, 3, 4] as const;
  return [
    ...a104Conditions.flatMap((condition) =>
      soakModes.map((soakMode) => jesd22A104({ condition, soakMode })),
    ),
    ...aecQ100Grades.flatMap((grade) => soakModes.map((soakMode) => aecQ100({ grade, soakMode }))),
    ...mil1010Conditions.map((condition) => milStd883Method1010({ condition })),
    ...mil1011Conditions.map((condition) => milStd883Method1011({ condition })),
    ...a106Conditions.map((condition) => jesd22A106({ condition })),
    ...naLows.flatMap((low) => naHighs.map((high) => iec60068Na({ low, high, transfer: 'automatic' }))),
    ...nbRates.map((rate) => iec60068Nb({ rate })),
    ...burnInSelections.map((selection) => milStd883Method1015(selection)),
    jesd22A108(),
    jesd22A101(),
    jesd22A110({ temperature: 130 }),
    jesd22A110({ temperature: 110 }),
    ...cabDurations.flatMap((duration) =>
      ([30, 40] as const).flatMap((temperature) =>
        ([85, 93] as const).map((humidity) => iec60068Cab({ temperature, humidity, duration })),
      ),
    ),
    iec60068Db({ high: 40 }),
    iec60068Db({ high: 55 }),
  ];
}
