import { AanddSimulator } from '@fourwire/mock';
import { balanceSubject } from '../balance-subject.ts';

export const aandd = balanceSubject({
  driver: 'aandd',
  simulate: (time) => new AanddSimulator(time),
});
