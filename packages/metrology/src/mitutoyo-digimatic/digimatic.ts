import { defineDriver, integer, oneOf, optionalField, record } from '@fourwire/core';
import type { ByteTransport, DriverContext, ImplementationOf, ValueOf } from '@fourwire/core';
import { LineSession } from '@fourwire/transport';
import { lengthGauge, noExtras } from '../classes/length-gauge.ts';
import { printed } from '../lines/printed.ts';
import { UnitGuard } from '../values/unit-guard.ts';
import { channelOf, parseDigimatic } from './digimatic-line.ts';

const digimaticOptions = record({
  /** The unit that the gauge shows while it is open, `mm` or `[in_i]` (inch): the interface does not send it. */
  unit: oneOf(['mm', '[in_i]']),
  /** The input of a multiplexer to which the gauge is connected, 1 to 9; 1 unless given, as on cables for one gauge. */
  channel: optionalField(integer({ min: 1, max: 9 })),
});

/** What the driver must be told. */
export interface DigimaticOptions extends ValueOf<typeof digimaticOptions> {}

/**
 * Mitutoyo gauges with Digimatic output behind an interface that makes text of it: USB-ITN cables and gauges with a
 * virtual COM port, and multiplexers. The data button is an event.
 *
 * Source: sheet mitutoyo-digimatic.md, sections 2 and 3. Unconfirmed: the request on a virtual COM port (`1` and CR), and
 * the requests and errors of multiplexers.
 */
export const mitutoyoDigimatic = defineDriver({
  name: 'mitutoyo-digimatic',
  deviceClass: lengthGauge,
  wire: 'bytes',
  // Up to 0.9 s while the gauge moves (section 1), or else asked again (section 2a).
  bus: { timeout: { seconds: 1.5 } },
  serial: { baudRate: 9600 },
  options: digimaticOptions,
  connect: ({ bus, clock }: DriverContext<ByteTransport>, { unit, channel = 1 }: DigimaticOptions) => {
    const session = new LineSession(bus, clock);
    const guard = new UnitGuard(unit);

    return {
      // Nothing tells one gauge from another. That the interface answers is enough: the gauge may be off.
      identify: async (call) => {
        await session.ask(
          String(channel),
          (line) => (channelOf(line) === channel ? { answer: undefined } : undefined),
          call,
        );
        return { manufacturer: 'Mitutoyo', model: 'Digimatic', serialNumber: '', firmware: '' };
      },
      setUp: () => {
        guard.reset();
        return Promise.resolve();
      },
      tearDown: session.release,
      members: {
        reading: {
          read: async (call) =>
            session.ask(
              String(channel),
              (line) => {
                if (channelOf(line) !== channel) return undefined;
                const parsed = parseDigimatic(line);
                return parsed === undefined ? undefined : { answer: guard.check(parsed.shown) };
              },
              call,
            ),
        },
        measured$: printed(session.unasked$, (line) => {
          if (channelOf(line) !== channel) return undefined;
          const parsed = parseDigimatic(line);
          return parsed === undefined ? undefined : guard.check(parsed.shown);
        }),
        ...noExtras,
      } satisfies ImplementationOf<typeof lengthGauge>,
    };
  },
});
