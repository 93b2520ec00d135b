import type { BalanceUnit } from '../measuring/balance-machine.ts';
import { unitSpelling } from '../measuring/unit-spelling.ts';

/** What a line of a balance with SBI tells. */
export type SbiState = 'stable' | 'unstable' | 'over' | 'under' | 'adjusting' | 'error';

/** What a line is made from. */
export interface SbiContent {
  readonly state: SbiState;
  /** The number, as the display writes it. */
  readonly text: string;
  readonly unit: BalanceUnit;
  readonly idCodes: boolean;
}

/** Unconfirmed: the columns of the words. */
const words: Readonly<Partial<Record<SbiState, string>>> = {
  over: '      High    ',
  under: '      Low     ',
  adjusting: '      Cal     ',
  error: '   Err 101    ',
};

/** A line without its end: 14 characters, or 20 with the six that say what it is. */
export function sbiLine({ state, text, unit, idCodes }: SbiContent): string {
  const word = words[state];
  if (word !== undefined) return `${idCodes ? 'Stat  ' : ''}${word}`;
  const number = `${text.startsWith('-') ? '-' : '+'}${text.replace('-', '').padStart(9)}`;
  // An unstable weight has no unit.
  const shown = state === 'stable' ? unitSpelling[unit].padEnd(3) : '   ';
  return `${idCodes ? 'N     ' : ''}${number} ${shown}`;
}
