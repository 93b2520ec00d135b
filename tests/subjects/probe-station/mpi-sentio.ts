import { SentioSimulator } from '@fourwire/mock';
import { proberSubject } from '../prober-subject.ts';

const chuck = { min: 20, max: 150 };

export const mpiSentio = proberSubject({
  driver: 'mpi-sentio',
  simulate: (time) => new SentioSimulator({ ...time, chuck: true }),
  wires: ['socket'],
  options: { chuck },
  chuck,
  commands: { align: { skip: 'The simulated station has no camera.' } },
});
