import type { ThermalLoopModel } from '../physics/thermal-loop-model.ts';
import type { FaultSwitches } from './catalogue.ts';

/** K/h by which a drifting sensor departs. */
const drift = 30;

/**
 * The faults of any temperature loop that nothing on the wire shows.
 *
 * @param loop - the physics, advanced to now
 */
export function loopFaults(loop: () => ThermalLoopModel): FaultSwitches {
  return {
    'sensor-stuck': (active) => {
      loop().sensorStuck = active;
    },
    'sensor-drift': (active) => {
      loop().sensorDrift = active ? drift : 0;
    },
    'heater-failed': (active) => {
      loop().heaterFailed = active;
    },
  };
}

/**
 * The fault of a loop whose cold comes from a compressor.
 *
 * @param loop - the physics, advanced to now
 */
export function compressorFault(loop: () => ThermalLoopModel): FaultSwitches {
  return {
    'compressor-trip': (active) => {
      loop().coolerFailed = active;
    },
  };
}
