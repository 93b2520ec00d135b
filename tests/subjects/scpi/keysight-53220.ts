import { Keysight53220Simulator } from '@fourwire/mock';
import { frequencyCounter, openFrequencyCounter } from '@fourwire/scpi';
import { subject } from '../subject.ts';

/** The input that a path such as `inputs/1/level` is of. */
const inputAt = ({ simulator }: { readonly simulator: Keysight53220Simulator }, path: string) =>
  simulator.model.inputs[Number(path.split('/')[1]) - 1];

export const keysight53220 = subject({
  deviceClass: frequencyCounter,
  driver: 'keysight-53220',
  open: openFrequencyCounter,
  simulate: (time) => new Keysight53220Simulator(time),
  wires: ['socket', 'vxi11', 'gpib', 'usbtmc'],
  values: {
    'inputs/coupling': { actual: (bench, path) => inputAt(bench, path)?.coupling.toLowerCase() },
    'inputs/level': {
      coupled: 'An automatic level moves it.',
      actual: (bench, path) => inputAt(bench, path)?.level,
      tolerance: 5e-3,
    },
    'inputs/autoLevel': {
      coupled: 'Writing a level switches it off.',
      actual: (bench, path) => inputAt(bench, path)?.auto,
    },
    'inputs/lowPass': { actual: (bench, path) => inputAt(bench, path)?.filter },
    function: { coupled: 'A new input is written with it.' },
    gateTime: {
      values: [1e-3, 0.1, 2],
      actual: ({ simulator: { model } }) => model.gate,
    },
    reading: { coupled: 'Other settings change what is measured.' },
    'trigger/delay': { values: [0, 0.5, 10] },
  },
  commands: {
    measure: { input: { function: 'frequency', input: 1 } },
    acquire: { input: { count: 5 }, longInput: { count: 500 }, stopAfter: { seconds: 2 } },
    'trigger/fire': {
      prepare: async ({ device, clock }) => {
        await device.trigger.source.write('software');
        device.acquire({ count: 1 }).then(
          () => {},
          () => {},
        );
        // Until it waits for its trigger.
        await clock.sleep(1000);
      },
    },
    'totalize/count': { skip: 'The simulator has no totals.' },
  },
});
