import { Keithley2600Simulator } from '@fourwire/mock';
import { smuSubject } from '../smu-subject.ts';

export const keithley2600 = smuSubject({
  driver: 'keithley-2600',
  simulate: (time) => new Keithley2600Simulator({ ...time, model: '2601B' }),
  channel: ({ channels }, number) => channels[number - 1]?.smu,
  wires: ['socket', 'serial', 'vxi11', 'gpib'],
  values: {
    'channels/offState': {
      actual: ({ simulator: { channels } }) =>
        (['normal', 'zero', 'highImpedance'] as const)[channels[0]?.offMode ?? 0],
    },
    'channels/autoZero/enabled': { actual: ({ simulator: { channels } }) => channels[0]?.autoZero === 2 },
    'channels/filter/enabled': { actual: ({ simulator: { channels } }) => channels[0]?.filter.on },
  },
});
