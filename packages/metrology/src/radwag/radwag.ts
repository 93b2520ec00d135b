import { defineDriver } from '@fourwire/core';
import type { ByteTransport, Call, DriverContext, ImplementationOf } from '@fourwire/core';
import { LineSession, next } from '@fourwire/transport';
import { balance } from '../classes/balance.ts';
import { balanceMembers } from '../classes/balance-members.ts';
import { printedWeights } from '../classes/balance-weighing.ts';
import { parseRadwag, radwagDone } from './radwag-line.ts';

/**
 * RADWAG balances (PS, WTC, R) and VWR B2.
 *
 * Source: sheet balances-ohaus-aandd-radwag-kern.md. Unconfirmed: the form of the answers to `BN`, `NB` and `RV`, taken
 * as text in quotes after the mark A.
 */
export const radwag = defineDriver({
  name: 'radwag',
  deviceClass: balance,
  wire: 'bytes',
  bus: { timeout: { seconds: 5 } },
  connect: ({ bus, clock }: DriverContext<ByteTransport>) => {
    const session = new LineSession(bus, clock, { terminator: '\r\n' });

    const done = async (command: string, call: Call): Promise<string> =>
      session.ask(command, radwagDone(command), call);

    return {
      identify: async (call) => ({
        manufacturer: 'Radwag',
        model: await done('BN', call),
        serialNumber: await done('NB', call),
        firmware: await done('RV', call),
      }),
      // Ends a continuous output that somebody else has started.
      setUp: async (call) => {
        await session.ask('C0', radwagDone('C0', 'A'), call);
      },
      tearDown: session.release,
      members: {
        ...balanceMembers({
          clock,
          confirms: true,
          look: async (call) => session.ask('SI', next(parseRadwag), call),
          tare: async (call) => {
            await done('T', call);
          },
          zero: async (call) => {
            await done('Z', call);
          },
          printed$: printedWeights(session.unasked$, parseRadwag),
        }),
        tareMemory: undefined,
        internalAdjustment: undefined,
      } satisfies ImplementationOf<typeof balance>,
    };
  },
});
