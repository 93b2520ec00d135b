import { defineDriver } from '@fourwire/core';
import type { ByteTransport, DriverContext, ImplementationOf } from '@fourwire/core';
import { powerSupply } from '../classes/power-supply.ts';
import type { supplyOutput } from '../classes/power-supply.ts';
import { parseBoolean } from '../codec/boolean.ts';
import { scpi } from '../codec/command.ts';
import { channels, keyword } from '../codec/fragment.ts';
import type { ScpiFragment } from '../codec/fragment.ts';
import { parseKeyword } from '../codec/mnemonic.ts';
import { parseNumber } from '../codec/number.ts';
import { identifyModel } from '../session/identify-model.ts';
import { measured } from '../session/measured.ts';
import { ScpiSession } from '../session/scpi-session.ts';
import { booleanSetting, choiceSetting, numberSetting, setting } from '../session/settings.ts';
import { level } from '../supplies/level.ts';
import { regulation } from '../supplies/regulation.ts';
import { supplyState } from '../supplies/state.ts';
import { trip } from '../supplies/trip.ts';
import type { Trip } from '../supplies/trip.ts';
import { modelOf, models } from './models.ts';
import type { OutputRange, SupplyModel } from './models.ts';

/** Step of levels, in V and A. Unconfirmed: the sheet does not name the resolution. */
const step = 1e-3;

/**
 * Keysight E36311A, E36312A and E36313A triple-output supplies over SCPI.
 *
 * Source: sheet psu-keysight-e36300.md, after pymeasure, libsigrok and visa-ts.
 */
export const keysightE36300 = defineDriver({
  name: 'keysight-e36300',
  deviceClass: powerSupply,
  wire: 'bytes',
  connect: async (context: DriverContext<ByteTransport>) => {
    const session = new ScpiSession(context.bus);
    const model = modelOf(await identifyModel(session, models));
    return {
      identify: async (call) => identifyModel(session, models, call),
      // Errors of whoever was here before are not ours.
      setUp: async (call) => {
        await session.errors(call);
      },
      members: {
        outputs: model.outputs.map((range, index) => output(session, index + 1, range, model)),
        master: undefined,
        // Unconfirmed: the sheet names the command for outputs 2 and 3 and its words without a source.
        pairing: {
          mode: choiceSetting(session, scpi`OUTP:PAIR?`, (word) => scpi`OUTP:PAIR ${word}`, {
            independent: 'OFF',
            series: 'SERies',
            parallel: 'PARallel',
          }),
        },
      } satisfies ImplementationOf<typeof powerSupply>,
    };
  },
});

function output(
  session: ScpiSession,
  number: number,
  range: OutputRange,
  model: SupplyModel,
): ImplementationOf<typeof supplyOutput> {
  const list = channels([number]);
  const sign = range.voltage.min < 0 ? -1 : 1;
  const protection = (node: ScpiFragment): Trip =>
    trip(
      async (call) => parseBoolean(await session.query(scpi`${node}:PROT:TRIP? ${list}`, call)),
      async (call) => session.send(scpi`${node}:PROT:CLE ${list}`, call),
    );
  const overvoltage = protection(keyword('VOLT'));
  const overcurrent = protection(keyword('CURR'));
  const enabled = booleanSetting(session, scpi`OUTP? ${list}`, (on) => scpi`OUTP ${on},${list}`);
  return {
    voltage: level(
      numberSetting(session, scpi`VOLT? ${list}`, (volts) => scpi`VOLT ${volts},${list}`),
      range.voltage,
      step,
    ),
    currentLimit: level(
      numberSetting(session, scpi`CURR? ${list}`, (amperes) => scpi`CURR ${amperes},${list}`),
      range.current,
      step,
    ),
    enabled,
    measurement: {
      read: async (call) =>
        session.transaction(
          async (exclusive) => ({
            voltage: measured(await exclusive.queryNumber(scpi`MEAS:VOLT? ${list}`, call)),
            current: measured(await exclusive.queryNumber(scpi`MEAS:CURR? ${list}`, call)),
          }),
          call,
        ),
    },
    state: supplyState(
      [overvoltage, overcurrent],
      async (call) => enabled.read(call),
      async (call) => regulation(await session.query(scpi`STAT:QUES:INST:ISUM${number}:COND?`, call)),
    ),
    overvoltageProtection: {
      ...overvoltage,
      level: level(
        setting(
          session,
          scpi`VOLT:PROT? ${list}`,
          (magnitude: number) => scpi`VOLT:PROT ${sign * magnitude},${list}`,
          (reply) => Math.abs(parseNumber(reply)),
        ),
        range.protection,
        step,
      ),
    },
    overcurrentProtection: {
      ...overcurrent,
      enabled: booleanSetting(
        session,
        scpi`CURR:PROT:STAT? ${list}`,
        (on) => scpi`CURR:PROT:STAT ${on},${list}`,
      ),
    },
    // Unconfirmed: from the manual, not read again.
    fourWire: model.fourWire
      ? {
          enabled: setting(
            session,
            scpi`VOLT:SENS? ${list}`,
            (on) => scpi`VOLT:SENS ${keyword(on ? 'EXT' : 'INT')},${list}`,
            (reply) => parseKeyword(reply, ['EXTernal', 'INTernal']) === 'EXTernal',
          ),
        }
      : undefined,
    sequence: undefined,
  };
}
