import type { FaultSwitches } from '../faults/catalogue.ts';
import type { GemEquipment } from '../gem-equipment/gem-equipment.ts';
import type { BondOutcome } from '../physics/bonding/bonding-model.ts';
import type { BonderModel } from './bonder-model.ts';

/** The faults of the simulated bonder. */
export function bonderFaults(model: BonderModel, equipment: GemEquipment): FaultSwitches {
  const outcome =
    (name: BondOutcome) =>
    (active: boolean): void => {
      if (active) model.always = name;
      else if (model.always === name) model.always = undefined;
    };
  return {
    ...equipment.faults,
    'brown-out': (active) => {
      if (active) model.brownOut();
    },
    'non-stick': outcome('non-stick-on-pad'),
    'short-tail': outcome('short-tail'),
    'wire-break': outcome('wire-break'),
  };
}
