import { RsHmpSimulator } from '@fourwire/mock';
import { outputAt, supplySubject } from '../supply-subject.ts';

export const rsHmp = supplySubject({
  driver: 'rs-hmp',
  simulate: (time) => new RsHmpSimulator(time),
  wires: ['socket', 'serial', 'gpib', 'usbtmc'],
  values: {
    'outputs/enabled': {
      coupled: 'Protections take its mark away.',
      actual: ({ simulator: { model } }, path) => model.channels[Number(path.split('/')[1]) - 1]?.selected,
    },
    'master/enabled': { actual: ({ simulator: { model } }) => model.master },
    'outputs/overvoltageProtection/level': {
      actual: (bench, path) => outputAt(bench, path).overVoltage.level,
      tolerance: 1e-3,
      // It keeps three digits and drops the rest.
      same: (written, readBack) => Math.abs(Number(written) - Number(readBack)) <= 1e-3,
    },
  },
  commands: {
    'outputs/sequence/run': {
      input: {
        steps: [
          { voltage: 1, currentLimit: 0.5, dwell: 0.5 },
          { voltage: 2, currentLimit: 0.5, dwell: 0.5 },
        ],
      },
      longInput: { steps: [{ voltage: 1, currentLimit: 0.5, dwell: 10 }], repetitions: 6 },
      stopAfter: { seconds: 3 },
      stands: ({ simulator: { model } }) => model.bank.outputs.every(({ on }) => !on),
    },
  },
});
