import { Keysight34461Simulator } from '@fourwire/mock';
import { multimeterSubject } from '../multimeter-subject.ts';

export const keysight34460 = multimeterSubject({
  driver: 'keysight-34460',
  simulate: (time) => new Keysight34461Simulator(time),
  wires: ['socket', 'serial', 'hislip', 'vxi11', 'gpib', 'usbtmc'],
  integrationTimes: [0.02, 0.2, 1, 10, 100],
  shortest: 0.02,
});
