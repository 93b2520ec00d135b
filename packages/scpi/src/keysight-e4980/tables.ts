import type { Limits } from '@fourwire/core';
import type { LcrFunction } from '../classes/lcr-meter.ts';
import type { ServedModels } from '../session/identify-model.ts';

/** Sheet lcr-keysight-e4980.md. */
export const models: ServedModels = { pattern: /\bE4980AL?\b/, names: 'E4980A and E4980AL' };

/** What the meter calls a pair of parameters (sheet, "Measurement setup"). */
export const functions: Readonly<Record<LcrFunction, string>> = {
  'Cp-D': 'CPD',
  'Cp-Q': 'CPQ',
  'Cp-G': 'CPG',
  'Cp-Rp': 'CPRP',
  'Cs-D': 'CSD',
  'Cs-Q': 'CSQ',
  'Cs-Rs': 'CSRS',
  'Lp-D': 'LPD',
  'Lp-Q': 'LPQ',
  'Lp-G': 'LPG',
  'Lp-Rp': 'LPRP',
  'Ls-D': 'LSD',
  'Ls-Q': 'LSQ',
  'Ls-Rs': 'LSRS',
  'R-X': 'RX',
  'Z-deg': 'ZTD',
  'Z-rad': 'ZTR',
  'G-B': 'GB',
  'Y-deg': 'YTD',
  'Y-rad': 'YTR',
};

/** The lengths of test leads that can be corrected, in m. */
export const cableLengths: readonly number[] = [0, 1, 2, 4];

/** What a meter can do, by model and options. */
export interface Abilities {
  readonly frequency: Limits;
  /** Of the test signal, in V and A rms. */
  readonly voltage: Limits;
  readonly current: Limits;
  /** Impedance ranges in Ω. From the manual, not read again. */
  readonly ranges: readonly number[];
  readonly bias: Limits;
  /** The only bias voltages there are, where it cannot be set freely. */
  readonly biasVoltages: readonly number[] | undefined;
  /** Of the bias current, where there is one, in A. */
  readonly biasCurrent: Limits | undefined;
}

const usualRanges = [10, 100, 300, 1e3, 3e3, 10e3, 30e3, 100e3];

/** @param options - the answer to `*OPT?`: `001,005` */
export function abilitiesOf(model: string, options: string): Abilities {
  const has = new Set(options.split(',').map((option) => option.trim()));
  const enhanced = has.has('001');
  return {
    frequency: { min: 20, max: model.includes('E4980AL') ? highestOfAl(has) : 2e6 },
    voltage: { min: 0, max: enhanced ? 20 : 2 },
    current: { min: 0, max: enhanced ? 0.1 : 0.02 },
    ranges: enhanced ? [0.1, 1, ...usualRanges] : usualRanges,
    bias: enhanced ? { min: -40, max: 40 } : { min: 0, max: 2 },
    biasVoltages: enhanced ? undefined : [0, 1.5, 2],
    biasCurrent: enhanced ? { min: -0.1, max: 0.1 } : undefined,
  };
}

/** Unconfirmed: by what option number a model shows its highest frequency. */
function highestOfAl(options: ReadonlySet<string>): number {
  if (options.has('032')) return 300e3;
  return options.has('052') ? 500e3 : 1e6;
}
