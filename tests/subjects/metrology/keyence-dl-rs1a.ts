import { KeyenceDlRs1aSimulator } from '@fourwire/mock';
import type { DisplacementModel } from '@fourwire/mock';
import { displacementSubject } from '../displacement-subject.ts';

export const keyenceDlRs1a = displacementSubject({
  driver: 'keyence-dl-rs1a',
  simulate: (time) => new KeyenceDlRs1aSimulator(time),
  target: ({ amplifiers: [first] }): DisplacementModel => {
    if (first === undefined) throw new Error('The unit has amplifiers');
    return first;
  },
  resolution: 0.001,
  judgement: 'good',
  many: 2000,
});
