import type { FaultSwitches } from '../faults/catalogue.ts';
import type { ScpiInstrument } from '../scpi/scpi-instrument.ts';
import { addConfigureCommands } from './configure-commands.ts';
import { addDataCommands, addStatus } from './data-commands.ts';
import type { DmmModel } from './dmm-model.ts';
import { addPanelCommands } from './panel-commands.ts';
import type { DmmPanel } from './panel-commands.ts';
import type { ReadingFormat } from './reply-format.ts';
import { addSenseCommands } from './sense-commands.ts';
import { addTriggerCommands } from './trigger-commands.ts';

/** All that the multimeters of the family have in common; gives how readings are sent. */
export function addDmmCommands(instrument: ScpiInstrument, model: DmmModel, panel: DmmPanel): ReadingFormat {
  // *RST leaves the format alone: a driver must set it.
  const format: ReadingFormat = { real: undefined, swapped: false };
  addConfigureCommands(instrument, model, format);
  addSenseCommands(instrument, model);
  addTriggerCommands(instrument, model);
  addDataCommands(instrument, model, format);
  addStatus(instrument, model);
  addPanelCommands(instrument, model, panel);
  return format;
}

/** The faults of the meter itself. */
export function dmmFaults(model: DmmModel): FaultSwitches {
  return {
    'no-contact': (active) => {
      model.overload = active;
    },
    'sensor-stuck': (active) => {
      model.stuckAt = active ? model.measure() : undefined;
    },
  };
}
