import { Keithley7001Simulator } from '@fourwire/mock';
import type { Crosspoint } from '@fourwire/scpi';
import { switchSubject } from '../switch-subject.ts';

/** A relay as the simulator names it: slot and channel, or slot, row and column. */
function crosspointOf(name: string): Crosspoint {
  const [slot = 0, second = 0, third] = name.split('!').map(Number);
  return third === undefined ? { slot, row: 1, column: second } : { slot, row: second, column: third };
}

export const keithley7001 = switchSubject({
  driver: 'keithley-7001',
  simulate: (time) => new Keithley7001Simulator(time),
  wires: ['gpib', 'socket'],
  options: { matrixSlots: [2] },
  closed: ({ model }) => model.closed.map((name) => crosspointOf(name)),
  relays: [
    { slot: 1, row: 1, column: 5 },
    { slot: 2, row: 4, column: 10 },
    { slot: 2, row: 3, column: 2 },
  ],
});
