import type { Limits } from '@fourwire/core';

/** What a model has. */
export interface SystemSmuModel {
  readonly channels: 1 | 2;
  /** The magnitudes to which the voltage can be limited, in V; the largest is also that of the level. */
  readonly voltage: Required<Limits>;
  /** The same for the current, in A. */
  readonly current: Required<Limits>;
}

const low = { voltage: { min: 0.01, max: 40 }, current: { min: 10e-9, max: 3 } } as const;
const high = { voltage: { min: 0.02, max: 200 }, current: { min: 10e-9, max: 1.5 } } as const;
const fine = { voltage: { min: 0.02, max: 200 }, current: { min: 100e-12, max: 1.5 } } as const;

/**
 * The models of the series by their number, without the letter of the edition. Source: sheet smu-keithley-2600.md,
 * "Identity and interfaces" and "Channel attributes". Unconfirmed: the limits of the 2606, 2651 and 2657.
 */
const models: Readonly<Record<string, SystemSmuModel>> = {
  2601: { channels: 1, ...low },
  2602: { channels: 2, ...low },
  2604: { channels: 2, ...low },
  2606: { channels: 2, voltage: { min: 0.01, max: 20 }, current: { min: 10e-9, max: 3 } },
  2611: { channels: 1, ...high },
  2612: { channels: 2, ...high },
  2614: { channels: 2, ...high },
  2634: { channels: 2, ...fine },
  2635: { channels: 1, ...fine },
  2636: { channels: 2, ...fine },
  2651: { channels: 1, voltage: { min: 0.01, max: 40 }, current: { min: 10e-9, max: 20 } },
  2657: { channels: 1, voltage: { min: 0.02, max: 3000 }, current: { min: 100e-12, max: 0.12 } },
};

/** What the model has that calls itself `name`, such as `2636B`; undefined for one of another series. */
export function modelNamed(name: string): SystemSmuModel | undefined {
  return models[/^26\d\d(?=[AB]?(?:-PULSE)?$)/i.exec(name)?.[0] ?? ''];
}
