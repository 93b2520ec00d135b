import { FourwireError } from '@fourwire/core';
import type {
  ByteTransport,
  Call,
  DriverContext,
  ImplementationOf,
  LimitedImplementation,
  WritableImplementation,
} from '@fourwire/core';
import type { Waveform } from '../classes/common.ts';
import { scopeMeasurements } from '../classes/oscilloscope.ts';
import type { scopeChannel } from '../classes/oscilloscope.ts';
import { rawCommand, scpi } from '../codec/command.ts';
import { parseNumber } from '../codec/number.ts';
import type { WaveformSource } from '../scopes/scope-acquirer.ts';
import { channelOff } from '../scopes/waveform-buffer.ts';
import { wholeWaveform } from '../scopes/whole-waveform.ts';
import { coupled } from '../session/limited.ts';
import { pathSettings } from '../session/path-settings.ts';
import type { ScpiSession } from '../session/scpi-session.ts';
import { measure } from './measure.ts';
import type { TektronixDialect } from './models.ts';
import { readWaveform } from './waveform.ts';

type Channel = ImplementationOf<typeof scopeChannel>;

/** What a channel works with. */
export interface ChannelSetting {
  readonly context: DriverContext<ByteTransport>;
  readonly session: ScpiSession;
  readonly dialect: TektronixDialect;
}

/** A channel as member and as source of waveforms. */
export function channelOf(
  number: number,
  { context, session, dialect }: ChannelSetting,
): { readonly member: Channel; readonly source: WaveformSource } {
  const set = pathSettings(session);
  const path = `CH${number}`;
  const enabled = set.boolean(dialect === 'mso' ? `DIS:WAVEV:${path}:STATE` : `SEL:${path}`);
  const scale = set.number(`${path}:SCA`);
  const probe = probeOf(session, path, dialect);
  const bulk = session.withErrors('transaction');
  const waveform = async (
    into: { readonly value: Float64Array } | undefined,
    call: Call,
  ): Promise<Waveform> => {
    if (!(await enabled.read(call))) throw channelOff(number);
    return readWaveform(bulk, number, dialect, into, call);
  };
  const member: Channel = {
    enabled,
    scale: {
      ...coupled(scale, context),
      // Unconfirmed: the sheet does not name the limits; the widest of the families, the scope refuses what it has not.
      limits: async (call) => {
        const factor = await probe.read(call);
        return { min: 5e-4 * factor, max: 10 * factor };
      },
    },
    offset: offsetOf(session, path, dialect, scale),
    coupling: set.choice(`${path}:COUP`, { dc: 'DC', ac: 'AC' }),
    probe: {
      ...coupled(probe, context),
      // Unconfirmed.
      limits: async () => Promise.resolve({ min: 0.001, max: 10_000 }),
    },
    bandwidthLimit: {
      read: async (call) => isLimited(await session.query(scpi`CH${number}:BAN?`, call)),
      write: async (on, call) =>
        session.send(rawCommand(`CH${number}:BAN ${bandwidthWords[dialect](on)}`), call),
    },
    termination:
      dialect === 'tds'
        ? undefined
        : {
            impedance: {
              read: async (call) => {
                const ohms = await session.queryNumber(scpi`CH${number}:TER?`, call);
                return ohms < 1000 ? '50Ohm' : '1MOhm';
              },
              write: async (value, call) =>
                session.send(scpi`CH${number}:TER ${value === '50Ohm' ? 50 : 1e6}`, call),
            },
          },
    waveform: wholeWaveform(waveform),
    measure: {
      run: async ({ item }, operation) => ({
        value: await measure(session, number, dialect, item, operation),
        unit: scopeMeasurements[item],
      }),
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

/** Attenuation of the probe; but for the oldest family the scope keeps its gain instead. */
function probeOf(
  session: ScpiSession,
  path: string,
  dialect: TektronixDialect,
): WritableImplementation<number> {
  const set = pathSettings(session);
  // Unconfirmed: the name for the oldest family.
  if (dialect === 'tds') return set.number(`${path}:PRO`);
  const gain = set.number(`${path}:PRO:GAIN`);
  return {
    read: async (call) => 1 / (await gain.read(call)),
    write: async (value, call) => gain.write(1 / value, call),
  };
}

/**
 * The voltage at mid-screen: the offset, less what the position in divisions moves the trace up. The oldest family has no
 * offset; elsewhere writing brings the position to 0.
 */
function offsetOf(
  session: ScpiSession,
  path: string,
  dialect: TektronixDialect,
  scale: WritableImplementation<number>,
): LimitedImplementation<number> {
  const set = pathSettings(session);
  const position = set.number(`${path}:POS`);
  const offset = set.number(`${path}:OFFS`);
  const isOldest = dialect === 'tds';
  return {
    read: async (call) => {
      const moved = (await position.read(call)) * (await scale.read(call));
      return (isOldest ? 0 : await offset.read(call)) - moved;
    },
    write: async (volts, call) => {
      if (isOldest) {
        await position.write(0 - volts / (await scale.read(call)), call);
        return;
      }
      await position.write(0, call);
      await offset.write(volts, call);
    },
    // Scopes keep fewer digits of positions than they are written with.
    same: (written, readBack) => Math.abs(readBack - written) <= 1e-3 * Math.max(Math.abs(written), 1e-3),
    // Unconfirmed: ten divisions, and what no model of the family exceeds.
    limits: async (call) => {
      const max = isOldest ? 10 * (await scale.read(call)) : 100;
      return { min: -max, max };
    },
  };
}

/** Unconfirmed: what each family calls the limit; the sheet names the header only. */
const bandwidthWords: Readonly<Record<TektronixDialect, (on: boolean) => string>> = {
  tds: (on) => (on ? 'ON' : 'OFF'),
  dpo: (on) => (on ? 'TWE' : 'FUL'),
  mso: (on) => (on ? '20E6' : 'FULL'),
};

function isLimited(reply: string): boolean {
  const word = reply.trim().toUpperCase();
  if (/^(?:ON|1|TWE)/.test(word) && !/^1[.\d]/.test(word)) return true;
  if (/^(?:OFF|0$|FUL)/.test(word)) return false;
  // Newer scopes give the bandwidth in Hz.
  const hertz = parseNumber(word);
  if (Number.isFinite(hertz)) return hertz <= 25e6;
  throw new FourwireError('device', 'no-reading', `The scope gives ${word} as its bandwidth.`);
}
