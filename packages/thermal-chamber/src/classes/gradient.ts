import type { Call, ImplementationOf } from '@fourwire/core';
import type { rampControl } from './chamber-parts.ts';

/** How a controller keeps its gradient. */
export interface GradientAccess {
  /** The gradient in K/min, `undefined` for as fast as the chamber can. */
  readonly read: (call: Call) => Promise<number | undefined>;
  readonly write: (rate: number | undefined, call: Call) => Promise<void>;
  /** The range of gradients that the controller takes, in K/min. */
  readonly min: number;
  readonly max: number;
  /** Whether a rate read back counts as the one written. */
  readonly same?: (written: number, readBack: number) => boolean;
}

/**
 * Ramp control for controllers whose only way to say "no ramp" is a special gradient: the rate is kept here while
 * ramping is off.
 */
export function gradientRamp({
  read,
  write,
  min,
  max,
  same,
}: GradientAccess): ImplementationOf<typeof rampControl> {
  let kept: number | undefined;
  const rate = async (call: Call): Promise<number> => {
    kept = (await read(call)) ?? kept ?? Math.min(Math.max(1, min), max);
    return kept;
  };
  return {
    enabled: {
      read: async (call) => (await read(call)) !== undefined,
      write: async (on, call) => write(on ? await rate(call) : undefined, call),
    },
    rate: {
      read: rate,
      write: async (wanted, call) => {
        if ((await read(call)) !== undefined) await write(wanted, call);
        kept = wanted;
      },
      limits: () => Promise.resolve({ min, max }),
      ...(same === undefined ? {} : { same }),
    },
  };
}
