import type { Clock } from '@fourwire/core';
import type { FaultSwitches } from '../faults/catalogue.ts';
import type { DisplacementModel } from '../physics/displacement-model.ts';

/** The faults that every displacement sensor has. */
export function displacementFaults(model: DisplacementModel, clock: Clock): FaultSwitches {
  return {
    'sensor-stuck': (active) => model.stickAt(active ? clock.monotonic() / 1000 : undefined),
    'out-of-range': (active) => {
      model.targetLost = active;
    },
  };
}
