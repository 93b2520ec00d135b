import { defineDriver } from '@fourwire/core';
import type { ByteTransport, Call, DriverContext, ImplementationOf } from '@fourwire/core';
import { lengthGauge, noExtras } from '../classes/length-gauge.ts';
import type { Accept } from '../lines/line-reader.ts';
import { LineSession } from '../lines/line-session.ts';
import { printed } from '../lines/printed.ts';
import { parseSylvac, refuseSylvacError } from '../sylvac/sylvac-line.ts';
import { UnitGuard } from '../values/unit-guard.ts';
import type { UnitOption } from '../values/unit-guard.ts';

/**
 * TESA TT80 and TT90 displays for length probes. They have no question for the unit, so it is an option.
 *
 * Source: sheet sylvac-tesa-mahr-gauges.md. Unconfirmed: the form of the value line, taken to be that of the hand tools.
 */
export const tesaTt = defineDriver({
  name: 'tesa-tt',
  deviceClass: lengthGauge,
  wire: 'bytes',
  bus: { timeout: { seconds: 1 } },
  connect: ({ bus, clock }: DriverContext<ByteTransport>, options: UnitOption) => {
    const session = new LineSession(bus, clock);
    const guard = new UnitGuard(options, 'this display');

    const ask = async <T>(command: string, accept: Accept<T>, call: Call): Promise<T> =>
      session.ask(
        command,
        (line) => {
          if (line === command) return 'more';
          refuseSylvacError(line);
          return accept(line);
        },
        call,
      );

    const text: Accept<string> = (line) =>
      parseSylvac(line) === undefined ? { answer: line.trim() } : undefined;

    return {
      identify: async (call) => ({
        manufacturer: 'TESA',
        model: await ask('ID?', text, call),
        serialNumber: '',
        firmware: await ask('VER?', text, call),
      }),
      setUp: () => {
        guard.reset();
        return Promise.resolve();
      },
      tearDown: session.release,
      members: {
        reading: {
          read: async (call) =>
            ask(
              '?',
              (line) => {
                const value = parseSylvac(line);
                return value === undefined
                  ? undefined
                  : { answer: guard.check(value.shown, value.judgement) };
              },
              call,
            ),
        },
        measured$: printed(session.unasked$, (line) => {
          const value = parseSylvac(line);
          return value === undefined ? undefined : guard.check(value.shown, value.judgement);
        }),
        ...noExtras,
      } satisfies ImplementationOf<typeof lengthGauge>,
    };
  },
});
