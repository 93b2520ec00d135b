import { KeysightE4980Simulator } from '@fourwire/mock';
import { lcrMeter, openLcrMeter } from '@fourwire/scpi';
import { subject } from '../subject.ts';

export const keysightE4980 = subject({
  deviceClass: lcrMeter,
  driver: 'keysight-e4980',
  open: openLcrMeter,
  simulate: (time) => new KeysightE4980Simulator(time),
  wires: ['socket', 'vxi11', 'gpib', 'usbtmc'],
  values: {
    frequency: { actual: ({ simulator: { model } }) => model.settings.frequency },
    voltageLevel: {
      actual: ({ simulator: { model } }) =>
        model.settings.levelMode === 'voltage' ? model.settings.voltage : undefined,
    },
    currentLevel: { skip: 'The signal is a voltage; the other of both levels is refused then.' },
    range: {
      coupled: 'Autorange moves it.',
      values: [10, 1000, 100e3],
      actual: ({ simulator: { model } }) => model.settings.range,
    },
    autoRange: {
      coupled: 'Writing the range switches it off.',
      actual: ({ simulator: { model } }) => model.settings.autoRange,
    },
    averaging: { actual: ({ simulator: { model } }) => model.settings.averages },
    reading: { coupled: 'Other settings change what is measured.' },
    impedance: { coupled: 'Other settings change what is measured.' },
    'trigger/delay': { values: [0, 0.1, 2], actual: ({ simulator: { model } }) => model.settings.delay },
    'bias/enabled': { actual: ({ simulator: { model } }) => model.settings.biasOn },
    'bias/voltage': { actual: ({ simulator: { model } }) => model.settings.biasVoltage },
    'currentBias/current': { actual: ({ simulator: { model } }) => model.settings.biasCurrent },
    'correction/cableLength': { values: [0, 1, 2, 4] },
    'levelControl/enabled': { actual: ({ simulator: { model } }) => model.settings.levelControl },
  },
  commands: {
    acquire: { input: { count: 5 }, longInput: { count: 500 }, stopAfter: { seconds: 2 } },
    sweepFrequency: {
      input: { start: 1e3, stop: 1e6, points: 5, spacing: 'logarithmic' },
      longInput: { start: 1e3, stop: 1e6, points: 100 },
      stopAfter: { seconds: 2 },
    },
    'bias/sweep': {
      input: { start: -2, stop: 2, points: 5 },
      longInput: { start: -2, stop: 2, points: 100 },
      stopAfter: { seconds: 2 },
      stands: ({ simulator: { model } }) => !model.settings.biasOn,
    },
  },
});
