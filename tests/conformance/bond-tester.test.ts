import { BondTesterSimulator } from '@fourwire/mock';
import { bondTester, openBondTester } from '@fourwire/wirebonder';
import { subject } from '../subjects/subject.ts';

const line = 'Test type,Peak force (gf)\nWire pull,9.1\n';

// Not among the subjects of the fault matrix: `collect` waits for lines that a fault may have lost until its caller gives up.
const tester = subject({
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
});
tester.conformInVirtualTime();
tester.conformOnRealWires();
