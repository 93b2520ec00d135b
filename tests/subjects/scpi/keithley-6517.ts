import { Keithley6517Simulator } from '@fourwire/mock';
import { electrometerSubject } from '../electrometer-subject.ts';

/** The names of the class. */
const names = { VOLT: 'voltage', CURR: 'current', RES: 'resistance', CHAR: 'charge' } as const;

export const keithley6517 = electrometerSubject<Keithley6517Simulator>({
  driver: 'keithley-6517',
  wires: ['gpib', 'serial'],
  simulate: (time) => new Keithley6517Simulator(time),
  longest: 10,
  range: { values: [2, 20, 200], limits: { min: 0, max: 210 } },
  // Settings of the function in force, each asked for with the function before it.
  deadline: { minutes: 15 },
  measured: ({ model }) => model.settings[model.function],
  truth: ({ model }) => model.trueValue(),
  scale: ({ model }) => [model.scale(), model.traits.ranges[0] ?? 0],
  values: {
    function: {
      coupled: 'It decides which settings there are.',
      actual: ({ simulator: { model } }) => names[model.function],
    },
    'source/output': { actual: ({ simulator: { model } }) => model.source.on },
    'source/voltage': {
      coupled: 'The range limits it.',
      values: [0, 5, -100],
      actual: ({ simulator: { model } }) => model.source.level,
    },
  },
});
