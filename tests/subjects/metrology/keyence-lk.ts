import { KeyenceLkSimulator } from '@fourwire/mock';
import { displacementSubject } from '../displacement-subject.ts';

export const keyenceLk = displacementSubject({
  driver: 'keyence-lk',
  simulate: (time) => new KeyenceLkSimulator(time),
  target: ({ model }) => model,
  resolution: 0.0001,
  many: 2000,
});
