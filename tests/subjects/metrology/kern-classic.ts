import { KernClassicSimulator } from '@fourwire/mock';
import { balanceSubject } from '../balance-subject.ts';

export const kernClassic = balanceSubject({
  driver: 'kern-classic',
  simulate: (time) => new KernClassicSimulator(time),
});
