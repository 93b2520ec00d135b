import { FourwireError, defineDriver } from '@fourwire/core';
import type { ByteTransport, DriverContext, ImplementationOf } from '@fourwire/core';
import { LineSession, next } from '@fourwire/transport';
import { lengthGauge, noExtras } from '../classes/length-gauge.ts';
import { printed } from '../lines/printed.ts';
import type { LengthReading } from '../values/length.ts';
import { parseMillimar } from './millimar-line.ts';

/** What the driver may be told. */
export interface MillimarOptions {
  /** Which feature of the display is the reading, 1 to 3; 1 unless given. */
  readonly feature?: number;
}

/**
 * Mahr Millimar C1202 display for length probes. The unit stands in every line.
 *
 * Source: sheet sylvac-tesa-mahr-gauges.md; C1202 manual, 7.2.
 */
export const mahrMillimar = defineDriver({
  name: 'mahr-millimar',
  deviceClass: lengthGauge,
  wire: 'bytes',
  bus: { timeout: { seconds: 1 } },
  serial: { baudRate: 9600, dataBits: 7, parity: 'even', stopBits: 2 },
  connect: ({ bus, clock }: DriverContext<ByteTransport>, options: MillimarOptions) => {
    const { feature = 1 } = options;
    if (!Number.isInteger(feature) || feature < 1 || feature > 3) {
      throw new FourwireError('range', 'option-refused', `feature must be 1, 2 or 3; got ${feature}.`);
    }
    const session = new LineSession(bus, clock);

    const mine = (line: string): LengthReading | undefined => {
      for (const part of line.split(';')) {
        // Without its number it can only be the feature that was asked for.
        const parsed = parseMillimar(/^\s*M?\d\s/.test(part) ? part : `${feature} ${part.trim()}`);
        if (parsed?.feature === feature) return parsed.reading;
      }
      return undefined;
    };

    return {
      identify: async (call) => ({
        manufacturer: 'Mahr',
        model: await session.ask('ID?', (line) => ({ answer: line.trim() }), call),
        serialNumber: '',
        firmware: '',
      }),
      tearDown: session.release,
      members: {
        reading: {
          read: async (call) => session.ask(`M${feature}?`, next(mine), call),
        },
        measured$: printed(session.unasked$, mine),
        ...noExtras,
      } satisfies ImplementationOf<typeof lengthGauge>,
    };
  },
});
