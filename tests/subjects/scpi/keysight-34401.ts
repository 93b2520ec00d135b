import { Keysight34401Simulator } from '@fourwire/mock';
import { multimeterSubject } from '../multimeter-subject.ts';

export const keysight34401 = multimeterSubject({
  driver: 'keysight-34401',
  simulate: (time) => new Keysight34401Simulator(time),
  wires: ['gpib', 'serial'],
  functions: ['dcVoltage', 'acCurrent', 'resistance4w', 'frequency', 'continuity'],
  integrationTimes: [0.02, 0.2, 1, 10, 100],
  shortest: 0.02,
});

export const keysight34410 = multimeterSubject({
  driver: 'keysight-34401',
  variant: '34410A',
  simulate: (time) => new Keysight34401Simulator({ ...time, model: '34410A' }),
  wires: ['socket', 'vxi11', 'usbtmc'],
  integrationTimes: [0.006, 0.02, 0.2, 1, 10, 100],
  shortest: 0.006,
  onWire: ['shape'],
});
