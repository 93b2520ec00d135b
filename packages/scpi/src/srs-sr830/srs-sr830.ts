import { FourwireError, defineDriver } from '@fourwire/core';
import type {
  ByteTransport,
  Call,
  CommandImplementation,
  DriverContext,
  Identity,
  ImplementationOf,
} from '@fourwire/core';
import { lockInAmplifier } from '../classes/lock-in-amplifier.ts';
import type { ScpiCommand } from '../codec/command.ts';
import { scpi } from '../codec/command.ts';
import { keyword } from '../codec/fragment.ts';
import { malformed } from '../codec/fault.ts';
import { parseInteger, parseNumber } from '../codec/number.ts';
import { splitResponse } from '../codec/split.ts';
import { identifyModel } from '../session/identify-model.ts';
import type { ServedModels } from '../session/identify-model.ts';
import { coupled } from '../session/limited.ts';
import { pacedSession } from '../session/paced.ts';
import { pathSettings } from '../session/path-settings.ts';
import { pollUntil } from '../session/poll-until.ts';
import { ScpiSession } from '../session/scpi-session.ts';
import { LockInSampler } from './buffer.ts';
import { eventRegister } from './errors.ts';
import { indexed, tableEntry } from './indexed.ts';
import { currentFactor, nextUp, sensitivities, timeConstants } from './tables.ts';

/** Sheet lockin-sr830.md. */
const models: ServedModels = { pattern: /\bSR830\b/, names: 'the SR830' };

/** The lowest level of the sine output, which has no zero, and the highest, in V. */
const sineLevels = { min: 0.004, max: 5 };

/** STB bit 1: no command in progress. */
const noCommand = 0b10;

/** How long the amplifier may search for a sensitivity, a phase or a reserve. */
const longest = { minutes: 5 };

const sources = ['single', 'differential', 'current1MOhm', 'current100MOhm'] as const;

/**
 * Stanford Research SR830 lock-in amplifiers, which do not speak SCPI.
 *
 * Source: sheet lockin-sr830.md, after pymeasure, InstrumentKit, QCoDeS and SweepMe.
 */
