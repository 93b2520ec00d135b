import { FourwireError, convert, defineDriver } from '@fourwire/core';
import type { ByteTransport, Call, DriverContext, ImplementationOf } from '@fourwire/core';
import { LineSession } from '@fourwire/transport';
import { balance } from '../classes/balance.ts';
import { balanceMembers } from '../classes/balance-members.ts';
import { printedWeights } from '../classes/balance-weighing.ts';
import { parseDecimal } from '../values/decimal.ts';
import { unexpected } from '../values/faults.ts';
import { massOf } from '../values/mass.ts';
import { parseSics, sicsReply, sicsText, sicsWeighing } from './sics-reply.ts';
import type { SicsReply } from './sics-reply.ts';

/** How long an internal adjustment may take. */
const longestAdjustment = { minutes: 5 };

/**
 * Mettler Toledo balances, weigh modules and terminals with MT-SICS levels 0 and 1; also KERN balances with KCP, which
 * speak the same.
 *
 * Source: sheet mt-sics.md. Unconfirmed: the replies to `T` and `C3`, taken from the reference manual without being
 * read again.
 */
export const mtSics = defineDriver({
  name: 'mt-sics',
  deviceClass: balance,
  wire: 'bytes',
  // At least 50 ms between commands (sheet, "Link", after the janelia driver).
  bus: { timeout: { seconds: 5 }, gap: 50 },
  // Unconfirmed: the handshake, which most balances are said to have at first.
  serial: { baudRate: 9600, flowControl: 'xon-xoff' },
  connect: ({ bus, clock }: DriverContext<ByteTransport>) => {
    const session = new LineSession(bus, clock, { terminator: '\r\n' });

    const ask = async (command: string, call: Call, id = command): Promise<SicsReply> =>
      session.ask(command, sicsReply(id), call);

    const tare = async (call: Call): Promise<{ readonly value: string; readonly unit: string }> => {
      const { rest } = await ask('TA', call);
      const match = /^([+-]?\s*[\d.]+)\s*(\S+)/.exec(rest);
      if (match === null) throw unexpected('a tare weight with its unit', rest);
      return { value: match[1] ?? '', unit: match[2] ?? '' };
    };

    return {
      identify: async (call) => ({
        manufacturer: 'Mettler Toledo',
        model: sicsText(await ask('I2', call)),
        serialNumber: sicsText(await ask('I4', call)),
        firmware: sicsText(await ask('I3', call)),
      }),
      // Ends a continuous output that somebody else has started: SI cancels SIR.
      setUp: async (call) => {
        await session.ask(
          'SI',
          (line) => (parseSics(line)?.id === 'S' ? { answer: undefined } : undefined),
          call,
        );
      },
      tearDown: session.release,
      members: {
        ...balanceMembers({
          clock,
          confirms: true,
          // The reply to SI begins with S.
          look: async (call) => sicsWeighing(await ask('SI', call, 'S')),
          tare: async (call) => {
            await ask('T', call);
          },
          zero: async (call) => {
            await ask('Z', call);
          },
          printed$: printedWeights(session.unasked$, (line) => {
            const reply = parseSics(line);
            return reply?.id === 'S' ? sicsWeighing(reply) : undefined;
          }),
        }),
        tareMemory: {
          value: {
            read: async (call) => {
              const { value, unit } = await tare(call);
              return massOf(parseDecimal(value), unit).value;
            },
            // The unit must be the balance's unit 1: the one in which it answers (sheet, "What drivers get wrong").
            write: async (grams, call) => {
              const { value, unit } = await tare(call);
              const { decimals } = parseDecimal(value);
              const { displayUnit } = massOf(parseDecimal(value), unit);
              await ask(`TA ${convert(grams, 'g', displayUnit).toFixed(decimals)} ${unit}`, call, 'TA');
            },
            // The balance rounds to its last digit.
            same: (written, readBack) => Math.abs(written - readBack) <= Math.max(1e-3, written * 1e-4),
          },
          clear: {
            run: async (_input, operation) => {
              await ask('TAC', operation);
            },
          },
        },
        internalAdjustment: {
          adjust: {
            run: async (_input, operation) => {
              const { status } = await ask('C3', operation);
              if (status === 'A') return;
              const ended = await session.unasked(
                (line) => {
                  const reply = parseSics(line);
                  return reply?.id === 'C3' ? { answer: reply.status } : undefined;
                },
                longestAdjustment,
                operation.signal,
              );
              if (ended === 'A') return;
              throw new FourwireError(
                'device',
                'adjustment-failed',
                'The balance gave up its internal adjustment; empty the pan, shield it from draught, and try again.',
              );
            },
          },
        },
      } satisfies ImplementationOf<typeof balance>,
    };
  },
});
