import { FourwireError } from '@fourwire/core';
import type { ServedModels } from '../session/identify-model.ts';

/** What a model has. */
export interface GeneratorModel {
  readonly channels: 1 | 2;
  /** Highest frequency of a sine, in Hz. */
  readonly highestFrequency: number;
  /** Highest rate of an arbitrary waveform, in samples a second. */
  readonly highestRate: number;
}

/** Sheet awg-keysight-33500.md. */
export const models: ServedModels = {
  pattern: /\b33(?:5(?:10|11|12|21|22)B|6(?:11|12|21|22)A)\b/,
  names: '33510B, 33511B, 33512B, 33521B, 33522B, 33611A, 33612A, 33621A and 33622A',
};

const model = (channels: 1 | 2, megahertz: number, megasamples: number): GeneratorModel => ({
  channels,
  highestFrequency: megahertz * 1e6,
  highestRate: megasamples * 1e6,
});

const tables: Readonly<Record<string, GeneratorModel>> = {
  '33510B': model(2, 20, 160),
  '33511B': model(1, 20, 160),
  '33512B': model(2, 20, 160),
  '33521B': model(1, 30, 250),
  '33522B': model(2, 30, 250),
  '33611A': model(1, 80, 660),
  '33612A': model(2, 80, 660),
  '33621A': model(1, 120, 1000),
  '33622A': model(2, 120, 1000),
};

/** What the model has that says this of itself. */
export function modelOf(identity: { readonly manufacturer: string; readonly model: string }): GeneratorModel {
  const [name = ''] = models.pattern.exec(`${identity.manufacturer} ${identity.model}`) ?? [];
  const found = tables[name];
  if (found === undefined) throw new FourwireError('internal', 'model-unsupported', `No table for ${name}.`);
  return found;
}
