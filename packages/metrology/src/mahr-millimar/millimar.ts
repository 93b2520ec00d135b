import { defineDriver, integer, optionalField, record } from '@fourwire/core';
import type { ByteTransport, DriverContext, ImplementationOf, ValueOf } from '@fourwire/core';
import { LineSession, next } from '@fourwire/transport';
import { lengthGauge, noExtras } from '../classes/length-gauge.ts';
import { printed } from '../lines/printed.ts';
import type { LengthReading } from '../values/length.ts';
import { parseMillimar } from './millimar-line.ts';

const millimarOptions = record({
  /** Which feature of the display is the reading, 1 to 3; 1 unless given. */
  feature: optionalField(integer({ min: 1, max: 3 })),
});

/** What the driver may be told. */
export interface MillimarOptions extends ValueOf<typeof millimarOptions> {}

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
  options: millimarOptions,
  connect: ({ bus, clock }: DriverContext<ByteTransport>, { feature = 1 }: MillimarOptions) => {
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
