import type { DisplacementSample } from '../physics/displacement-model.ts';

/** Sign and six characters with the point; all nines beyond the range and without a target. */
export function ilNumber(sample: DisplacementSample, decimals: number): string {
  if (typeof sample !== 'number')
    return `${sample === 'near' ? '-' : '+'}${'9'.repeat(5 - decimals)}.${'9'.repeat(decimals)}`;
  const digits = Math.abs(sample).toFixed(decimals).padStart(6, '0');
  return `${sample < 0 && Number(digits) !== 0 ? '-' : '+'}${digits}`;
}

/** The control outputs as two decimal digits of a bit field: 2 GO, 3 alarm. */
export function ilOutputs(value: string): string {
  return /[9E]\.[9E]{2}/.test(value) ? '08' : '04';
}
