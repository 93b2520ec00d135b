import { VeloxSimulator } from '@fourwire/mock';
import { proberSubject } from '../prober-subject.ts';

const chuck = { min: 20, max: 150 };

export const formfactorVelox = proberSubject({
  driver: 'formfactor-velox',
  simulate: (time) => new VeloxSimulator({ ...time, chuck: true }),
  wires: ['socket', 'gpib'],
  options: { chuck },
  chuck,
});
