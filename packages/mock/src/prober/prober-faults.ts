import type { FaultSwitches } from '../faults/catalogue.ts';
import type { WaferModel } from '../physics/wafer-model.ts';
import type { ProberMachine } from './prober-machine.ts';

/** The faults of every simulated prober. */
export function proberFaults(machine: ProberMachine): FaultSwitches {
  let lost: WaferModel | undefined;
  return {
    busy: (active) => {
      machine.notReady = active;
    },
    'door-open': (active) => {
      machine.doorOpen = active;
    },
    'vacuum-lost': (active) => {
      machine.vacuumLost = active;
    },
    'wafer-lost': (active) => {
      const { prober } = machine;
      machine.vacuumLost = active;
      if (active && prober.wafer !== undefined) {
        lost = prober.wafer;
        prober.unload();
      } else if (!active && lost !== undefined) {
        prober.load(lost);
        lost = undefined;
      }
    },
    'no-contact': (active) => {
      machine.prober.card.lifted = active;
    },
    'emergency-stop': (active) => {
      machine.notReady = active;
      if (active) void machine.motion.stop(undefined, 'not-ready');
    },
    'wafer-ends': (active) => {
      machine.map.endsHere = active;
    },
    'local-mode': (active) => {
      machine.localMode = active;
    },
  };
}
