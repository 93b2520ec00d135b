import { defineDriver } from '@fourwire/core';
import type { ByteTransport, DriverContext, ImplementationOf } from '@fourwire/core';
import { powerSupply } from '../classes/power-supply.ts';
import type { supplyOutput } from '../classes/power-supply.ts';
import { scpi } from '../codec/command.ts';
import { keyword } from '../codec/fragment.ts';
import type { ScpiFragment } from '../codec/fragment.ts';
import { parseKeyword } from '../codec/mnemonic.ts';
import { parseNumber } from '../codec/number.ts';
import { splitResponse } from '../codec/split.ts';
import { identifyModel } from '../session/identify-model.ts';
import { measured } from '../session/measured.ts';
import { pacedSession } from '../session/paced.ts';
import type { PacedSession } from '../session/paced.ts';
import { booleanSetting, choices, numberSetting } from '../session/settings.ts';
import { level } from '../supplies/level.ts';
import { supplyState } from '../supplies/state.ts';
import { trip } from '../supplies/trip.ts';
import type { Trip } from '../supplies/trip.ts';
import { models, outputsOf } from './models.ts';
import type { OutputRange } from './models.ts';

/** What `:OUTP:MODE?` answers while the output is on. */
const modes = choices({ constantVoltage: 'CV', constantCurrent: 'CC', unregulated: 'UR' });

/**
 * Rigol DP811, DP821, DP831 and DP832 supplies, with and without A, over SCPI.
 *
 * Source: sheet psu-rigol-dp800.md, after QCoDeS, libsigrok and visa-ts.
 */
export const rigolDp800 = defineDriver({
  name: 'rigol-dp800',
  deviceClass: powerSupply,
  wire: 'bytes',
  // Early firmware loses what comes sooner over the network (sheet, "Behaviour").
  bus: { gap: 20 },
  serial: { baudRate: 9600, dataBits: 8, parity: 'none', stopBits: 1 },
  connect: async (context: DriverContext<ByteTransport>) => {
    const terminator = context.bus.wire.address.startsWith('ASRL') ? '\r\n' : '\n';
    const session = pacedSession(context.bus, { terminator });
    const { model } = await identifyModel(session, models);
    // Written at the panel, and read once: a change needs the supply to be opened anew.
    const range = model.startsWith('DP811') ? await session.query(scpi`:OUTP:RANG?`) : undefined;
    // Models with an A show a digit more.
    const step = model.endsWith('A') ? 1e-3 : 1e-2;
    return {
      identify: async (call) => identifyModel(session, models, call),
      // Errors of whoever was here before are not ours.
      setUp: async (call) => {
        await session.errors(call);
      },
      members: {
        outputs: outputsOf(model, range?.trim()).map((limits, index) =>
          output(session, index + 1, limits, step),
        ),
        master: undefined,
        pairing: undefined,
      } satisfies ImplementationOf<typeof powerSupply>,
    };
  },
});

function output(
  session: PacedSession,
  number: number,
  range: OutputRange,
  step: number,
): ImplementationOf<typeof supplyOutput> {
  const channel = keyword(`CH${number}`);
  const sign = Math.sign(range.voltage);
  const protection = (node: ScpiFragment): Trip =>
    trip(
      async (call) =>
        parseKeyword(await session.query(scpi`:OUTP:${node}:QUES? ${channel}`, call), ['YES', 'NO']) ===
        'YES',
      async (call) => session.send(scpi`:OUTP:${node}:CLE ${channel}`, call),
    );
  const overvoltage = protection(keyword('OVP'));
  const overcurrent = protection(keyword('OCP'));
  const enabled = booleanSetting(session, scpi`:OUTP? ${channel}`, (on) => scpi`:OUTP ${channel},${on}`);
  const currentLimit = numberSetting(
    session,
    scpi`:SOUR${number}:CURR?`,
    (amperes) => scpi`:SOUR${number}:CURR ${amperes}`,
  );
  const trips = booleanSetting(
    session,
    scpi`:OUTP:OCP? ${channel}`,
    (on) => scpi`:OUTP:OCP ${channel},${on}`,
  );
  return {
    voltage: level(
      numberSetting(session, scpi`:SOUR${number}:VOLT?`, (volts) => scpi`:SOUR${number}:VOLT ${volts}`),
      { min: Math.min(0, range.voltage), max: Math.max(0, range.voltage) },
      step,
    ),
    currentLimit: level(
      {
        ...currentLimit,
        write: async (amperes, call) => {
          await currentLimit.write(amperes, call);
          // The supply keeps two currents, the class one: the protection goes with the limit.
          if (await trips.read(call)) await session.send(scpi`:OUTP:OCP:VAL ${channel},${amperes}`, call);
        },
      },
      { min: 0, max: range.current },
      1e-3,
    ),
    enabled,
    measurement: {
      read: async (call) => {
        const reply = await session.query(scpi`:MEAS:ALL? ${channel}`, call);
        const [voltage = '', current = ''] = splitResponse(reply)[0] ?? [];
        return { voltage: measured(parseNumber(voltage)), current: measured(parseNumber(current)) };
      },
    },
    state: supplyState(
      [overvoltage, overcurrent],
      async (call) => enabled.read(call),
      async (call) => modes.decode(await session.query(scpi`:OUTP:MODE? ${channel}`, call)),
    ),
    overvoltageProtection: {
      ...overvoltage,
      level: level(
        {
          read: async (call) => Math.abs(await session.queryNumber(scpi`:OUTP:OVP:VAL? ${channel}`, call)),
          write: async (magnitude, call) => {
            await session.send(scpi`:OUTP:OVP:VAL ${channel},${sign * magnitude}`, call);
            await session.send(scpi`:OUTP:OVP ${channel},ON`, call);
          },
        },
        // Unconfirmed: the sheet does not name the limits.
        { min: 0.01, max: range.nominal * 1.1 },
        step,
      ),
    },
    overcurrentProtection: {
      ...overcurrent,
      enabled: {
        ...trips,
        // Unconfirmed: that the protection acts when the current is limited at the value it acts at.
        write: async (on, call) => {
          if (on) {
            const amperes = await currentLimit.read(call);
            await session.send(scpi`:OUTP:OCP:VAL ${channel},${amperes}`, call);
          }
          await trips.write(on, call);
        },
      },
    },
    fourWire: range.fourWire
      ? {
          // Unconfirmed: that the channel comes first here, as everywhere else.
          enabled: booleanSetting(
            session,
            scpi`:OUTP:SENS? ${channel}`,
            (on) => scpi`:OUTP:SENS ${channel},${on}`,
          ),
        }
      : undefined,
    sequence: undefined,
  };
}
