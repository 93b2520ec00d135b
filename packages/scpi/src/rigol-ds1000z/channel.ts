import type { ByteTransport, Call, DriverContext, ImplementationOf, Limits } from '@fourwire/core';
import { scopeMeasurements } from '../classes/oscilloscope.ts';
import type { ScopeMeasurement, scopeChannel } from '../classes/oscilloscope.ts';
import type { Waveform } from '../classes/common.ts';
import { parseBoolean } from '../codec/boolean.ts';
import { rawCommand, scpi } from '../codec/command.ts';
import { keyword } from '../codec/fragment.ts';
import type { WaveformSource } from '../scopes/scope-acquirer.ts';
import { isStep } from '../scopes/steps.ts';
import { channelOff } from '../scopes/waveform-buffer.ts';
import { scopeReading } from '../scopes/scope-reading.ts';
import { coupled } from '../session/limited.ts';
import { pathSettings } from '../session/path-settings.ts';
import type { ScpiSession } from '../session/scpi-session.ts';
import { readWaveform } from './waveform.ts';
import type { WaveformRequest } from './waveform.ts';

type Channel = ImplementationOf<typeof scopeChannel>;

/** Sheet, "Measurements, screen". */
const items: Readonly<Record<ScopeMeasurement, string>> = {
  peakToPeak: 'VPP',
  maximum: 'VMAX',
  minimum: 'VMIN',
  average: 'VAVG',
  rms: 'VRMS',
  amplitude: 'VAMP',
  frequency: 'FREQ',
  period: 'PER',
  positiveWidth: 'PWID',
  riseTime: 'RTIM',
  fallTime: 'FTIM',
  dutyCycle: 'PDUT',
};

/** What the channels work with. */
export interface ChannelSetting {
  readonly context: DriverContext<ByteTransport>;
  readonly session: ScpiSession;
  /** The same instrument, with the error policy `transaction`. */
  readonly bulk: ScpiSession;
  readonly isStopped: (call: Call) => Promise<boolean>;
}

/** The four channels of the family, as members and as sources of waveforms. */
export function scopeChannels(setting: ChannelSetting): {
  readonly members: readonly Channel[];
  readonly sources: readonly WaveformSource[];
} {
  const channels = [1, 2, 3, 4].map((number) => channelOf(number, setting));
  return {
    members: channels.map(({ member }) => member),
    sources: channels.map(({ source }) => source),
  };
}

function channelOf(
  number: number,
  { context, session, bulk, isStopped }: ChannelSetting,
): { readonly member: Channel; readonly source: WaveformSource } {
  const set = pathSettings(session);
  const path = `CHAN${number}`;
  const enabled = set.boolean(`${path}:DISP`);
  const scale = set.number(`${path}:SCAL`);
  const offset = set.number(`${path}:OFFS`);
  const probe = set.number(`${path}:PROB`);

  const unit = async (call: Call): Promise<Waveform['unit']> => {
    const word = (await session.query(scpi`:CHAN${number}:UNIT?`, call)).trim().slice(0, 4);
    return word === 'VOLT' ? 'V' : word === 'AMP' || word === 'AMPE' ? 'A' : '1';
  };
  const waveform = async (
    request: Pick<WaveformRequest, 'into' | 'progress'>,
    call: Call,
  ): Promise<Waveform> => {
    if (!(await enabled.read(call))) throw channelOff(number);
    const from = (await isStopped(call)) ? 'memory' : 'screen';
    return readWaveform(
      bulk,
      { ...request, channel: number, unit: await unit(call), from },
      { ...call, clock: context.clock },
    );
  };

  const member: Channel = {
    enabled,
    scale: {
      ...scale,
      write: async (value, call) => {
        // Without fine steps the scope would take the nearest coarse one.
        if (!isStep(value)) await session.send(scpi`:CHAN${number}:VERN ON`, call);
        await scale.write(value, call);
        await context.refreshLimits(call);
      },
      limits: async (call) => {
        const factor = await probe.read(call);
        return { min: 1e-3 * factor, max: 10 * factor };
      },
    },
    offset: {
      // The scope's offset is what is added to the signal: the voltage at mid-screen with the other sign.
      read: async (call) => 0 - (await offset.read(call)),
      write: async (value, call) => offset.write(0 - value, call),
      limits: async (call) => offsetLimits(await scale.read(call), await probe.read(call)),
    },
    coupling: set.choice(`${path}:COUP`, { dc: 'DC', ac: 'AC' }),
    probe: {
      ...coupled(probe, context),
      // Unconfirmed; of the values between the scope takes only some.
      limits: async () => Promise.resolve({ min: 0.01, max: 1000 }),
    },
    bandwidthLimit: {
      read: async (call) => {
        const reply = (await session.query(scpi`:CHAN${number}:BWL?`, call)).trim();
        return reply === '20M' || parseBoolean(reply);
      },
      write: async (on, call) => session.send(rawCommand(`:CHAN${number}:BWL ${on ? '20M' : 'OFF'}`), call),
    },
    termination: undefined,
    waveform: {
      run: async ({ into }, operation) =>
        waveform({ into, progress: (taken, total) => operation.progress({ taken, total }) }, operation),
      // Between two chunks nothing is under way.
      stop: async () => Promise.resolve(true),
    },
    measure: {
      run: async ({ item }, operation) => {
        const reply = await session.queryNumber(
          scpi`:MEAS:ITEM? ${keyword(items[item])},${keyword(path)}`,
          operation,
        );
        const value = scopeReading(reply);
        // The scope gives a part of one (DS2000 programming guide). Unconfirmed for this family.
        if (item === 'dutyCycle') return { value: value * 100, unit: '%' };
        const given = scopeMeasurements[item];
        const own = given === 'V' ? await unit(operation) : given;
        return { value, unit: own === '1' ? 'V' : own };
      },
    },
  };
  return {
    member,
    source: {
      isEnabled: async (call) => enabled.read(call),
      read: async (call) => waveform({}, call),
    },
  };
}

/** In V at mid-screen. Unconfirmed: the sheet does not name them. */
function offsetLimits(scale: number, probe: number): Limits {
  const max = (scale >= 0.5 * probe * (1 - 1e-6) ? 100 : 2) * probe;
  return { min: -max, max };
}
