import type { FaultSwitches } from '../faults/catalogue.ts';
import type { F4tModel } from './f4t-model.ts';

/** K/h by which a drifting sensor departs. */
const drift = 30;

/** The faults of a chamber under an F4T. */
export function f4tFaults(model: F4tModel): FaultSwitches {
  return {
    'brown-out': (active) => {
      if (active) model.brownOut();
    },
    'sensor-open': (active) => (active ? model.openSensor() : model.closeSensor()),
    'sensor-stuck': (active) => {
      model.chamber.sensorStuck = active;
    },
    'sensor-drift': (active) => {
      model.chamber.sensorDrift = active ? drift : 0;
    },
    'door-open': (active) => {
      model.doorOpen = active;
    },
    'compressor-trip': (active) => {
      model.compressorTripped = active;
    },
    'heater-failed': (active) => {
      model.chamber.heaterFailed = active;
    },
    'over-temperature': (active) => (active ? model.tripOverTemperature() : model.clearAlarms()),
  };
}
