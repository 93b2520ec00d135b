import { defineDriver } from '@fourwire/core';
import type { ByteTransport, Call, DriverContext, ImplementationOf } from '@fourwire/core';
import { LineSession, next } from '@fourwire/transport';
import { balance } from '../classes/balance.ts';
import { balanceMembers } from '../classes/balance-members.ts';
import { printedWeights } from '../classes/balance-weighing.ts';
import type { ParseWeighing } from '../classes/balance-weighing.ts';
import { parseAandd } from './aandd-line.ts';

/** Sent on receipt and again on completion where "AK, error code" is enabled. */
const acknowledge = '\x06';

const parse: ParseWeighing = (line) => parseAandd(line.replaceAll(acknowledge, ''));

/**
 * A&D balances GX, GF, FX, FZ, BM and AD-4212 in A&D's standard format.
 *
 * Source: sheet balances-ohaus-aandd-radwag-kern.md. Unconfirmed: the columns of a weight line, which is read by its
 * commas and signs, and the form of the answers to `?TN` and `?SN`.
 */
export const aandd = defineDriver({
  name: 'aandd',
  deviceClass: balance,
  wire: 'bytes',
  bus: { timeout: { seconds: 2 } },
  serial: { baudRate: 2400, dataBits: 7, parity: 'even' },
  connect: ({ bus, clock }: DriverContext<ByteTransport>) => {
    const session = new LineSession(bus, clock, { terminator: '\r\n' });

    const text = async (command: string, call: Call): Promise<string> =>
      session.ask(
        command,
        (line) => {
          const bare = line.replaceAll(acknowledge, '').trim();
          if (bare === '' || parseAandd(bare) !== undefined) return undefined;
          return { answer: bare.replace(new RegExp(`^${command.slice(1)},`), '') };
        },
        call,
      );

    return {
      identify: async (call) => ({
        manufacturer: 'A&D',
        model: await text('?TN', call),
        serialNumber: await text('?SN', call),
        firmware: '',
      }),
      // Ends a continuous output that somebody else has started.
      setUp: async (call) => session.tell('C', call),
      tearDown: session.release,
      members: {
        ...balanceMembers({
          clock,
          // Acknowledgements come only where they were switched on; the weight tells for all.
          confirms: false,
          look: async (call) => session.ask('Q', next(parse), call),
          tare: async (call) => session.tell('T', call),
          zero: async (call) => session.tell('Z', call),
          printed$: printedWeights(session.unasked$, parse),
        }),
        tareMemory: undefined,
        internalAdjustment: undefined,
      } satisfies ImplementationOf<typeof balance>,
    };
  },
});
