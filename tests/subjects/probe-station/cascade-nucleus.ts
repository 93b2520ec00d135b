import { NucleusSimulator } from '@fourwire/mock';
import { proberSubject } from '../prober-subject.ts';

export const cascadeNucleus = proberSubject({
  driver: 'cascade-nucleus',
  simulate: (time) => new NucleusSimulator(time),
  wires: ['gpib'],
});
