import { OhausSimulator } from '@fourwire/mock';
import { balanceSubject } from '../balance-subject.ts';

export const ohaus = balanceSubject({
  driver: 'ohaus',
  simulate: (time) => new OhausSimulator(time),
});
