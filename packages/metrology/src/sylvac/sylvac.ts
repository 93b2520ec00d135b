import { FourwireError, convert, defineDriver } from '@fourwire/core';
import type { ByteTransport, Call, DriverContext, ImplementationOf } from '@fourwire/core';
import { concatMap, filter, from } from 'rxjs';
import { LineSession, next } from '@fourwire/transport';
import type { AcceptLine } from '@fourwire/transport';
import { lengthGauge } from '../classes/length-gauge.ts';
import { printed } from '../lines/printed.ts';
import { parseDecimal } from '../values/decimal.ts';
import { AskedUnit } from '../values/asked-unit.ts';
import { batteryLow, notConfirmed, unexpected } from '../values/faults.ts';
import { lengthOf } from '../values/length.ts';
import type { LengthReading } from '../values/length.ts';
import { parseSylvac, refuseSylvacError } from './sylvac-line.ts';
import type { SylvacValue } from './sylvac-line.ts';

/** How long a look at the battery holds good, in ms. */
const batteryMs = 10_000;

const captureModes = { normal: 'NOR', maximum: 'MAX', minimum: 'MIN', range: 'DEL' } as const;

/**
 * Sylvac, Bowers and TESA hand tools with two-way cables (Opto-RS, Power-RS, Proximity-RS, Bluetooth as a serial port).
 * The value line does not name its unit, so the unit is asked for after every value, and a value during which somebody
 * switched it is taken again.
 *
 * Source: sheet sylvac-tesa-mahr-gauges.md; `BAT?` and `STO?` after Sylvac and Teclock manuals. Unconfirmed: `SET` as
 * zero, which is read back.
 */