export const srsSr830 = defineDriver({
  name: 'srs-sr830',
  deviceClass: lockInAmplifier,
  wire: 'bytes',
  // A serial line loses what comes sooner (sheet, "What drivers get wrong").
  bus: { gap: 50 },
  serial: { baudRate: 9600, dataBits: 8, parity: 'none', stopBits: 1 },
  connect: (context: DriverContext<ByteTransport>) => {
    const { bus, clock } = context;
    // What has a status byte is GPIB, or a gateway to it; a serial line has none.
    const isSerial = bus.wire.statusByte === undefined;
    const options = { errorQueue: eventRegister, carriageReturns: isSerial };
    const session = pacedSession(bus, options);
    const quiet = new ScpiSession(bus, { ...options, errors: 'never' });
    const set = pathSettings(session);
    const list = <T extends string>(mnemonic: string, names: readonly T[]): ReturnType<typeof indexed<T>> =>
      indexed(session, keyword(mnemonic), names);
    const sampler = new LockInSampler(session, clock);
    const source = list('ISRC', sources);
    const reference = list('FMOD', ['external', 'internal']);
    const frequency = set.number('FREQ');
    const harmonic = set.integer('HARM');
    const sine = set.number('SLVL');
    /** 1 with a voltage input. */
    const factor = async (call: Call): Promise<number> =>
      (await source.read(call)).startsWith('current') ? currentFactor : 1;

    const identify = async (call: Call): Promise<Identity> => {
      // Replies go to one of its ports only, and nothing else can be asked before.
      await quiet.send(scpi`OUTX ${isSerial ? 0 : 1}`, call);
      return identifyModel(session, models, call);
    };
    /** Starts what takes some time constants, and waits until no command is in progress. */
    const search = (command: ScpiCommand): CommandImplementation<undefined, undefined, undefined> => ({
      run: async (_input, operation) => {
        await session.send(command, operation);
        await pollUntil(
          'the search',
          async () =>
            (parseInteger(await session.query(scpi`*STB?`, operation)) & noCommand) === 0 ? undefined : true,
          operation,
          { within: longest },
        );
        return undefined;
      },
    });

    return {
      identify,
      // Errors of whoever was here before are not ours.
      setUp: async (call) => {
        await session.errors(call);
      },
      members: {
        reference,
        referenceEdge: list('RSLP', ['sine', 'rising', 'falling']),
        frequency: {
          ...frequency,
          write: async (hertz, call) => {
            if ((await reference.read(call)) === 'external') {
              throw new FourwireError(
                'state',
                'reference-external',
                'frequency refused: the reference comes from outside; write reference internal first.',
              );
            }
            await frequency.write(hertz, call);
          },
          limits: async (call) => ({ min: 0.001, max: 102_000 / (await harmonic.read(call)) }),
          // Five digits, or 0.1 mHz. From the manual, not read again.
          same: (written, readBack) => Math.abs(readBack - written) <= Math.max(1e-4, written * 1e-4),
        },
        harmonic: {
          ...coupled(harmonic, context),
          limits: async (call) => ({
            min: 1,
            max: Math.max(1, Math.min(19_999, Math.floor(102_000 / (await frequency.read(call))))),
          }),
        },
        phase: {
          ...set.number('PHAS'),
          // Given back as -180 to 180.
          same: (written, readBack) =>
            Math.abs(((((readBack - written + 180) % 360) + 360) % 360) - 180) <= 0.01,
        },
        sineAmplitude: {
          ...sine,
          // There is no zero: the lowest level is the safe one.
          write: async (volts, call) => sine.write(Math.max(volts, sineLevels.min), call),
          same: (written, readBack) => Math.abs(readBack - Math.max(written, sineLevels.min)) <= 0.0011,
          limits: async () => Promise.resolve(sineLevels),
        },
        sensitivity: {
          read: async (call) =>
            tableEntry(sensitivities, await session.query(scpi`SENS?`, call)) * (await factor(call)),
          write: async (fullScale, call) =>
            session.send(scpi`SENS ${nextUp(sensitivities, fullScale / (await factor(call)))}`, call),
          same: (written, readBack) => readBack >= written * (1 - 1e-6),
          limits: async (call) => ({ min: 0, max: await factor(call) }),
        },
        timeConstant: {
          read: async (call) => tableEntry(timeConstants, await session.query(scpi`OFLT?`, call)),
          write: async (seconds, call) => session.send(scpi`OFLT ${nextUp(timeConstants, seconds)}`, call),
          same: (written, readBack) => readBack >= written * (1 - 1e-6),
          limits: async () => Promise.resolve({ min: 0, max: timeConstants.at(-1) ?? 30e3 }),
        },
        filterSlope: list('OFSL', ['6', '12', '18', '24']),
        reserve: list('RMOD', ['high', 'normal', 'lowNoise']),
        input: {
          source: coupled(source, context),
          coupling: list('ICPL', ['ac', 'dc']),
          shield: list('IGND', ['floating', 'grounded']),
          lineFilter: list('ILIN', ['none', 'line', 'twiceLine', 'both']),
        },
        reading: {
          read: async (call) => {
            const reply = await session.query(scpi`SNAP? 1,2,3,4,9`, call);
            const [x, y, r, theta, hertz] = (splitResponse(reply)[0] ?? []).map((field) =>
              parseNumber(field),
            );
            if (
              x === undefined ||
              y === undefined ||
              r === undefined ||
              theta === undefined ||
              hertz === undefined
            ) {
              throw malformed('scpi-reply-malformed', 'Expected X, Y, R, θ and the frequency.', reply);
            }
            return { x, y, r, theta, frequency: hertz };
          },
        },
        overload: {
          read: async (call) => {
            const bits = parseInteger(await session.query(scpi`LIAS?`, call));
            return {
              input: (bits & 0b1) !== 0,
              filter: (bits & 0b10) !== 0,
              output: (bits & 0b100) !== 0,
              unlocked: (bits & 0b1000) !== 0,
            };
          },
        },
        autoSensitivity: search(scpi`AGAN`),
        autoPhase: search(scpi`APHS`),
        autoReserve: search(scpi`ARSV`),
        buffer: sampler.members,
        auxiliaryInputs: [1, 2, 3, 4].map((number) => ({
          voltage: { read: async (call: Call) => session.queryNumber(scpi`OAUX? ${number}`, call) },
        })),
        auxiliaryOutputs: [1, 2, 3, 4].map((number) => ({
          voltage: {
            read: async (call: Call) => session.queryNumber(scpi`AUXV? ${number}`, call),
            write: async (volts: number, call: Call) => session.send(scpi`AUXV ${number},${volts}`, call),
            // Steps of 1 mV. From the manual, not read again.
            same: (written: number, readBack: number) => Math.abs(readBack - written) <= 1.1e-3,
            limits: async () => Promise.resolve({ min: -10.5, max: 10.5 }),
          },
        })),
      } satisfies ImplementationOf<typeof lockInAmplifier>,
    };
  },
});
