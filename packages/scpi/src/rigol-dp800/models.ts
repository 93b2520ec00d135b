import type { ServedModels } from '../session/identify-model.ts';

/** What one output can be set to. */
export interface OutputRange {
  /** Highest voltage in V; negative for a negative output. */
  readonly voltage: number;
  /** Highest current in A. */
  readonly current: number;
  /** What the output is sold as, in V without a sign. */
  readonly nominal: number;
  /** Whether it can regulate at the load. */
  readonly fourWire: boolean;
}

/** Sheet psu-rigol-dp800.md. */
export const models: ServedModels = {
  pattern: /\bDP8(?:11|21|31|32)A?\b/,
  names: 'DP811, DP821, DP831 and DP832, with and without A',
};

const output = (nominal: number, voltage: number, current: number, fourWire = false): OutputRange => ({
  voltage,
  current,
  nominal,
  fourWire,
});

/**
 * The outputs of a model. The limits of the DP832 are confirmed (sheet), those of DP821 and DP831 from the reference in
 * visa-ts; those of the DP811 are what it is sold as.
 */
export function outputsOf(model: string, range: string | undefined): readonly OutputRange[] {
  switch (model.slice(0, 5)) {
    case 'DP811':
      return [range === 'P40V' ? output(40, 40, 5, true) : output(20, 20, 10, true)];
    case 'DP821':
      return [output(60, 63, 1.05), output(8, 8.4, 10.5, true)];
    case 'DP831':
      return [output(8, 8.4, 5.3), output(30, 32, 2.1), output(30, -32, 2.1)];
    default:
      return [output(30, 32, 3.2), output(30, 32, 3.2), output(5, 5.3, 3.2)];
  }
}
