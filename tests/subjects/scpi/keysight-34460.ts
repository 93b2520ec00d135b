import { Keysight34461Simulator } from '@fourwire/mock';
import type { DmmModel } from '@fourwire/mock';
import { multimeter, openMultimeter } from '@fourwire/scpi';
import { subject } from '../subject.ts';

/** Whether the function measured has ranges to choose from; those of a frequency are of its signal. */
function hasRange({ function: { ranges, timing } }: DmmModel): boolean {
  return ranges.length > 1 && timing !== 'gate';
}

export const keysight34460 = subject({
  deviceClass: multimeter,
  driver: 'keysight-34460',
  open: openMultimeter,
  simulate: (time) => new Keysight34461Simulator(time),
  wires: ['socket', 'serial', 'hislip', 'vxi11', 'gpib', 'usbtmc'],
  values: {
    function: { coupled: 'It decides which settings there are.' },
    range: {
      coupled: 'Autorange moves it.',
      // The meter takes the next range up.
      same: (written, readBack) => Number(readBack) >= Number(written) && Number(readBack) <= 1000,
      limits: { min: 0, max: 1000 },
      actual: ({ simulator: { model } }) => (hasRange(model) ? model.settings().range : undefined),
    },
    autoRange: {
      coupled: 'Writing the range switches it off.',
      actual: ({ simulator: { model } }) => (hasRange(model) ? model.settings().autorange : undefined),
    },
    integration: {
      values: [0.02, 0.2, 1, 10, 100],
      limits: { min: 0.02, max: 100 },
      actual: ({ simulator: { model } }) =>
        model.function.timing === 'nplc' ? model.settings().nplc : undefined,
    },
    reading: {
      prepare: ({ simulator }) => {
        simulator.model.inputs.voltage = 1.5;
      },
      actual: ({ simulator }) => simulator.model.trueReading,
      // One reading in 500 million is further off.
      tolerance: ({ simulator }) => 6 * simulator.model.noise,
    },
  },
  commands: {
    measure: { input: { function: 'resistance4w', range: 1000, integration: 1 } },
    acquire: {
      input: { count: 20 },
      longInput: { count: 500 },
      stopAfter: { seconds: 2 },
      deadline: { hours: 1 },
    },
  },
  onWire: ['shape', 'writing', 'commands'],
  speed: 20,
});
