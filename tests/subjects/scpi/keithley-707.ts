import { Keithley707Simulator } from '@fourwire/mock';
import type { Crosspoint } from '@fourwire/scpi';
import { switchSubject } from '../switch-subject.ts';

/** A relay as the simulator names it: slot, letter of the row, two digits of the column. */
function crosspointOf(name: string): Crosspoint {
  return {
    slot: Number(name.charAt(0)),
    row: 'ABCDEFGH'.indexOf(name.charAt(1)) + 1,
    column: Number(name.slice(2)),
  };
}

export const keithley707 = switchSubject({
  driver: 'keithley-707',
  simulate: (time) => new Keithley707Simulator(time),
  wires: ['socket', 'vxi11', 'gpib'],
  closed: ({ relays }) => relays.closed.map((name) => crosspointOf(name)),
  relays: [
    { slot: 1, row: 1, column: 5 },
    { slot: 6, row: 8, column: 12 },
    { slot: 2, row: 3, column: 2 },
  ],
  commands: { 'wear/count': { input: { crosspoint: { slot: 1, row: 1, column: 5 } } } },
});
