import { MettlerMtSicsSimulator } from '@fourwire/mock';
import { balanceSubject } from '../balance-subject.ts';

export const mtSics = balanceSubject({
  driver: 'mt-sics',
  simulate: (time) => new MettlerMtSicsSimulator(time),
  wires: ['serial', 'socket'],
  values: {
    'tareMemory/value': {
      coupled: 'Taring and zeroing change it.',
      values: [0, 1.5, 20],
      limits: { min: 0 },
      actual: ({ simulator }) => simulator.machine.model.tare,
    },
  },
});
