import { Keithley6485Simulator } from '@fourwire/mock';
import { electrometerSubject } from '../electrometer-subject.ts';
import type { ElectrometerEntry } from '../electrometer-subject.ts';

const picoammeter = {
  driver: 'keithley-6485',
  wires: ['gpib', 'serial'],
  longest: 5,
  range: { values: [2e-9, 2e-6, 2e-2], limits: { min: 0, max: 2.1e-2 } },
  measured: ({ model }) => ({
    automatic: model.range.automatic,
    nplc: model.input.nplc,
    average: model.average,
    median: model.median,
  }),
  scale: ({ model }) => [model.scale, 2e-9],
} satisfies Partial<ElectrometerEntry<Keithley6485Simulator>>;

export const keithley6485 = electrometerSubject<Keithley6485Simulator>({
  ...picoammeter,
  simulate: (time) => new Keithley6485Simulator(time),
  truth: ({ model }) => model.trueCurrent,
  values: {
    function: { values: ['current'] },
  },
});

export const keithley6487 = electrometerSubject<Keithley6485Simulator>({
  ...picoammeter,
  variant: '6487',
  simulate: (time) => new Keithley6485Simulator({ ...time, model: '6487' }),
  truth: ({ model }) => (model.ohms ? undefined : model.trueCurrent),
  values: {
    function: {
      values: ['current', 'resistance'],
      actual: ({ simulator: { model } }) => (model.ohms ? 'resistance' : 'current'),
    },
    'damping/enabled': { actual: ({ simulator: { model } }) => model.damping },
    'source/output': { actual: ({ simulator: { model } }) => model.source.on },
    'source/voltage': {
      coupled: 'The range limits it.',
      values: [0, 5, -10],
      actual: ({ simulator: { model } }) => model.source.level,
    },
  },
});
