import { defineDriver } from '@fourwire/core';
import type { ByteTransport, Call, DriverContext, ImplementationOf } from '@fourwire/core';
import { LineSession, next } from '@fourwire/transport';
import { lengthGauge } from '../classes/length-gauge.ts';
import { printed } from '../lines/printed.ts';
import { parseDecimal } from '../values/decimal.ts';
import { notConfirmed, refused } from '../values/faults.ts';
import { lengthOf } from '../values/length.ts';
import type { LengthReading } from '../values/length.ts';

/**
 * Starrett and Chicago Dial Indicator gauges with a USB virtual COM port. The unit stands in every line.
 *
 * Source: sheet sylvac-tesa-mahr-gauges.md. Unconfirmed: whether `C` (zero) is answered; it is read back.
 */
export const starrett = defineDriver({
  name: 'starrett',
  deviceClass: lengthGauge,
  wire: 'bytes',
  bus: { timeout: { seconds: 1 } },
  serial: { baudRate: 9600 },
  connect: ({ bus, clock }: DriverContext<ByteTransport>) => {
    const session = new LineSession(bus, clock);

    const take = async (call: Call): Promise<LengthReading> => session.ask('R', next(parseStarrett), call);

    return {
      // It says nothing of itself; that it answers with a value is all that can be known.
      identify: async (call) => {
        await take(call);
        return { manufacturer: 'Starrett', model: 'indicator', serialNumber: '', firmware: '' };
      },
      tearDown: session.release,
      members: {
        reading: { read: take },
        measured$: printed(session.unasked$, parseStarrett),
        zeroing: {
          zero: {
            run: async (_input, operation) => {
              await session.tell('C', operation);
              const { value, resolution } = await take(operation);
              if (Math.abs(value) > 10 * resolution)
                throw notConfirmed(`The gauge was told to set zero, but shows ${value} mm.`);
            },
          },
        },
        preset: undefined,
        hold: undefined,
        display: {
          unit: {
            // Every value names its unit, so no other question is needed.
            read: async (call) => ((await take(call)).displayUnit === '[in_i]' ? '[in_i]' : 'mm'),
            write: async (unit, call) =>
              session.ask(
                `p013=${unit === 'mm' ? 2 : 1}`,
                (line) => {
                  refuseStarrett(line);
                  return line.trim() === 'SUCCESS' ? { answer: undefined } : undefined;
                },
                call,
              ),
          },
        },
        capture: undefined,
      } satisfies ImplementationOf<typeof lengthGauge>,
    };
  },
});

/** Reads a line such as `+ 2.1380, MM`; `undefined` for other lines. */
export function parseStarrett(line: string): LengthReading | undefined {
  refuseStarrett(line);
  const match = /^([+-]?\s*\d*\.?\d+),?\s*(MM|IN|INCH)$/i.exec(line.trim());
  if (match === null) return undefined;
  return lengthOf(parseDecimal(match[1] ?? ''), /^mm$/i.test(match[2] ?? '') ? 'mm' : '[in_i]');
}

function refuseStarrett(line: string): void {
  const text = line.trim();
  if (['NOT FOUND', 'NO ACCESS', 'OUT OF BOUNDS', 'NON NUMERIC'].includes(text))
    throw refused(text, `the gauge answers "${text.toLowerCase()}"`);
}
