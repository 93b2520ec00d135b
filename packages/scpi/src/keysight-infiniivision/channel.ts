import type { ByteTransport, Call, DriverContext, ImplementationOf } from '@fourwire/core';
import type { Waveform } from '../classes/common.ts';
import { scopeMeasurements } from '../classes/oscilloscope.ts';
import type { ScopeMeasurement, scopeChannel } from '../classes/oscilloscope.ts';
import { scpi } from '../codec/command.ts';
import { keyword } from '../codec/fragment.ts';
import type { WaveformSource } from '../scopes/scope-acquirer.ts';
import { channelOff } from '../scopes/waveform-buffer.ts';
import { wholeWaveform } from '../scopes/whole-waveform.ts';
import { scopeReading } from '../scopes/scope-reading.ts';
import { coupled } from '../session/limited.ts';
import { pathSettings } from '../session/path-settings.ts';
import type { ScpiSession } from '../session/scpi-session.ts';
import { readWaveform } from './waveform.ts';

type Channel = ImplementationOf<typeof scopeChannel>;

/** Sheet, "Measurements, files". */
const items: Readonly<Record<ScopeMeasurement, string>> = {
  peakToPeak: 'VPP',
  maximum: 'VMAX',
  minimum: 'VMIN',
  average: 'VAV',
  rms: 'VRMS',
  amplitude: 'VAMP',
  frequency: 'FREQ',
  period: 'PER',
  positiveWidth: 'PWID',
  riseTime: 'RIS',
  fallTime: 'FALL',
  dutyCycle: 'DUTY',
};

/** What a channel works with. */
export interface ChannelSetting {
  readonly context: DriverContext<ByteTransport>;
  readonly session: ScpiSession;
  /** The same instrument, with the error policy `transaction`. */
  readonly bulk: ScpiSession;
  readonly isRunning: (call: Call) => Promise<boolean>;
}

/** A channel as member and as source of waveforms. */
export function channelOf(
  number: number,
  { context, session, bulk, isRunning }: ChannelSetting,
): { readonly member: Channel; readonly source: WaveformSource } {
  const set = pathSettings(session);
  const path = `CHAN${number}`;
  const enabled = set.boolean(`${path}:DISP`);
  const probe = set.number(`${path}:PROB`);

  const unit = async (call: Call): Promise<'V' | 'A'> =>
    (await session.query(scpi`:CHAN${number}:UNIT?`, call)).trim().startsWith('AMP') ? 'A' : 'V';
  const waveform = async (
    into: { readonly value: Float64Array } | undefined,
    call: Call,
  ): Promise<Waveform> => {
    if (!(await enabled.read(call))) throw channelOff(number);
    const from = (await isRunning(call)) ? 'screen' : 'memory';
    return readWaveform(bulk, { channel: number, unit: await unit(call), from, into }, call);
  };

  const member: Channel = {
    enabled,
    scale: {
      ...set.number(`${path}:SCAL`),
      // Unconfirmed: the sheet does not name the limits; the widest of the family, the scope refuses what it has not.
      limits: async (call) => {
        const factor = await probe.read(call);
        return { min: 5e-4 * factor, max: 10 * factor };
      },
    },
    offset: {
      ...set.number(`${path}:OFFS`),
      // Unconfirmed, as the limits of the scale.
      limits: async (call) => {
        const max = 100 * (await probe.read(call));
        return { min: -max, max };
      },
    },
    coupling: set.choice(`${path}:COUP`, { dc: 'DC', ac: 'AC' }),
    probe: {
      ...coupled(probe, context),
      // Unconfirmed.
      limits: async () => Promise.resolve({ min: 0.001, max: 10_000 }),
    },
    bandwidthLimit: set.boolean(`${path}:BWL`),
    termination: { impedance: set.choice(`${path}:IMP`, { '1MOhm': 'ONEMeg', '50Ohm': 'FIFTy' }) },
    waveform: wholeWaveform(waveform),
    measure: {
      run: async ({ item }, operation) => {
        const value = scopeReading(
          await session.queryNumber(scpi`:MEAS:${keyword(items[item])}? ${keyword(path)}`, operation),
        );
        const given = scopeMeasurements[item];
        return { value, unit: given === 'V' ? await unit(operation) : given };
      },
    },
  };
  return {
    member,
    source: {
      isEnabled: async (call) => enabled.read(call),
      read: async (call) => waveform(undefined, call),
    },
  };
}
