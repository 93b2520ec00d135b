import { defineDriver } from '@fourwire/core';
import type { ByteTransport, Call, DriverContext, ImplementationOf } from '@fourwire/core';
import { oscilloscope } from '../classes/oscilloscope.ts';
import { scpi } from '../codec/command.ts';
import { ScopeAcquirer } from '../scopes/scope-acquirer.ts';
import { identifyModel } from '../session/identify-model.ts';
import { pathSettings } from '../session/path-settings.ts';
import { ScpiSession } from '../session/scpi-session.ts';
import { channelOf } from './channel.ts';
import { eventQueue } from './event-queue.ts';
import { models, traitsOf } from './models.ts';
import { timebaseOf } from './timebase.ts';
import { triggerOf, triggerNode } from './trigger.ts';

/**
 * Tektronix oscilloscopes: TDS200, TDS1000, TDS2000 and TBS1000, DPO, MSO and MDO of the series 2000 to 4000, MSO of the
 * series 2, 4, 5 and 6, and LPD64.
 *
 * Source: sheet scope-tektronix.md, after InstrumentKit, QCoDeS, tm_devices and pymeasure.
 */
export const tektronixScope = defineDriver({
  name: 'tektronix-scope',
  deviceClass: oscilloscope,
  wire: 'bytes',
  serial: { baudRate: 9600, dataBits: 8, parity: 'none', stopBits: 1, flowControl: 'rts-cts' },
  connect: async (context: DriverContext<ByteTransport>) => {
    const session = new ScpiSession(context.bus, { errorQueue: eventQueue });
    const set = pathSettings(session);
    const { dialect, channels: count } = traitsOf(await identifyModel(session, models));
    const isRunning = async (call: Call): Promise<boolean> =>
      (await session.queryNumber(scpi`ACQ:STATE?`, call)) !== 0;
    const stop = async (call: Call): Promise<boolean> => {
      await session.send(scpi`ACQ:STATE STOP`, call);
      return !(await isRunning(call));
    };
    const channels = Array.from({ length: count }, (_channel, index) =>
      channelOf(index + 1, { context, session, dialect }),
    );
    const acquirer = new ScopeAcquirer(
      context.clock,
      {
        arm: async (call) => {
          await session.send(scpi`ACQ:STATE STOP;:ACQ:STOPA SEQ;:ACQ:STATE RUN`, call);
        },
        isDone: async (call) => !(await isRunning(call)),
        stop,
      },
      () => channels.map(({ source }) => source),
    );
    const timeScale = set.number('HOR:SCA');
    const recordLength = set.integer('HOR:RECO');

    return {
      identify: async (call) => identifyModel(session, models, call),
      setUp: async (call) => {
        // Replies without their headers, and every event into the queue; nothing can be read before.
        const quiet = session.withErrors('never');
        await quiet.send(scpi`HEAD OFF`, call);
        await quiet.send(scpi`DESE 255`, call);
        // Errors of whoever was here before are not ours; the class is that of an edge trigger.
        await session.errors(call);
        await session.send(scpi`${triggerNode(dialect)}:TYP EDGE`, call);
      },
      members: {
        channels: channels.map(({ member }) => member),
        timebase: timebaseOf(session, dialect, timeScale),
        acquisition: {
          type: set.choice('ACQ:MOD', {
            normal: 'SAMple',
            peakDetect: 'PEAKdetect',
            average: 'AVErage',
            highResolution: 'HIRes',
          }),
          // Unconfirmed: the limits; some models take powers of two only, and another is then not confirmed.
          averages: {
            ...set.integer('ACQ:NUMAV'),
            limits: async () => Promise.resolve({ min: 2, max: 512 }),
          },
          recordLength: { read: async (call) => recordLength.read(call) },
          sampleRate: {
            read: async (call) => {
              if (dialect !== 'tds') return session.queryNumber(scpi`HOR:SAMPLER?`, call);
              // The oldest family does not tell: its record is the ten divisions of the screen.
              return (await recordLength.read(call)) / (10 * (await timeScale.read(call)));
            },
          },
        },
        trigger: triggerOf(session, dialect),
        running: {
          read: isRunning,
          write: async (on, call) =>
            session.send(on ? scpi`ACQ:STOPA RUNST;:ACQ:STATE RUN` : scpi`ACQ:STATE STOP`, call),
        },
        ...acquirer.members,
        screenshot: undefined,
      } satisfies ImplementationOf<typeof oscilloscope>,
    };
  },
});
