import type { SmuSettings } from './smu-port.ts';
import type { PathSettings } from '../session/path-settings.ts';
import { fullScale, limited } from '../session/limited.ts';

/** Where the settings of a quantity stand in an instrument's command tree. */
export interface ScpiQuantityPaths {
  /** Under which the level stands, and `RANG` of the source. */
  readonly source: string;
  /** Under which `RANG` of the meter stands. */
  readonly sense: string;
  readonly compliance: string;
}

/**
 * The voltage or the current of a channel over SCPI.
 *
 * @param max - the largest magnitude of the model found
 */
export function scpiQuantity(
  at: PathSettings,
  { source, sense, compliance }: ScpiQuantityPaths,
  max: () => number,
): SmuSettings['voltage'] & SmuSettings['current'] {
  return {
    level: limited(at.number(source), () => ({ min: -max(), max: max() })),
    compliance: limited(at.number(compliance), () => ({ min: 0, max: max() })),
    sourceRange: fullScale(at.number(`${source}:RANG`), max),
    sourceAutoRange: at.boolean(`${source}:RANG:AUTO`),
    measureRange: fullScale(at.number(`${sense}:RANG`), max),
    measureAutoRange: at.boolean(`${sense}:RANG:AUTO`),
  };
}
