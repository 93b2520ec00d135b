import { SiglentSpdSimulator } from '@fourwire/mock';
import { outputAt, supplySubject } from '../supply-subject.ts';

const coupled = 'Outputs in series or parallel follow the first.';

export const siglentSpd = supplySubject({
  driver: 'siglent-spd',
  simulate: (time) => new SiglentSpdSimulator(time),
  wires: ['socket', 'usbtmc'],
  values: {
    'outputs/voltage': { coupled, actual: (bench, path) => outputAt(bench, path).voltage, tolerance: 1e-3 },
    'outputs/currentLimit': {
      coupled,
      actual: (bench, path) => outputAt(bench, path).currentLimit,
      tolerance: 1e-3,
    },
    'outputs/enabled': { coupled, actual: (bench, path) => outputAt(bench, path).on },
  },
});
