import { defineDriver } from '@fourwire/core';
import type { ByteTransport, Call, DriverContext, ImplementationOf } from '@fourwire/core';
import { LineSession, next } from '@fourwire/transport';
import { balance } from '../classes/balance.ts';
import { balanceMembers } from '../classes/balance-members.ts';
import { isWeighing, printedWeights } from '../classes/balance-weighing.ts';
import { refused } from '../values/faults.ts';
import { parseOhaus } from './ohaus-line.ts';

/**
 * Ohaus Adventurer, Explorer, Pioneer, Discovery, Navigator and Scout balances.
 *
 * Source: sheet balances-ohaus-aandd-radwag-kern.md. Unconfirmed: the form of the answers to `PSN` and `PV`, taken as
 * the next line that is no weight; the texts `Err 8.3` and `Err 8.4` for over- and underload.
 */
export const ohaus = defineDriver({
  name: 'ohaus',
  deviceClass: balance,
  wire: 'bytes',
  bus: { timeout: { seconds: 5 } },
  // Older ones: 2400 7E2 or 7N2.
  serial: { baudRate: 9600 },
  connect: ({ bus, clock }: DriverContext<ByteTransport>) => {
    const session = new LineSession(bus, clock, { terminator: '\r\n' });

    const text = async (command: string, call: Call): Promise<string> =>
      session.ask(
        command,
        (line) => {
          if (line.trim() === 'ES') throw refused('ES', 'unknown command');
          return isWeighing(parseOhaus, line) || /^OK!?$/.test(line.trim())
            ? undefined
            : { answer: line.trim() };
        },
        call,
      );

    return {
      identify: async (call) => ({
        manufacturer: 'Ohaus',
        // The balance has no command for its model; the version names the program of the family.
        model: 'balance',
        serialNumber: await text('PSN', call),
        firmware: await text('PV', call),
      }),
      // Ends a continuous or automatic output that somebody else has started.
      setUp: async (call) => session.tell('0P', call),
      tearDown: session.release,
      members: {
        ...balanceMembers({
          clock,
          // OK! comes only where it was switched on; the weight tells for all.
          confirms: false,
          look: async (call) => session.ask('IP', next(parseOhaus), call),
          tare: async (call) => session.tell('T', call),
          zero: async (call) => session.tell('Z', call),
          printed$: printedWeights(session.unasked$, parseOhaus),
        }),
        tareMemory: undefined,
        internalAdjustment: undefined,
      } satisfies ImplementationOf<typeof balance>,
    };
  },
});
