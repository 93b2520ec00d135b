import { BondTesterSimulator } from '@fourwire/mock';
import { bondTester, openBondTester } from '@fourwire/wirebonder';
import { subject } from '../subjects/subject.ts';

const line = 'Test type,Peak force (gf)\nWire pull,9.1\n';

// Not among the subjects of the fault matrix: nothing is ever asked of it, so no trial has anything to try.
subject({
  deviceClass: bondTester,
  driver: 'bond-tester-csv',
  open: openBondTester,
  simulate: (time) => new BondTesterSimulator(time),
  wires: ['socket', 'serial'],
  commands: {
    collect: { input: { count: 2 }, longInput: { count: 1000 } },
    importResults: { input: { text: line } },
  },
  events: { result$: {} },
}).conform();
