import type { FaultSwitches } from '../faults/catalogue.ts';
import type { WaferModel } from '../physics/wafer-model.ts';
import type { SentioModel } from './sentio-model.ts';

/** The faults of a station under SENTIO. */
export function sentioFaults(model: SentioModel): FaultSwitches {
  let lost: WaferModel | undefined;
  return {
    busy: (active) => {
      model.notReady = active;
    },
    'door-open': (active) => {
      model.doorOpen = active;
    },
    'vacuum-lost': (active) => {
      model.vacuumLost = active;
    },
    'wafer-lost': (active) => {
      const { prober } = model;
      model.vacuumLost = active;
      if (active && prober.wafer !== undefined) {
        lost = prober.wafer;
        prober.unload();
      } else if (!active && lost !== undefined) {
        prober.load(lost);
        lost = undefined;
      }
    },
    'no-contact': (active) => {
      model.prober.card.lifted = active;
    },
    'emergency-stop': (active) => {
      model.notReady = active;
      if (active) void model.motion.stop();
    },
  };
}
