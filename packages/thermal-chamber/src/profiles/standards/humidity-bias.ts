import { unconfirmed, unspecified } from '../fact.ts';
import type { ProfileDefinition } from '../profile.ts';

/** JESD22-A101 steady-state temperature, humidity and bias. Unconfirmed: all. Source: physics-and-standards B5. */
export function jesd22A101(): ProfileDefinition<'steady'> {
  return {
    kind: 'steady',
    id: 'JESD22-A101',
    document: 'JESD22-A101',
    title: 'Steady-state temperature-humidity-bias life',
    values: {
      temperature: unconfirmed(85),
      tolerance: unconfirmed({ minus: 2, plus: 2 }),
      duration: unconfirmed(1000 * 3600),
      humidity: unconfirmed({ min: 80, max: 90 }, '85 ± 5 %RH.'),
    },
    information: {},
  };
}

/**
 * JESD22-A110 highly accelerated temperature and humidity stress with bias, at 130 or 110 °C. The tolerances at 110 °C
 * have to be given. Unconfirmed: all. Source: physics-and-standards B5.
 */
export function jesd22A110(selection: { readonly temperature: 130 | 110 }): ProfileDefinition<'steady'> {
  const { temperature } = selection;
  const isHot = temperature === 130;
  const open = 'The sheet gives ± 2 °C and ± 5 %RH for 130 °C only.';
  return {
    kind: 'steady',
    id: `JESD22-A110, ${temperature} °C`,
    document: 'JESD22-A110',
    title: 'Highly accelerated temperature and humidity stress, biased',
    values: {
      temperature: unconfirmed<number>(temperature),
      tolerance: isHot ? unconfirmed({ minus: 2, plus: 2 }) : unspecified(open),
      duration: unconfirmed((isHot ? 96 : 264) * 3600),
      humidity: isHot ? unconfirmed({ min: 80, max: 90 }, '85 ± 5 %RH.') : unspecified(`85 %RH. ${open}`),
    },
    information: {
      pressure: unconfirmed(isHot ? 'About 33.3 psia (230 kPa).' : '17.7 psia (122 kPa).'),
    },
  };
}
