import { SignatoneSimulator } from '@fourwire/mock';
import { acrossTheMap, proberSubject, rightmost } from '../prober-subject.ts';

export const signatone = proberSubject({
  driver: 'signatone',
  simulate: (time) => new SignatoneSimulator(time),
  wires: ['socket'],
  options: { route: acrossTheMap },
  farDie: rightmost,
});
