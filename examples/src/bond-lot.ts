/**
 * A bond lot with pull tests: strip after strip is bonded, wires of the first, every second and the last are pulled until they
 * break, and the lot is stopped when more of them fail than the plan accepts.
 *
 *     npx -y pnpm@12 example bond-lot            on simulators, in seconds
 *     npx -y pnpm@12 example bond-lot --real     on the machines below
 *
 * For your lab: make the profile of your bonder from its GEM manual (`draftProfile` helps), write the addresses under
 * `devices`, and the lot, plan and smallest force under `options`. With `ask: true` the person at the bench is asked to
 * bring each sample to the tester. The smallest force is your own: those of the standards are in `mil883Method2011`, to be
 * compared with the document.
 */
import { bondLot } from '@fourwire/bench';
import { BondTesterSimulator, GemWirebonderSimulator } from '@fourwire/mock';
import { exampleProfile, gramForce } from '@fourwire/wirebonder';
import type { Example } from './run-example.ts';

/** The test. */
export const bondingLot = {
  name: 'bond-lot',
  title: 'Gold wires on MEMS-GOLD, lot 47',
  why: 'Do the wires hold?',
  bench: {
    name: 'bonding',
    devices: {
      bonder: { driver: 'gem-wirebonder', address: 'hsms://bonder', options: { profile: exampleProfile } },
      tester: { driver: 'bond-tester-csv', address: 'TCPIP0::tester::4000::SOCKET' },
    },
  },
  procedure: bondLot(),
  options: {
    lot: 'LOT-47',
    recipe: 'MEMS-GOLD',
    strips: 3,
    sampling: { wires: 8, every: 2, accept: 0 },
    // Whatever the force, a bond that came off fails.
    pull: { minimum: gramForce(3), failing: ['a-3', 'a-4', 'a-5', 'a-6'] },
    // A bonder that calls its operator is told to go on; `operator` leaves that to somebody at the machine.
    assists: 'resume',
  },
  // Without real machines: a bonder of whose wires one will not stick, and a tester that pulls what it made.
  simulators: ({ clock, random }) => {
    const bonder = new GemWirebonderSimulator({ clock, random: random('bonder') });
    bonder.model.failWire(5, 'non-stick-on-pad');
    return {
      bonder,
      tester: new BondTesterSimulator({ clock, random: random('tester'), bonder: bonder.model }),
    };
  },
} satisfies Example<Parameters<ReturnType<typeof bondLot>['start']>[1], unknown>;
