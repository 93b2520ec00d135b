import { defineDriver } from '@fourwire/core';
import type { ByteTransport, DriverContext, ImplementationOf, WritableImplementation } from '@fourwire/core';
import { powerSupply } from '../classes/power-supply.ts';
import type { supplyOutput } from '../classes/power-supply.ts';
import { parseBoolean } from '../codec/boolean.ts';
import { scpi } from '../codec/command.ts';
import { identifyModel } from '../session/identify-model.ts';
import { measured } from '../session/measured.ts';
import { pacedSession } from '../session/paced.ts';
import type { PacedSession } from '../session/paced.ts';
import { pathSettings } from '../session/path-settings.ts';
import { booleanSetting } from '../session/settings.ts';
import { level } from '../supplies/level.ts';
import { regulation } from '../supplies/regulation.ts';
import { supplyState } from '../supplies/state.ts';
import { trip } from '../supplies/trip.ts';
import { currentsOf, highestVoltage, models } from './models.ts';
import { sequence } from './sequence.ts';

type Output = ImplementationOf<typeof supplyOutput>;

/** Steps of the levels, in V and A. */
const step = 1e-3;

/**
 * Rohde & Schwarz (Hameg) HMP2020, HMP2030, HMP4030 and HMP4040 supplies over SCPI.
 *
 * `enabled` marks an output; the marked ones are on while `master` is. Source: sheet psu-rs-hmp.md, after pymeasure and
 * libsigrok.
 */
export const rsHmp = defineDriver({
  name: 'rs-hmp',
  deviceClass: powerSupply,
  wire: 'bytes',
  // The serial interface loses characters of what comes sooner (sheet, "Quirks").
  bus: { gap: 10 },
  serial: { baudRate: 9600, dataBits: 8, parity: 'none', stopBits: 1 },
  connect: async (context: DriverContext<ByteTransport>) => {
    const session = pacedSession(context.bus);
    const currents = currentsOf(await identifyModel(session, models));
    const master = booleanSetting(session, scpi`OUTP:GEN?`, (on) => scpi`OUTP:GEN ${on}`);
    const outputs: readonly Output[] = currents.map((highestCurrent, index) =>
      output(session, index + 1, highestCurrent, {
        context,
        master,
        others: () => outputs.filter((_output, other) => other !== index).map(({ enabled }) => enabled),
      }),
    );
    return {
      identify: async (call) => identifyModel(session, models, call),
      // Errors of whoever was here before are not ours.
      setUp: async (call) => {
        await session.errors(call);
      },
      members: { outputs, master: { enabled: master }, pairing: undefined } satisfies ImplementationOf<
        typeof powerSupply
      >,
    };
  },
});

/** What an output needs of the supply around it. */
interface Surroundings {
  readonly context: DriverContext<ByteTransport>;
  readonly master: WritableImplementation<boolean>;
  readonly others: () => readonly WritableImplementation<boolean>[];
}

function output(
  supply: PacedSession,
  number: number,
  highestCurrent: number,
  { context, master, others }: Surroundings,
): Output {
  const session = supply.selecting(scpi`INST:NSEL ${number}`);
  const set = pathSettings(session);
  const enabled = set.boolean('OUTP:SEL');
  const voltage = set.number('VOLT');
  const currentLimit = set.number('CURR');
  const fuse = set.boolean('FUSE');
  const overvoltage = trip(
    async (call) => parseBoolean(await session.query(scpi`VOLT:PROT:TRIP?`, call)),
    async (call) => session.send(scpi`VOLT:PROT:CLE`, call),
  );
  const overcurrent = trip(
    async (call) => parseBoolean(await session.query(scpi`FUSE:TRIP?`, call)),
    // Unconfirmed: the sheet names no command for it. A blown fuse is whole once its output is marked again, which must
    // not bring the output on.
    async (call) => {
      await enabled.write(false, call);
      if (await master.read(call)) return;
      await enabled.write(true, call);
      await enabled.write(false, call);
    },
  );
  return {
    voltage: level(voltage, { min: 0, max: highestVoltage }, step),
    currentLimit: level(currentLimit, { min: 0, max: highestCurrent }, step),
    enabled,
    measurement: {
      read: async (call) => ({
        voltage: measured(await session.queryNumber(scpi`MEAS:VOLT?`, call)),
        current: measured(await session.queryNumber(scpi`MEAS:CURR?`, call)),
      }),
    },
    state: supplyState(
      [overvoltage, overcurrent],
      async (call) => (await master.read(call)) && enabled.read(call),
      async (call) => regulation(await session.query(scpi`STAT:QUES:INST:ISUM${number}:COND?`, call)),
    ),
    overvoltageProtection: {
      ...overvoltage,
      // Unconfirmed: the limits, which the sheet does not name.
      level: level(set.number('VOLT:PROT'), { min: 0, max: highestVoltage }, step),
    },
    // The electronic fuse. Unconfirmed: from the manual, not read again.
    overcurrentProtection: { ...overcurrent, enabled: fuse },
    fourWire: undefined,
    sequence: sequence({
      session: supply,
      number,
      highestCurrent,
      userLimits: context.userLimits,
      voltage,
      currentLimit,
      enabled,
      master,
      others,
    }),
  };
}
