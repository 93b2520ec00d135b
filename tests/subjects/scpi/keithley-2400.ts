import { Keithley2400Simulator } from '@fourwire/mock';
import { smuSubject } from '../smu-subject.ts';

export const keithley2400 = smuSubject({
  driver: 'keithley-2400',
  simulate: (time) => new Keithley2400Simulator(time),
  channel: ({ model }) => model.channel,
  wires: ['serial', 'socket', 'gpib'],
});
