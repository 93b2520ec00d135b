import { defineDriver } from '@fourwire/core';
import type { ByteTransport, Call, DriverContext, ImplementationOf } from '@fourwire/core';
import { oscilloscope } from '../classes/oscilloscope.ts';
import { decodeBlock } from '../codec/block.ts';
import { scpi } from '../codec/command.ts';
import { ScopeAcquirer } from '../scopes/scope-acquirer.ts';
import { identifyModel } from '../session/identify-model.ts';
import { pathSettings } from '../session/path-settings.ts';
import { ScpiSession } from '../session/scpi-session.ts';
import { channelOf } from './channel.ts';
import { channelCount, models } from './models.ts';

/** OPERation bit 3: running, also while armed for a single acquisition. */
const running = 0b1000;

/** For how long after arming the scope may not yet say that it runs, in ms. */
const staleMs = 100;

/**
 * Keysight (formerly Agilent) InfiniiVision oscilloscopes over SCPI.
 *
 * Source: sheet scope-keysight-infiniivision.md, after pymeasure, python-ivi and visa-ts.
 */
export const keysightInfiniivision = defineDriver({
  name: 'keysight-infiniivision',
  deviceClass: oscilloscope,
  wire: 'bytes',
  connect: async (context: DriverContext<ByteTransport>) => {
    const { clock } = context;
    const session = new ScpiSession(context.bus);
    const bulk = new ScpiSession(context.bus, { errors: 'transaction' });
    const set = pathSettings(session);
    const { model } = await identifyModel(session, models);
    let armedAt = 0;
    let wasSeen = false;

    // From the manual, not read again: the register and its bit.
    const isRunning = async (call: Call): Promise<boolean> =>
      ((await session.queryNumber(scpi`:OPER:COND?`, call)) & running) !== 0;
    const stop = async (call: Call): Promise<boolean> => {
      await session.send(scpi`:STOP`, call);
      return !(await isRunning(call));
    };
    const channels = Array.from({ length: channelCount(model) }, (_channel, index) =>
      channelOf(index + 1, { context, session, bulk, isRunning }),
    );
    const acquirer = new ScopeAcquirer(
      clock,
      {
        arm: async (call) => {
          wasSeen = false;
          // Not `:DIGitize`, which holds the link until a trigger comes.
          await session.send(scpi`:SING`, call);
          armedAt = clock.monotonic();
        },
        isDone: async (call) => {
          const runs = await isRunning(call);
          wasSeen ||= runs;
          return !runs && (wasSeen || clock.monotonic() - armedAt >= staleMs);
        },
        stop,
      },
      () => channels.map(({ source }) => source),
    );
    const averages = set.integer('ACQ:COUN');

    return {
      identify: async (call) => identifyModel(session, models, call),
      // Errors of whoever was here before are not ours; the class is that of an edge trigger.
      setUp: async (call) => {
        await session.errors(call);
        if ((await session.query(scpi`:TRIG:MODE?`, call)).trim() !== 'EDGE') {
          await session.send(scpi`:TRIG:MODE EDGE`, call);
        }
      },
      members: {
        channels: channels.map(({ member }) => member),
        timebase: {
          scale: {
            ...set.number('TIM:SCAL'),
            // Unconfirmed: the widest of the family.
            limits: async () => Promise.resolve({ min: 5e-10, max: 50 }),
          },
          position: set.number('TIM:POS'),
        },
        acquisition: {
          type: set.choice('ACQ:TYPE', {
            normal: 'NORMal',
            peakDetect: 'PEAK',
            average: 'AVERage',
            highResolution: 'HRESolution',
          }),
          averages: { ...averages, limits: async () => Promise.resolve({ min: 2, max: 65_536 }) },
          recordLength: {
            read: async (call) => Math.round(await session.queryNumber(scpi`:ACQ:POIN?`, call)),
          },
          sampleRate: { read: async (call) => session.queryNumber(scpi`:ACQ:SRAT?`, call) },
        },
        trigger: {
          source: set.choice('TRIG:SOUR', {
            channel1: 'CHANnel1',
            channel2: 'CHANnel2',
            channel3: 'CHANnel3',
            channel4: 'CHANnel4',
            external: 'EXTernal',
            line: 'LINE',
          }),
          level: set.number('TRIG:LEV'),
          slope: set.choice('TRIG:SLOP', { rising: 'POSitive', falling: 'NEGative', either: 'EITHer' }),
          mode: set.choice('TRIG:SWE', { auto: 'AUTO', normal: 'NORMal' }),
          force: {
            // Unconfirmed: the sheet does not name the command.
            run: async (_input, operation) => {
              await session.send(scpi`:TRIG:FORC`, operation);
              return undefined;
            },
          },
        },
        running: {
          read: isRunning,
          write: async (on, call) => session.send(on ? scpi`:RUN` : scpi`:STOP`, call),
        },
        ...acquirer.members,
        screenshot: {
          take: {
            run: async (_input, operation) => ({
              png: decodeBlock(
                await session.queryBytes(scpi`:DISP:DATA? PNG,COL`, {
                  ...operation,
                  timeout: { seconds: 30 },
                }),
              ),
            }),
          },
        },
      } satisfies ImplementationOf<typeof oscilloscope>,
    };
  },
});
