import { RigolDs1000zSimulator } from '@fourwire/mock';
import { ofChannel, scopeSubject } from '../scope-subject.ts';

export const rigolDs1000z = scopeSubject({
  driver: 'rigol-ds1000z',
  simulate: (time) => new RigolDs1000zSimulator(time),
  wires: ['socket', 'vxi11', 'usbtmc'],
  averages: 1024,
  values: {
    'channels/offset': { coupled: 'The scale limits it.', actual: ofChannel(({ offset }) => 0 - offset) },
    'timebase/position': {
      values: [0, 1e-6, -1e-6],
      actual: ({ simulator: { model } }) => model.settings.position,
    },
  },
});
