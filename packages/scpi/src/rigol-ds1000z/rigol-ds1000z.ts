import { defineDriver } from '@fourwire/core';
import type { ByteTransport, Call, DriverContext, ImplementationOf } from '@fourwire/core';
import { oscilloscope } from '../classes/oscilloscope.ts';
import { decodeBlock } from '../codec/block.ts';
import { rawCommand, scpi } from '../codec/command.ts';
import { parseNumber } from '../codec/number.ts';
import { ScopeAcquirer } from '../scopes/scope-acquirer.ts';
import { refuseBetweenSteps } from '../scopes/steps.ts';
import { identifyModel } from '../session/identify-model.ts';
import type { ServedModels } from '../session/identify-model.ts';
import { pathSettings } from '../session/path-settings.ts';
import { ScpiSession } from '../session/scpi-session.ts';
import { choices, setting } from '../session/settings.ts';
import { scopeChannels } from './channel.ts';

/** Sheet scope-rigol-ds1000z.md. */
const models: ServedModels = {
  pattern: /\b(?:DS|MSO)1(?:05|07|10)4Z\b/,
  names: 'DS1054Z, DS1074Z, DS1104Z, MSO1074Z and MSO1104Z',
};

/** For how long after arming the scope may still say that it stands, in ms; the sheet says about 100. */
const staleMs = 300;

/** The horizontal divisions of the screen. */
const divisions = 12;

const sweeps = choices({ auto: 'AUTO', normal: 'NORMal', single: 'SINGle' });

/**
 * Rigol DS1054Z, DS1074Z, DS1104Z, MSO1074Z and MSO1104Z oscilloscopes over SCPI.
 *
 * Source: sheet scope-rigol-ds1000z.md, after libsigrok, QCoDeS and visa-ts.
 */
export const rigolDs1000z = defineDriver({
  name: 'rigol-ds1000z',
  deviceClass: oscilloscope,
  wire: 'bytes',
  connect: (context: DriverContext<ByteTransport>) => {
    const { clock } = context;
    const session = new ScpiSession(context.bus);
    const bulk = new ScpiSession(context.bus, { errors: 'transaction' });
    const set = pathSettings(session);
    const timeScale = set.number('TIM:SCAL');
    const sweep = setting(
      session,
      scpi`:TRIG:SWE?`,
      (mode: Sweep) => scpi`:TRIG:SWE ${sweeps.encode(mode)}`,
      sweeps.decode,
    );
    /** What the sweep was before a single acquisition, which is a sweep of its own here. */
    let mode: 'auto' | 'normal' = 'normal';
    let armedAt = 0;
    let wasSeen = false;

    const isStopped = async (call: Call): Promise<boolean> =>
      (await session.query(scpi`:TRIG:STAT?`, call)).trim() === 'STOP';
    const rememberMode = async (call: Call): Promise<'auto' | 'normal'> => {
      const now = await sweep.read(call);
      if (now !== 'single') mode = now;
      return mode;
    };
    const stop = async (call: Call): Promise<boolean> => {
      await session.send(scpi`:STOP`, call);
      return isStopped(call);
    };
    const channels = scopeChannels({ context, session, bulk, isStopped });
    const acquirer = new ScopeAcquirer(
      clock,
      {
        arm: async (call) => {
          await rememberMode(call);
          wasSeen = false;
          await session.send(scpi`:SING`, call);
          armedAt = clock.monotonic();
        },
        isDone: async (call) => {
          const stands = await isStopped(call);
          wasSeen ||= !stands;
          // It may still stand from before; a quick acquisition is over before anybody asks.
          return stands && (wasSeen || clock.monotonic() - armedAt >= staleMs);
        },
        stop,
      },
      () => channels.sources,
    );

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
        channels: channels.members,
        timebase: {
          scale: {
            ...timeScale,
            write: async (scale, call) => {
              refuseBetweenSteps(scale, 'timebase/scale');
              await timeScale.write(scale, call);
            },
            limits: async () => Promise.resolve({ min: 5e-9, max: 50 }),
          },
          position: set.number('TIM:OFFS'),
        },
        acquisition: {
          type: set.choice('ACQ:TYPE', {
            normal: 'NORMal',
            peakDetect: 'PEAK',
            average: 'AVERages',
            highResolution: 'HRESolution',
          }),
          // Unconfirmed: which numbers between are taken. One that is not is not confirmed.
          averages: {
            ...set.integer('ACQ:AVER'),
            limits: async () => Promise.resolve({ min: 2, max: 1024 }),
          },
          recordLength: {
            read: async (call) => {
              const depth = (await session.query(scpi`:ACQ:MDEP?`, call)).trim();
              if (depth !== 'AUTO') return Math.round(parseNumber(depth));
              const rate = await session.queryNumber(scpi`:ACQ:SRAT?`, call);
              return Math.round(rate * divisions * (await timeScale.read(call)));
            },
          },
          sampleRate: { read: async (call) => session.queryNumber(scpi`:ACQ:SRAT?`, call) },
        },
        trigger: {
          source: set.choice('TRIG:EDG:SOUR', {
            channel1: 'CHANnel1',
            channel2: 'CHANnel2',
            channel3: 'CHANnel3',
            channel4: 'CHANnel4',
            line: 'AC',
          }),
          level: set.number('TRIG:EDG:LEV'),
          slope: set.choice('TRIG:EDG:SLOP', { rising: 'POSitive', falling: 'NEGative', either: 'RFALl' }),
          mode: {
            read: rememberMode,
            write: async (value, call) => {
              await sweep.write(value, call);
              mode = value;
            },
          },
          force: {
            run: async (_input, operation) => {
              await session.send(scpi`:TFOR`, operation);
              return undefined;
            },
          },
        },
        running: {
          read: async (call) => !(await isStopped(call)),
          write: async (on, call) => {
            if (!on) await session.send(scpi`:STOP`, call);
            else {
              if ((await sweep.read(call)) === 'single') await sweep.write(mode, call);
              await session.send(scpi`:RUN`, call);
            }
          },
        },
        ...acquirer.members,
        screenshot: {
          // Unconfirmed: from the manual, not read again.
          take: {
            run: async (_input, operation) => ({
              png: decodeBlock(await session.queryBytes(rawCommand(':DISP:DATA? ON,OFF,PNG'), operation)),
            }),
          },
        },
      } satisfies ImplementationOf<typeof oscilloscope>,
    };
  },
});

type Sweep = 'auto' | 'normal' | 'single';
