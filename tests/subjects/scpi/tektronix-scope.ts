import { TektronixScopeSimulator } from '@fourwire/mock';
import { family, ofChannel, scopeSubject } from '../scope-subject.ts';

export const tektronixScope = scopeSubject({
  driver: 'tektronix-scope',
  simulate: (time) => new TektronixScopeSimulator(time),
  wires: ['socket', 'vxi11', 'usbtmc', 'gpib'],
  averages: 512,
  values: {
    'channels/offset': {
      values: [0, 1, -2],
      widerLimits: family,
      actual: ofChannel(({ offset }) => offset),
      tolerance: 1e-3,
    },
    'timebase/position': { values: [0, 1e-6, -1e-6], coupled: 'The time base scales it.' },
    'channels/termination/impedance': {
      actual: ofChannel(({ impedance }) => (impedance === 50 ? '50Ohm' : '1MOhm')),
    },
  },
});
