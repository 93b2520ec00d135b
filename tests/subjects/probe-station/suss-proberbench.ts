import { VeloxSimulator } from '@fourwire/mock';
import { proberSubject } from '../prober-subject.ts';

export const sussProberBench = proberSubject({
  driver: 'suss-proberbench',
  simulate: (time) => new VeloxSimulator({ ...time, gpibEnd: '\r' }),
  wires: ['gpib'],
});
