import type { OutputRating } from '../physics/supply-output.ts';

/** The supplies of the family that the simulator can be. */
export type Dp800Model = 'DP811A' | 'DP821A' | 'DP831A' | 'DP832' | 'DP832A';

/** One channel of a model. */
export interface Dp800Channel {
  readonly rating: OutputRating;
  /** As the answer to `APPLy?` names it. */
  readonly label: string;
  /** What *RST sets as current limit, in A. */
  readonly current: number;
  /** Highest levels of the protections in V and A. */
  readonly protection: readonly [volts: number, amperes: number];
  /** Whether it measures at the load by sense wires. */
  readonly remoteSense?: true;
}

/** How a model differs from the others. */
export interface Dp800Traits {
  readonly channels: readonly Dp800Channel[];
  /** The two channels that may track each other, by number. */
  readonly tracking: readonly [number, number] | undefined;
  /** A second range of channel 1, which `OUTPut:RANGe P40V` chooses. */
  readonly highRange?: Dp800Channel;
}

/**
 * A channel by its nominal values. What can be set beyond them is in the programming guide (`APPLy`). Unconfirmed: the
 * protections reach 10 % beyond the nominal values.
 */
function channel(
  number: number,
  [volts, amperes]: readonly [number, number],
  [mostVolts, mostAmperes]: readonly [number, number],
): Dp800Channel {
  return {
    rating: { voltage: mostVolts, current: mostAmperes },
    label: `CH${number}:${volts}V/${amperes}A`,
    current: amperes,
    protection: [Math.round(Math.abs(volts) * 110) / 100, Math.round(amperes * 110) / 100],
  };
}

const dp832: Dp800Traits = {
  channels: [channel(1, [30, 3], [32, 3.2]), channel(2, [30, 3], [32, 3.2]), channel(3, [5, 3], [5.3, 3.2])],
  tracking: [1, 2],
};

/** Channels of the models (sheet psu-rigol-dp800.md; settable ranges from the programming guide, `APPLy`). */
export const dp800Models: Readonly<Record<Dp800Model, Dp800Traits>> = {
  DP811A: {
    channels: [{ ...channel(1, [20, 10], [21, 10.5]), remoteSense: true }],
    tracking: undefined,
    highRange: { ...channel(1, [40, 5], [42, 5.3]), remoteSense: true },
  },
  DP821A: {
    channels: [channel(1, [60, 1], [63, 1.05]), { ...channel(2, [8, 10], [8.4, 10.5]), remoteSense: true }],
    tracking: undefined,
  },
  DP831A: {
    channels: [
      channel(1, [8, 5], [8.4, 5.3]),
      channel(2, [30, 2], [32, 2.1]),
      channel(3, [-30, 2], [-32, 2.1]),
    ],
    tracking: [2, 3],
  },
  DP832: dp832,
  DP832A: dp832,
};
