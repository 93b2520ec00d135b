import type { Call } from '@fourwire/core';

/** What a reference run to one end of travel and then to the other needs. */
export interface TwoRuns {
  readonly moving: (call: Call) => Promise<boolean>;
  /** Starts the run to the lower end, which becomes the origin. */
  readonly first: (call: Call) => Promise<void>;
  /** Starts the run to the upper end. */
  readonly second: (call: Call) => Promise<void>;
}

/** A reference run of two: the second starts when the first has ended. */
export function twoRuns({ moving, first, second }: TwoRuns): {
  start(call: Call): Promise<void>;
  running(call: Call): Promise<boolean>;
} {
  let isFirst = false;
  return {
    start: async (call) => {
      isFirst = true;
      await first(call);
    },
    running: async (call) => {
      if (await moving(call)) return true;
      if (!isFirst) return false;
      isFirst = false;
      await second(call);
      return true;
    },
  };
}
