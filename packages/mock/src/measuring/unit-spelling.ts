import type { BalanceUnit } from './balance-machine.ts';

/** Units as most balances write them. */
export const unitSpelling: Readonly<Record<BalanceUnit, string>> = {
  g: 'g',
  kg: 'kg',
  mg: 'mg',
  '[car_m]': 'ct',
  '[oz_av]': 'oz',
  '[lb_av]': 'lb',
};
