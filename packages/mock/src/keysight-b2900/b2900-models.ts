import type { SmuTraits } from '../electrical/smu-channel.ts';

/** What a model has: its channels and what each can do. */
export interface B2900Traits extends SmuTraits {
  readonly channels: 1 | 2;
}

/** Ranges and regions are from the vendor's data sheets; unconfirmed. */
function traits(channels: 1 | 2, lowest: number): B2900Traits {
  const currents = [1e-8, 1e-7, 1e-6, 1e-5, 1e-4, 1e-3, 1e-2, 0.1, 1, 1.5, 3];
  return {
    channels,
    ranges: { voltage: [0.2, 2, 20, 200], current: currents.filter((range) => range >= lowest) },
    over: 1.05,
    regions: [
      { voltage: 6, current: 3.03 },
      { voltage: 21, current: 1.515 },
      { voltage: 210, current: 0.105 },
    ],
  };
}

/** The models by name. */
export const b2900Models = {
  B2901A: traits(1, 1e-7),
  B2902A: traits(2, 1e-7),
  B2911A: traits(1, 1e-8),
  B2912A: traits(2, 1e-8),
  B2961A: traits(1, 1e-8),
  B2962A: traits(2, 1e-8),
} as const;

/** A model of the family. */
export type B2900Model = keyof typeof b2900Models;
