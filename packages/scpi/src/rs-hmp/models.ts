import { FourwireError } from '@fourwire/core';
import type { ServedModels } from '../session/identify-model.ts';

/** Sheet psu-rs-hmp.md: `ROHDE&SCHWARZ`, early ones `HAMEG`. */
export const models: ServedModels = {
  pattern: /\bHMP(?:2020|2030|4030|4040)\b/,
  names: 'HMP2020, HMP2030, HMP4030 and HMP4040',
};

/** The highest voltage of every output, in V. */
export const highestVoltage = 32.05;

/** The highest currents of the outputs in A, by model. Unconfirmed but for the HMP4040. */
const currents: Readonly<Record<string, readonly number[]>> = {
  HMP2020: [10.01, 5.01],
  HMP2030: [5.01, 5.01, 5.01],
  HMP4030: [10.01, 10.01, 10.01],
  HMP4040: [10.01, 10.01, 10.01, 10.01],
};

/** The highest currents of the outputs of what says this of itself, in A. */
export function currentsOf(identity: {
  readonly manufacturer: string;
  readonly model: string;
}): readonly number[] {
  const [name = ''] = models.pattern.exec(`${identity.manufacturer} ${identity.model}`) ?? [];
  const found = currents[name];
  if (found === undefined) throw new FourwireError('internal', 'model-unsupported', `No table for ${name}.`);
  return found;
}