export const sylvac = defineDriver({
  name: 'sylvac',
  deviceClass: lengthGauge,
  wire: 'bytes',
  bus: { timeout: { seconds: 1 } },
  serial: { baudRate: 4800, dataBits: 7, parity: 'even', stopBits: 2 },
  connect: ({ bus, clock }: DriverContext<ByteTransport>) => {
    const session = new LineSession(bus, clock);
    /** Which question tells of the battery; none where the instrument knows neither. */
    let batteryQuestion: 'BAT?' | 'SET?' | undefined;
    let batteryGoodUntil = -Infinity;

    const ask = async <T>(command: string, accept: AcceptLine<T>, call: Call): Promise<T> =>
      session.ask(
        command,
        (line) => {
          // Half-duplex adapters give back what was sent.
          if (line === command) return 'more';
          refuseSylvacError(line);
          return accept(line.trim());
        },
        call,
      );

    const word = async <W extends string>(command: string, words: readonly W[], call: Call): Promise<W> =>
      ask(
        command,
        (line) => {
          const found = words.find((candidate) => candidate === line.toUpperCase());
          return found === undefined ? undefined : { answer: found };
        },
        call,
      );

    const unit = new AskedUnit(async (call) =>
      (await word('UNI?', ['MM', 'IN'], call)) === 'MM' ? 'mm' : '[in_i]',
    );

    const battery = async (question: 'BAT?' | 'SET?', call: Call): Promise<boolean | undefined> =>
      question === 'BAT?'
        ? (await word('BAT?', ['BAT0', 'BAT1'], call)) === 'BAT1'
        : ask('SET?', (line) => (/^(MM|IN)\b/.test(line) ? { answer: batteryIn(line) } : undefined), call);

    const checkBattery = async (call: Call): Promise<void> => {
      if (batteryQuestion === undefined || clock.monotonic() < batteryGoodUntil) return;
      if ((await battery(batteryQuestion, call)) === false) throw batteryLow();
      batteryGoodUntil = clock.monotonic() + batteryMs;
    };

    /** Which of the two questions this instrument answers; older ones know only `SET?`. */
    const findBatteryQuestion = async (call: Call): Promise<typeof batteryQuestion> => {
      for (const question of ['BAT?', 'SET?'] as const) {
        try {
          if ((await battery(question, call)) !== undefined) return question;
        } catch (error) {
          if (!FourwireError.is(error) || error.code !== 'instrument-refused') throw error;
        }
      }
      return undefined;
    };

    const take = async (call: Call): Promise<LengthReading> => {
      await checkBattery(call);
      return unit.take(async (each) => ask<SylvacValue>('?', next(parseSylvac), each), call);
    };

    return {
      identify: async (call) => ({
        manufacturer: 'Sylvac',
        model: await ask('ID?', text, call),
        serialNumber: '',
        firmware: await ask('VER?', text, call),
      }),
      setUp: async (call) => {
        await unit.now(call);
        batteryGoodUntil = -Infinity;
        batteryQuestion = await findBatteryQuestion(call);
      },
      tearDown: session.release,
      members: {
        reading: { read: take },
        measured$: printed(session.unasked$, parseSylvac).pipe(
          concatMap((value) => {
            const asked = async (): Promise<LengthReading | undefined> => {
              await checkBattery({});
              return unit.confirm(value);
            };
            return from(asked().catch(() => undefined));
          }),
          filter((reading) => reading !== undefined),
        ),
        zeroing: {
          zero: {
            run: async (_input, operation) => {
              await session.tell('SET', operation);
              const { value, resolution } = await take(operation);
              if (Math.abs(value) > 10 * resolution)
                throw notConfirmed(`The gauge was told to set zero, but shows ${value} mm.`);
            },
          },
        },
        preset: {
          value: {
            read: async (call) => {
              const shownIn = await unit.now(call);
              const shown = await ask('PRE?', decimalAnswer, call);
              return lengthOf(shown, shownIn).value;
            },
            write: async (value, call) => {
              const shownIn = await unit.now(call);
              const shown = convert(value, 'mm', shownIn);
              await session.tell(
                `PRE ${shown < 0 ? '-' : '+'}${Math.abs(shown).toFixed(shownIn === 'mm' ? 3 : 5)}`,
                call,
              );
            },
            same: (written, readBack) => Math.abs(written - readBack) < 2e-3,
          },
          recall: {
            run: async (_input, operation) => {
              await session.tell('PRE', operation);
              // Nothing answers a command; a gauge that is there gives its value.
              await take(operation);
            },
          },
        },
        hold: {
          held: {
            read: async (call) => (await word('STO?', ['STO0', 'STO1'], call)) === 'STO1',
            write: async (held, call) => session.tell(held ? 'STO1' : 'STO0', call),
          },
        },
        display: {
          unit: {
            read: async (call) => unit.now(call),
            write: async (wanted, call) => session.tell(wanted === 'mm' ? 'MM' : 'IN', call),
          },
        },
        capture: {
          mode: {
            read: async (call) => {
              const mode = await ask('MOD?', text, call);
              const found = (['normal', 'maximum', 'minimum', 'range'] as const).find(
                (name) => captureModes[name] === mode.toUpperCase(),
              );
              if (found === undefined) throw unexpected('one of the modes NOR, MAX, MIN, DEL', mode);
              return found;
            },
            write: async (mode, call) => session.tell(captureModes[mode], call),
          },
          clear: {
            run: async (_input, operation) => {
              await session.tell('CLE', operation);
            },
          },
        },
      } satisfies ImplementationOf<typeof lengthGauge>,
    };
  },
});

/** A text that is no value which somebody sends with the data button. */
const text: AcceptLine<string> = (line) => (parseSylvac(line) === undefined ? { answer: line } : undefined);

const decimalAnswer: AcceptLine<ReturnType<typeof parseDecimal>> = (line) => {
  const match = /^(?:PRE\s*)?([+-]?\d+(?:\.\d+)?)$/i.exec(line);
  return match === null ? undefined : { answer: parseDecimal(match[1] ?? '') };
};

/** Whether `SET?` says that the battery is good: B1 good, B0 to be changed or charged; absent on some. */
function batteryIn(line: string): boolean | undefined {
  const match = /\bB([01])\b/.exec(line);
  return match === null ? undefined : match[1] === '1';
}
