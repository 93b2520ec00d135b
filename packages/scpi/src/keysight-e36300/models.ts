import { FourwireError } from '@fourwire/core';
import type { Limits } from '@fourwire/core';
import type { ServedModels } from '../session/identify-model.ts';

/** What one output can be set to. */
export interface OutputRange {
  /** In V; the negative output of the E36311A has negative ones. */
  readonly voltage: Required<Limits>;
  /** In A. */
  readonly current: Required<Limits>;
  /** Of the overvoltage protection, in V without a sign. */
  readonly protection: Required<Limits>;
}

/** What a model has. */
export interface SupplyModel {
  readonly outputs: readonly OutputRange[];
  /** Whether its outputs can regulate at the load. */
  readonly fourWire: boolean;
}

/** Sheet psu-keysight-e36300.md, "Identity and interfaces". */
export const models: ServedModels = {
  pattern: /\bE3631[123]A\b/,
  names: 'E36311A, E36312A and E36313A',
};

const low = { min: 0.5, max: 6.6 };
const high = { min: 0.5, max: 27.5 };
const p25v1a: OutputRange = {
  voltage: { min: 0, max: 25.75 },
  current: { min: 0.001, max: 1.03 },
  protection: high,
};
const p6v5a: OutputRange = {
  voltage: { min: 0, max: 6.18 },
  current: { min: 0.002, max: 5.15 },
  protection: low,
};
const p25v2a: OutputRange = { ...p25v1a, current: { min: 0.001, max: 2.06 } };

/** Programmable limits, after libsigrok (sheet, "Outputs"). */
const tables: Readonly<Record<string, SupplyModel>> = {
  E36311A: {
    outputs: [p6v5a, p25v1a, { ...p25v1a, voltage: { min: -25.75, max: 0 } }],
    fourWire: false,
  },
  E36312A: { outputs: [p6v5a, p25v1a, p25v1a], fourWire: true },
  E36313A: {
    outputs: [{ ...p6v5a, current: { min: 0.002, max: 10.3 } }, p25v2a, p25v2a],
    fourWire: true,
  },
};

/** What the model has that says this of itself. */
export function modelOf(identity: { readonly manufacturer: string; readonly model: string }): SupplyModel {
  const [name = ''] = models.pattern.exec(`${identity.manufacturer} ${identity.model}`) ?? [];
  const model = tables[name];
  if (model === undefined) throw new FourwireError('internal', 'model-unsupported', `No table for ${name}.`);
  return model;
}
