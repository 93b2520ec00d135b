import { KeysightB2900Simulator } from '@fourwire/mock';
import { smuSubject } from '../smu-subject.ts';

export const keysightB2900 = smuSubject({
  driver: 'keysight-b2900',
  simulate: (time) => new KeysightB2900Simulator({ ...time, model: 'B2901A' }),
  channel: ({ channels }, number) => channels[number - 1]?.smu,
  wires: ['socket', 'vxi11', 'gpib', 'usbtmc'],
});
