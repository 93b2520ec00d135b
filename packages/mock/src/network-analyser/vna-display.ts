import type { ComplexNumber } from '../physics/devices/electrical-device.ts';

/** The formats in which a trace is shown (sheet vna-basic.md). */
export const displayFormats = [
  'MLOGarithmic',
  'MLINear',
  'PHASe',
  'UPHase',
  'SMITh',
  'POLar',
  'SWR',
  'REAL',
  'IMAGinary',
  'GDELay',
] as const;

/** A trace as it is shown: one number a point, two where the format is a plane. */
export function shown(
  format: string,
  values: readonly ComplexNumber[],
  frequencies: readonly number[],
): { readonly values: readonly number[]; readonly isPlane: boolean } {
  if (format === 'SMIT' || format === 'POL')
    return { values: values.flatMap(({ real, imaginary }) => [real, imaginary]), isPlane: true };
  const phases = (): number[] => values.map(({ real, imaginary }) => Math.atan2(imaginary, real));
  const magnitudes = values.map(({ real, imaginary }) => Math.hypot(real, imaginary));
  const degrees = (radians: number): number => (radians * 180) / Math.PI;
  const scalar = (): readonly number[] => {
    switch (format) {
      case 'MLIN':
        return magnitudes;
      case 'PHAS':
        return phases().map(degrees);
      case 'UPH':
        return unwrap(phases()).map(degrees);
      case 'SWR':
        return magnitudes.map((magnitude) => (1 + magnitude) / Math.max(1e-12, 1 - magnitude));
      case 'REAL':
        return values.map(({ real }) => real);
      case 'IMAG':
        return values.map(({ imaginary }) => imaginary);
      case 'GDEL':
        return delays(unwrap(phases()), frequencies);
      default:
        return magnitudes.map((magnitude) => 20 * Math.log10(magnitude));
    }
  };
  return { values: scalar(), isPlane: false };
}

/** Phases without jumps of a whole turn. */
function unwrap(phases: readonly number[]): number[] {
  let turns = 0;
  return phases.map((phase, index) => {
    const step = phase - (phases[index - 1] ?? phase);
    if (step > Math.PI) turns--;
    else if (step < -Math.PI) turns++;
    return phase + 2 * Math.PI * turns;
  });
}

function delays(phases: readonly number[], frequencies: readonly number[]): number[] {
  return phases.map((phase, index) => {
    const next = index + 1 < phases.length ? index + 1 : index - 1;
    const span = (frequencies[next] ?? 0) - (frequencies[index] ?? 0);
    return span === 0 ? 0 : -((phases[next] ?? phase) - phase) / (2 * Math.PI * span);
  });
}
