import type { Call, ReadableImplementation } from '@fourwire/core';
import type { supplyStates } from '../classes/power-supply.ts';
import type { Trip } from './trip.ts';

type SupplyState = (typeof supplyStates)[number];

/** How an output works: tripped, off, or regulating as `regulation` says. */
export function supplyState(
  trips: readonly Trip[],
  isOn: (call: Call) => Promise<boolean>,
  regulation: (call: Call) => Promise<SupplyState>,
): ReadableImplementation<SupplyState> {
  return {
    // After a trip an output may still say that it is on (sheet psu-keysight-e36300.md, "Timing and completion").
    read: async (call) => {
      for (const { tripped } of trips) if (await tripped.read(call)) return 'tripped';
      return (await isOn(call)) ? regulation(call) : 'off';
    },
  };
}
