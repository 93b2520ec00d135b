import { measured } from '../session/measured.ts';

/**
 * What a scope measured on a waveform. It answers 9.9E37 for what it cannot measure there, which is no overload.
 *
 * @throws FourwireError of kind `device`, code `no-reading`
 */
export function scopeReading(value: number): number {
  return measured(Number.isFinite(value) ? value : Number.NaN);
}
