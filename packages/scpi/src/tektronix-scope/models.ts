import type { ServedModels } from '../session/identify-model.ts';

/** Sheet scope-tektronix.md; older ones have a blank in their name: `TDS 2024C`. */
export const models: ServedModels = {
  pattern:
    /\b(?:TDS ?[12]\d{2,3}|TBS ?1\d{3}|(?:DPO|MSO|MDO)[2-4]\d{3}|MSO[24568][24568]B?|LPD64)(?![\w-]*\d)/,
  names:
    'TDS200, TDS1000, TDS2000, TBS1000, DPO, MSO and MDO of the series 2000 to 4000, MSO of the series 2, 4, 5 and 6, and LPD64',
};

/**
 * Three ways to speak: `tds` up to the TDS2000 and TBS1000, `dpo` for the series 2000 to 4000, `mso` for the series 2, 4,
 * 5 and 6.
 */
export type TektronixDialect = 'tds' | 'dpo' | 'mso';

/** What a model speaks, and how many channels it has: the last digit of its number. */
export function traitsOf(identity: { readonly manufacturer: string; readonly model: string }): {
  readonly dialect: TektronixDialect;
  readonly channels: number;
} {
  const [name = ''] = models.pattern.exec(`${identity.manufacturer} ${identity.model}`) ?? [];
  const number = /\d+/.exec(name)?.[0] ?? '';
  const dialect = name.startsWith('T') ? 'tds' : number.length === 4 ? 'dpo' : 'mso';
  return { dialect, channels: channelsOf(name, number) };
}

function channelsOf(name: string, number: string): number {
  // TDS 210 and 220 have two channels, TDS 224 has four.
  const digit = Number(number.at(-1));
  if (name.startsWith('LPD')) return 4;
  return digit === 0 ? 2 : digit;
}
