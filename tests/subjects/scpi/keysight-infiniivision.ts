import { KeysightInfiniiVisionSimulator } from '@fourwire/mock';
import { family, ofChannel, scopeSubject } from '../scope-subject.ts';

export const keysightInfiniivision = scopeSubject({
  driver: 'keysight-infiniivision',
  simulate: (time) => new KeysightInfiniiVisionSimulator(time),
  wires: ['socket', 'vxi11', 'usbtmc'],
  averages: 4096,
  values: {
    'channels/offset': {
      coupled: 'The probe scales it.',
      values: [0, 1, -2],
      widerLimits: family,
      actual: ofChannel(({ offset }) => offset),
    },
    'timebase/position': {
      values: [0, 1e-6, -1e-6],
      actual: ({ simulator: { model } }) => model.settings.position,
    },
    'channels/termination/impedance': {
      actual: ofChannel(({ impedance }) => (impedance === 50 ? '50Ohm' : '1MOhm')),
    },
  },
});
