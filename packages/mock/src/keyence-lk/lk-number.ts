import type { DisplacementSample } from '../physics/displacement-model.ts';

/** Sign and seven characters with the point, or what stands for no value. */
export function lkNumber(sample: DisplacementSample, decimals: number): string {
  if (sample === 'no-target') return 'XXXXXXXX';
  if (typeof sample !== 'number') return sample === 'far' ? '+FFFFFFF' : '-FFFFFFF';
  const digits = Math.abs(sample).toFixed(decimals).padStart(7, '0');
  return `${sample < 0 && Number(digits) !== 0 ? '-' : '+'}${digits}`;
}
