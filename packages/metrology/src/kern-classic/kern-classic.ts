import { defineDriver } from '@fourwire/core';
import type { ByteTransport, Call, DriverContext, ImplementationOf } from '@fourwire/core';
import { LineSession, next } from '@fourwire/transport';
import { balance } from '../classes/balance.ts';
import { balanceMembers } from '../classes/balance-members.ts';
import type { Weighing } from '../classes/balance-members.ts';
import { isWeighing, printedWeights } from '../classes/balance-weighing.ts';
import { parseKern } from './kern-line.ts';

/**
 * KERN balances with the classic dialect (PCB, EW, EG and others); those with KCP are served by `mt-sics`. They do not
 * say who they are, and their one key for tare and zero is `t`.
 *
 * Source: sheet balances-ohaus-aandd-radwag-kern.md; frames after libsigrok. Unconfirmed: the commands `s` and `t`.
 */
export const kernClassic = defineDriver({
  name: 'kern-classic',
  deviceClass: balance,
  wire: 'bytes',
  bus: { timeout: { seconds: 2 } },
  serial: { baudRate: 1200, stopBits: 2 },
  connect: ({ bus, clock }: DriverContext<ByteTransport>) => {
    const session = new LineSession(bus, clock, { terminator: '\r\n' });

    const look = async (call: Call): Promise<Weighing> => session.ask('s', next(parseKern), call);

    const tare = async (call: Call): Promise<void> => session.tell('t', call);

    return {
      // Nothing tells one from another; that it answers at all is all that can be known. Whatever is on the pan.
      identify: async (call) => {
        await session.ask(
          's',
          (line) => (isWeighing(parseKern, line) ? { answer: undefined } : undefined),
          call,
        );
        return { manufacturer: 'Kern', model: 'balance', serialNumber: '', firmware: '' };
      },
      tearDown: session.release,
      members: {
        ...balanceMembers({
          clock,
          confirms: false,
          look,
          tare,
          zero: tare,
          printed$: printedWeights(session.unasked$, parseKern),
        }),
        tareMemory: undefined,
        internalAdjustment: undefined,
      } satisfies ImplementationOf<typeof balance>,
    };
  },
});
