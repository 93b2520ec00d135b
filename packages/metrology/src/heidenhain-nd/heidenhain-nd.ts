import { defineDriver, optionalField, record, text } from '@fourwire/core';
import type { ByteTransport, DriverContext, ImplementationOf, ValueOf } from '@fourwire/core';
import { LineSession } from '@fourwire/transport';
import { lengthGauge, noExtras } from '../classes/length-gauge.ts';
import { printed } from '../lines/printed.ts';
import { refused } from '../values/faults.ts';
import type { LengthReading } from '../values/length.ts';
import { parseNd } from './nd-line.ts';

const heidenhainNdOptions = record({
  /** The axis to read of a display with several: `X`, `Y` or `Z`. The only one, or the first, unless given. */
  axis: optionalField(text({ pattern: '[A-Z]' })),
});

/** What the driver may be told. */
export interface HeidenhainNdOptions extends ValueOf<typeof heidenhainNdOptions> {}

/** Asks for the value at once (Ctrl-B). */
const request = '\x02';

const notAcknowledged = '\x15';

/**
 * Heidenhain position displays ND 200, ND 28x and ND 7xx with an RS-232 or USB port. The value is the one on the display,
 * with the display's resolution; the print key is an event.
 *
 * Source: sheet heidenhain-nd.md. Unconfirmed: the letters for sorting after the number.
 */
export const heidenhainNd = defineDriver({
  name: 'heidenhain-nd',
  deviceClass: lengthGauge,
  wire: 'bytes',
  bus: { timeout: { seconds: 1 } },
  // Unconfirmed: the data bits and stop bits, which the manual gives.
  serial: { baudRate: 9600, dataBits: 7, parity: 'even', stopBits: 2, flowControl: 'xon-xoff' },
  options: heidenhainNdOptions,
  connect: ({ bus, clock }: DriverContext<ByteTransport>, { axis }: HeidenhainNdOptions) => {
    const session = new LineSession(bus, clock, { terminator: '' });

    const mine = (line: string): LengthReading | undefined => {
      const parsed = parseNd(line);
      return parsed === undefined || (axis !== undefined && parsed.axis !== axis)
        ? undefined
        : parsed.reading;
    };

    return {
      identify: async (call) => {
        const lines: string[] = [];
        await session.ask(
          '\x1bA0000\r',
          (line) => {
            if (line.startsWith(notAcknowledged))
              throw refused('NAK', 'it does not know the identification command');
            lines.push(line.replace(request, '').trim());
            return lines.length === 3 ? { answer: undefined } : 'more';
          },
          call,
        );
        const [model = '', , firmware = ''] = lines;
        return { manufacturer: 'Heidenhain', model, serialNumber: '', firmware };
      },
      tearDown: session.release,
      members: {
        reading: {
          read: async (call) =>
            session.ask(
              request,
              (line) => {
                const reading = mine(line);
                if (reading !== undefined) return { answer: reading };
                // The lines of the other axes belong to the same answer.
                return parseNd(line) === undefined ? undefined : 'more';
              },
              call,
            ),
        },
        measured$: printed(session.unasked$, mine),
        ...noExtras,
      } satisfies ImplementationOf<typeof lengthGauge>,
    };
  },
});
