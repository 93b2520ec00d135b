import type { SmuTraits } from '../electrical/smu-channel.ts';

/** What a model has: its channels and what each can do (sheet smu-keithley-2600.md). */
export interface Smu2600Traits extends SmuTraits {
  readonly channels: 1 | 2;
}

const decades = (first: number): number[] =>
  Array.from({ length: 1 - first }, (_, index) => Number(`1e${first + index}`));

/** 40 V and 3 A. Unconfirmed: the regions, which are of the data sheet. */
const low = {
  ranges: { voltage: [0.1, 1, 6, 40], current: [...decades(-7), 3] },
  over: 1.01,
  regions: [
    { voltage: 6, current: 3.03 },
    { voltage: 40.4, current: 1.01 },
  ],
};

/** 200 V and 1.5 A, from a lowest current range on. */
function high(lowest: number): SmuTraits {
  return {
    ranges: { voltage: [0.2, 2, 20, 200], current: [...decades(lowest), 1.5] },
    over: 1.01,
    regions: [
      { voltage: 20.2, current: 1.515 },
      { voltage: 202, current: 0.101 },
    ],
  };
}

/** The models by name. */
export const smu2600Models = {
  '2601B': { ...low, channels: 1 },
  '2602B': { ...low, channels: 2 },
  '2604B': { ...low, channels: 2 },
  '2611B': { ...high(-7), channels: 1 },
  '2612B': { ...high(-7), channels: 2 },
  '2614B': { ...high(-7), channels: 2 },
  '2634B': { ...high(-9), channels: 2 },
  '2635B': { ...high(-10), channels: 1 },
  '2636B': { ...high(-10), channels: 2 },
} as const satisfies Readonly<Record<string, Smu2600Traits>>;

/** A model of the family. */
export type Smu2600Model = keyof typeof smu2600Models;
