import type { GemEquipment } from '@fourwire/secs';
import type { FaultSwitches } from '../faults/catalogue.ts';
import { FaultFlag } from '../faults/flag.ts';
import type { BondOutcome } from '../physics/bonding/bonding-model.ts';
import type { BonderModel } from './bonder-model.ts';

/** The faults of the simulated bonder. */
export function bonderFaults(model: BonderModel, equipment: GemEquipment, busy: FaultFlag): FaultSwitches {
  const [nak, error] = [new FaultFlag(), new FaultFlag()];
  // Every primary is refused with S9F7, or aborted with function 0.
  equipment.intercept = () => (nak.active ? 'refuse' : error.active ? 'abort' : undefined);
  const outcome =
    (name: BondOutcome) =>
    (active: boolean): void => {
      if (active) model.always = name;
      else if (model.always === name) model.always = undefined;
    };
  return {
    nak: nak.switch,
    'error-reply': error.switch,
    busy: busy.switch,
    'brown-out': (active) => {
      if (active) model.brownOut();
    },
    'non-stick': outcome('non-stick-on-pad'),
    'short-tail': outcome('short-tail'),
    'wire-break': outcome('wire-break'),
  };
}
