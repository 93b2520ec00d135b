import { RigolDp800Simulator } from '@fourwire/mock';
import { outputAt, supplySubject } from '../supply-subject.ts';

export const rigolDp800 = supplySubject({
  driver: 'rigol-dp800',
  simulate: (time) => new RigolDp800Simulator(time),
  wires: ['socket', 'serial', 'vxi11', 'usbtmc'],
  values: {
    'outputs/enabled': {
      coupled: 'Protections switch it off.',
      actual: (bench, path) => outputAt(bench, path).on,
    },
  },
});
