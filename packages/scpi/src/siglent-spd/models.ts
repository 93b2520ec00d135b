import { FourwireError } from '@fourwire/core';
import type { ServedModels } from '../session/identify-model.ts';

/** What a model has. */
export interface SupplyModel {
  /** Outputs that can be set; the third of an SPD3303 is a switch at the panel. */
  readonly outputs: number;
  /** The highest level of each output, in V. */
  readonly voltage: number;
  /** The highest level of each output, in A. */
  readonly current: number;
  /** Steps of the levels, in V and A. */
  readonly step: number;
  /** Whether the outputs can be put in series and parallel. */
  readonly pairing: boolean;
  /** Whether it can regulate at the load. */
  readonly fourWire: boolean;
}

/** Sheet psu-siglent-spd.md. */
export const models: ServedModels = {
  pattern: /\bSPD(?:3303(?:X-E|[XCD])|1168X|1305X)(?![\w-])/,
  names: 'SPD3303X, SPD3303X-E, SPD3303C, SPD3303D, SPD1168X and SPD1305X',
};

const triple: SupplyModel = {
  outputs: 2,
  voltage: 32,
  current: 3.2,
  step: 1e-3,
  pairing: true,
  fourWire: false,
};
const single = { outputs: 1, step: 1e-3, pairing: false, fourWire: true } as const;

/** The supply drops what is too high without a word, so the limits are kept here. Unconfirmed: those of the SPD3303. */
const tables: Readonly<Record<string, SupplyModel>> = {
  SPD3303X: triple,
  'SPD3303X-E': { ...triple, step: 1e-2 },
  SPD3303C: { ...triple, step: 1e-2 },
  SPD3303D: { ...triple, step: 1e-2 },
  SPD1168X: { ...single, voltage: 16, current: 8 },
  SPD1305X: { ...single, voltage: 30, current: 5 },
};

/** What the model has that says this of itself. */
export function modelOf(identity: { readonly manufacturer: string; readonly model: string }): SupplyModel {
  const [name = ''] = models.pattern.exec(`${identity.manufacturer} ${identity.model}`) ?? [];
  const model = tables[name];
  if (model === undefined) throw new FourwireError('internal', 'model-unsupported', `No table for ${name}.`);
  return model;
}
