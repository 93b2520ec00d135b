import { SartoriusSbiSimulator } from '@fourwire/mock';
import { balanceSubject } from '../balance-subject.ts';

export const sartoriusSbi = balanceSubject({
  driver: 'sartorius-sbi',
  simulate: (time) => new SartoriusSbiSimulator(time),
  wires: ['serial', 'socket'],
});
