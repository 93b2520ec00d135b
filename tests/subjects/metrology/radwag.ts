import { RadwagSimulator } from '@fourwire/mock';
import { balanceSubject } from '../balance-subject.ts';

export const radwag = balanceSubject({
  driver: 'radwag',
  simulate: (time) => new RadwagSimulator(time),
});
