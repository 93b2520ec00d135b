import { FourwireError, defineDriver } from '@fourwire/core';
import { concatMap, filter, from } from 'rxjs';
import type { ByteTransport, Call, DriverContext, ImplementationOf } from '@fourwire/core';
import { LineSession, next } from '@fourwire/transport';
import type { AcceptLine } from '@fourwire/transport';
import { lengthGauge, noExtras } from '../classes/length-gauge.ts';
import { printed } from '../lines/printed.ts';
import { parseSylvac, refuseSylvacError } from '../sylvac/sylvac-line.ts';
import { AskedUnit } from '../values/asked-unit.ts';
import type { LengthUnit } from '../values/length.ts';

/**
 * TESA TT80 and TT90 displays for length probes. The value line does not name its unit, so it is asked for after every
 * value.
 *
 * Source: sheet sylvac-tesa-mahr-gauges.md; TT80 manual (Hexagon), 11.1 and 11.2. Unconfirmed: how the µ of the TT90 is
 * coded.
 */
export const tesaTt = defineDriver({
  name: 'tesa-tt',
  deviceClass: lengthGauge,
  wire: 'bytes',
  bus: { timeout: { seconds: 1 } },
  serial: { baudRate: 4800, dataBits: 7, parity: 'even', stopBits: 2 },
  connect: ({ bus, clock }: DriverContext<ByteTransport>) => {
    const session = new LineSession(bus, clock);

    const ask = async <T>(command: string, accept: AcceptLine<T>, call: Call): Promise<T> =>
      session.ask(
        command,
        (line) => {
          if (line === command) return 'more';
          refuseSylvacError(line);
          return accept(line);
        },
        call,
      );

    const text: AcceptLine<string> = (line) =>
      parseSylvac(line) === undefined ? { answer: line.trim() } : undefined;

    const unit = new AskedUnit(async (call) =>
      ask(
        'UNI?',
        (line) => (parseSylvac(line) === undefined ? { answer: unitOf(line.trim()) } : undefined),
        call,
      ),
    );

    return {
      identify: async (call) => ({
        manufacturer: 'TESA',
        model: await ask('ID?', text, call),
        serialNumber: '',
        firmware: await ask('VER?', text, call),
      }),
      setUp: async (call) => {
        await unit.now(call);
      },
      tearDown: session.release,
      members: {
        reading: {
          read: async (call) => unit.take(async (each) => ask('?', next(parseSylvac), each), call),
        },
        measured$: printed(session.unasked$, parseSylvac).pipe(
          concatMap((value) => from(unit.confirm(value).catch(() => undefined))),
          filter((reading) => reading !== undefined),
        ),
        ...noExtras,
      } satisfies ImplementationOf<typeof lengthGauge>,
    };
  },
});

/** The unit that `UNI?` names: mm or in at a TT80, µm or mil at a TT90. */
function unitOf(answer: string): LengthUnit {
  const word = answer.toLowerCase();
  if (word === 'mm') return 'mm';
  if (word === 'in') return '[in_i]';
  // The µ is one byte above ASCII, or what is left of it on a line of seven bits.
  if (/^.m$/.test(word)) return 'um';
  throw new FourwireError(
    'device',
    'unit-unknown',
    `The display shows ${JSON.stringify(answer)}, which is no unit known here; set it to mm, in or µm.`,
  );
}
