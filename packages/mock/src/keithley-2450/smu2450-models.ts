import type { SmuTraits } from '../electrical/smu-channel.ts';

const decades = (first: number, last: number): number[] =>
  Array.from({ length: last - first + 1 }, (_, index) => Number(`1e${first + index}`));

/** What a model has. */
export interface Smu2450Traits extends SmuTraits {
  /** Levels of the overvoltage protection below `NONE`, in V. */
  readonly protections: readonly number[];
}

const protections = [2, 5, 10, 20, 40, 60, 80, 100, 120, 140, 160, 180];

/** The models. Ranges of the 2460 are from its data sheet; unconfirmed. */
export const smu2450Models: Readonly<Record<'2450' | '2460', Smu2450Traits>> = {
  '2450': {
    ranges: { voltage: [0.02, 0.2, 2, 20, 200], current: decades(-8, 0) },
    over: 1.05,
    regions: [
      { voltage: 21, current: 1.05 },
      { voltage: 210, current: 0.105 },
    ],
    protections,
  },
  '2460': {
    ranges: { voltage: [0.2, 2, 7, 10, 20, 100], current: [...decades(-6, 0), 4, 5, 7] },
    over: 1.05,
    regions: [
      { voltage: 7.35, current: 7.35 },
      { voltage: 10.5, current: 5.25 },
      { voltage: 21, current: 4.2 },
      { voltage: 105, current: 1.05 },
    ],
    protections,
  },
};
