import type { FaultSwitches } from '../faults/catalogue.ts';
import type { ChamberController } from './chamber-controller.ts';

/** K/h by which a drifting sensor departs. */
const drift = 30;

/** The faults that every chamber may have. Whoever mends one also resets its alarm at the panel. */
export function chamberFaults(controller: ChamberController): FaultSwitches {
  return {
    'brown-out': (active) => {
      if (active) controller.brownOut();
    },
    'sensor-open': (active) => {
      controller.advance();
      controller.sensorOpen = active;
      if (!active) controller.acknowledge('sensor-open');
    },
    'sensor-stuck': (active) => {
      controller.chamber.sensorStuck = active;
    },
    'sensor-drift': (active) => {
      controller.chamber.sensorDrift = active ? drift : 0;
    },
    'door-open': (active) => {
      controller.chamber.doorOpen = active;
      if (!active) controller.acknowledge('door-open');
    },
    'compressor-trip': (active) => {
      controller.chamber.compressor.tripped = active;
      if (!active) controller.acknowledge('compressor-tripped');
    },
    'heater-failed': (active) => {
      controller.chamber.heaterFailed = active;
    },
    'over-temperature': (active) =>
      active ? controller.tripLimiter() : controller.acknowledge('over-temperature'),
  };
}
