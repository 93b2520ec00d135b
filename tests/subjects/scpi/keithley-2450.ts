import { Keithley2450Simulator } from '@fourwire/mock';
import { smuSubject } from '../smu-subject.ts';

/** What is measured keeps settings of its own; they come into force with the next reading. */
const measuring = ({ model: { channel, sense } }: Keithley2450Simulator) =>
  sense[channel.source === 'voltage' ? 'current' : 'voltage'];

export const keithley2450 = smuSubject({
  driver: 'keithley-2450',
  simulate: (time) => new Keithley2450Simulator(time),
  channel: ({ model }) => model.channel,
  wires: ['socket', 'vxi11', 'gpib', 'usbtmc'],
  // Under late replies some 35 members wait behind each other, 5 s each.
  deadline: { minutes: 5 },
  values: {
    'channels/fourWire': { actual: ({ simulator }) => measuring(simulator).fourWire },
    'channels/integration': {
      values: [0.1, 1, 10],
      actual: ({ simulator }) => measuring(simulator).nplc,
      tolerance: 1e-6,
    },
    'channels/autoZero/enabled': { actual: ({ simulator }) => measuring(simulator).autoZero },
    'channels/filter/enabled': { actual: ({ simulator }) => measuring(simulator).average.on },
    'channels/overvoltageProtection/level': {
      values: [2, 20, 180],
      coupled: 'Writing it switches the protection on.',
      limits: { min: 2, max: 180 },
    },
    'channels/overvoltageProtection/enabled': {
      coupled: 'Writing the level switches it on.',
      actual: ({ simulator: { model } }) => Number.isFinite(model.channel.clamp),
    },
  },
});
