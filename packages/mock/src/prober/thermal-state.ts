import type { ChuckModel } from '../physics/chuck-model.ts';

/** What the temperature controller of a chuck does. */
export type ThermalState = 'uncontrolled' | 'heating' | 'cooling' | 'controlling';

/** The chuck is at temperature within this, in K. Unconfirmed. */
const window = 0.5;

/** What the temperature controller of a chuck does now. */
export function thermalState(chuck: ChuckModel): ThermalState {
  if (!chuck.running) return 'uncontrolled';
  const missing = chuck.setpoint - chuck.body;
  if (Math.abs(missing) <= window) return 'controlling';
  return missing > 0 ? 'heating' : 'cooling';
}
