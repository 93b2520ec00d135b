import { FourwireError, defineDriver } from '@fourwire/core';
import type { ByteTransport, Call, DriverContext, ImplementationOf } from '@fourwire/core';
import { LineSession, next } from '@fourwire/transport';
import { balance } from '../classes/balance.ts';
import { balanceMembers } from '../classes/balance-members.ts';
import type { Weighing } from '../classes/balance-members.ts';
import { isWeighing, printedWeights } from '../classes/balance-weighing.ts';
import { notConfirmed } from '../values/faults.ts';
import { parseSbi } from './sbi-line.ts';

/** Every command begins with it. */
const escape = '\x1b';

/** How often the balance is asked whether its adjustment has ended, in ms, and how often at most. */
const [adjustmentLookMs, adjustmentLooks] = [1000, 300];

/** How many looks the balance has to show that it began an adjustment. */
const beginLooks = 10;

/**
 * Sartorius balances and Minebea Intec weigh cells with SBI. Commands are not acknowledged, so tare and zero are
 * confirmed by the weight.
 *
 * Source: sheet sartorius-sbi.md. Unconfirmed: the columns of the words `High`, `Low`, `Cal` and `OFF` within a line;
 * they are looked for in the whole line.
 */
export const sartoriusSbi = defineDriver({
  name: 'sartorius-sbi',
  deviceClass: balance,
  wire: 'bytes',
  // With "print with stability" an answer waits for the weight to settle (sheet, "Behaviour").
  bus: { timeout: { seconds: 5 } },
  // Older ones: 1200 7O1; some newer ones 9600 8O1.
  serial: { baudRate: 9600 },
  connect: ({ bus, clock }: DriverContext<ByteTransport>) => {
    const session = new LineSession(bus, clock, { terminator: '\r\n' });

    const look = async (call: Call): Promise<Weighing> => session.ask(`${escape}P`, next(parseSbi), call);

    /** The answer to a request for model, serial number or version: the next line that is no weight. */
    const text = async (request: string, call: Call): Promise<string> =>
      session.ask(
        `${escape}${request}_`,
        (line) => (isWeighing(parseSbi, line) || line.trim() === '' ? undefined : { answer: line.trim() }),
        call,
      );

    const isAdjusting = async (call: Call): Promise<boolean> => {
      try {
        await look(call);
        return false;
      } catch (error) {
        if (FourwireError.is(error) && error.code === 'adjusting') return true;
        if (FourwireError.is(error) && (error.code === 'overload' || error.code === 'underload'))
          return false;
        throw error;
      }
    };

    return {
      identify: async (call) => ({
        manufacturer: 'Sartorius',
        model: await text('x1', call),
        serialNumber: await text('x2', call),
        firmware: await text('x3', call),
      }),
      tearDown: session.release,
      members: {
        ...balanceMembers({
          clock,
          confirms: false,
          look,
          tare: async (call) => session.tell(`${escape}T`, call),
          zero: async (call) => session.tell(`${escape}V`, call),
          printed$: printedWeights(session.unasked$, parseSbi),
        }),
        tareMemory: undefined,
        internalAdjustment: {
          adjust: {
            run: async (_input, operation) => {
              await session.tell(`${escape}Z`, operation);
              let began = false;
              for (let looks = 0; looks < adjustmentLooks; looks++) {
                await clock.sleep(adjustmentLookMs, operation.signal);
                const adjusting = await isAdjusting(operation);
                if (began && !adjusting) return;
                began ||= adjusting;
                if (!began && looks >= beginLooks) break;
              }
              throw began
                ? new FourwireError('device', 'adjustment-failed', 'The adjustment does not come to its end.')
                : notConfirmed(
                    'The balance did not begin its internal adjustment; it may have no weight inside.',
                  );
            },
          },
        },
      } satisfies ImplementationOf<typeof balance>,
    };
  },
});
