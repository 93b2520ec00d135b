import { KeysightE36300Simulator } from '@fourwire/mock';
import { supplySubject } from '../supply-subject.ts';

export const keysightE36300 = supplySubject({
  driver: 'keysight-e36300',
  simulate: (time) => new KeysightE36300Simulator(time),
  wires: ['socket', 'vxi11', 'gpib', 'usbtmc'],
  values: {
    'pairing/mode': {
      coupled: 'Outputs 2 and 3 go together.',
      actual: ({ simulator: { model } }) =>
        ({ OFF: 'independent', TRAC: 'independent', SER: 'series', PAR: 'parallel' })[model.pair],
    },
  },
});
