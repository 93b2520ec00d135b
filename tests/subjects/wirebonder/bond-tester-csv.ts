import { BondTesterSimulator } from '@fourwire/mock';
import { bondTester, openBondTester } from '@fourwire/wirebonder';
import { subject } from '../subject.ts';

const headings = 'Test type,Lot,Sample,Unit,Wire,Bond,Peak force (gf),Failure code,Operator,Machine,Time';

export const bondTesterCsv = subject({
  deviceClass: bondTester,
  driver: 'bond-tester-csv',
  open: openBondTester,
  simulate: (time) => new BondTesterSimulator(time),
  wires: ['socket', 'serial'],
  // The tester sends them once, and nothing asks for them again where a fault has swallowed them.
  options: { headings },
  commands: {
    collect: { input: { count: 2, wait: 30 }, longInput: { count: 1000 } },
    importResults: { input: { text: 'Test type,Peak force (gf)\nWire pull,9.1\n' } },
  },
  events: { result$: {} },
});
