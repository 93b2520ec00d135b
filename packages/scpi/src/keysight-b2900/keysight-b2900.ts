import { defineDriver } from '@fourwire/core';
import type { ByteTransport, Call, DriverContext, ImplementationOf } from '@fourwire/core';
import { parseBoolean } from '../codec/boolean.ts';
import { scpi } from '../codec/command.ts';
import { channels, keyword } from '../codec/fragment.ts';
import { sourceMeasureUnit } from '../classes/source-measure-unit.ts';
import { identifyModel } from '../session/identify-model.ts';
import { pathSettings } from '../session/path-settings.ts';
import { SingleReadings } from '../session/single-readings.ts';
import { ScpiSession } from '../session/scpi-session.ts';
import { limited, observed } from '../session/limited.ts';
import { readingElements } from '../session/reading-elements.ts';
import { readingTime } from '../session/reading-time.ts';
import { scpiQuantity } from '../smu/scpi-quantity.ts';
import { smuChannelDriver } from '../smu/smu-channel.ts';
import type { SmuChannelDriver } from '../smu/smu-channel.ts';
import type { SmuQuantity } from '../smu/smu-port.ts';

/** The largest DC levels of every model, in V and A (SCPI Command Reference, "Source Output Ranges"). */
const largest = { voltage: 210, current: 3.03 } as const;

/** Integration times in power-line cycles by the frequency of the line. Unconfirmed (sheet, "Sense"). */
const integrationTimes = { 50: { min: 4e-4, max: 100 }, 60: { min: 4.8e-4, max: 120 } } as const;

const nodes = { voltage: 'VOLT', current: 'CURR' } as const;

const served = {
  pattern: /\bB29(?:0[12]|1[12]|6[12])[AB]L?\b|\bB2910BL\b/,
  names: 'B2901, B2902, B2910BL, B2911, B2912, B2961 and B2962',
};

/**
 * Keysight (formerly Agilent) B2900A, B and BL source-measure units and B2961A and B2962A sources over SCPI. How many
 * channels there are follows from the model.
 *
 * Source: sheet smu-keysight-b2900.md, after QCoDeS, SweepMe and pymeasure, and the B2900 SCPI Command Reference.
 */
export const keysightB2900 = defineDriver({
  name: 'keysight-b2900',
  deviceClass: sourceMeasureUnit,
  wire: 'bytes',
  bus: { timeout: { seconds: 5 } },
  connect: async (context: DriverContext<ByteTransport>) => {
    const session = new ScpiSession(context.bus);
    const identify = async (call: Call) => identifyModel(session, served, call);
    const { model } = await identify({});
    const count = /^B29\d2/.test(model) ? 2 : 1;
    const lineFrequency = { hertz: 50 };
    const channelDrivers = Array.from({ length: count }, (_, index) =>
      channelDriver(context, session, index + 1, lineFrequency),
    );
    return {
      identify,
      setUp: async (call) => {
        await session.errors(call);
        await session.send(scpi`ABOR ${channels(count === 2 ? [1, 2] : [1])}`, call);
        lineFrequency.hertz = await session.queryNumber(scpi`SYST:LFR?`, call);
        for (const channel of channelDrivers) await channel.setUp(call);
      },
      members: { channels: channelDrivers.map(({ members }) => members) } satisfies ImplementationOf<
        typeof sourceMeasureUnit
      >,
    };
  },
});

function channelDriver(
  context: DriverContext<ByteTransport>,
  session: ScpiSession,
  number: number,
  line: { readonly hertz: number },
): SmuChannelDriver {
  const at = pathSettings(session);
  const source = `SOUR${number}`;
  const sense = `SENS${number}`;
  const here = channels([number]);
  const duration = readingTime();
  /** From a level to its measurement, in s. */
  let delay = 0;
  const single = new SingleReadings([
    scpi`FORM ASC`,
    scpi`FORM:ELEM:SENS VOLT,CURR,TIME`,
    scpi`${keyword(source)}:FUNC DC`,
    scpi`${keyword(source)}:VOLT:MODE FIX`,
    scpi`${keyword(source)}:CURR:MODE FIX`,
    scpi`${keyword(sense)}:FUNC:ALL`,
  ]);

  const forced = at.choice(`${source}:FUNC:MODE`, { voltage: 'VOLTage', current: 'CURRent' });
  const quantity = (name: SmuQuantity) =>
    scpiQuantity(
      at,
      {
        source: `${source}:${nodes[name]}`,
        sense: `${sense}:${nodes[name]}`,
        compliance: `${sense}:${nodes[name]}:PROT`,
      },
      () => largest[name],
    );
  const isLimited = async (on: ScpiSession, call: Call): Promise<boolean> => {
    const limiting = (await forced.read(call)) === 'voltage' ? nodes.current : nodes.voltage;
    return parseBoolean(await on.query(scpi`${keyword(sense)}:${keyword(limiting)}:PROT:TRIP?`, call));
  };
  const integrationOf = (name: SmuQuantity) => at.number(`${sense}:${nodes[name]}:NPLC`);
  const integration = observed(integrationOf('current'), (value) => duration.set({ integration: value }));
  const sourceDelay = observed(at.number(`TRIG${number}:ACQ:DEL`), (value) => {
    delay = value;
  });

  const channel = smuChannelDriver(
    {
      settings: {
        source: forced,
        voltage: quantity('voltage'),
        current: quantity('current'),
        output: at.boolean(`OUTP${number}`),
        offState: at.choice(`OUTP${number}:OFF:MODE`, {
          normal: 'NORMal',
          zero: 'ZERO',
          highImpedance: 'HIZ',
        }),
        fourWire: at.boolean(`${sense}:REM`),
        integration: limited(
          {
            ...integration,
            write: async (value, call) => {
              await integrationOf('voltage').write(value, call);
              await integration.write(value, call);
            },
          },
          () => integrationTimes[line.hertz >= 55 ? 60 : 50],
        ),
        // The delay of the acquisition; a spot measurement does not wait it, so sweeps do.
        sourceDelay: limited(sourceDelay, () => ({ min: 0, max: 100_000 })),
        inCompliance: { read: async (call) => isLimited(session, call) },
        // The sheet confirms no commands for these.
        autoDelay: undefined,
        autoZero: undefined,
        filter: undefined,
        overvoltageProtection: undefined,
        highCapacitance: undefined,
        terminals: undefined,
        trigger: undefined,
      },
      measure: async (call) =>
        single.take(session, call, async () => {
          const reply = await session.query(scpi`MEAS? ${here}`, duration.allow(call));
          const values = readingElements(reply, ['voltage', 'current', 'time']);
          return { ...values, inCompliance: await isLimited(session, call) };
        }),
      settle: async ({ clock, signal }) => clock.sleep({ seconds: delay }, signal),
      abort: async (call) => {
        await session.send(scpi`ABOR ${here}`, call);
        return true;
      },
    },
    context,
    number,
  );

  return {
    ...channel,
    setUp: async (call) => {
      await channel.setUp(call);
      single.unsettle();
      await single.settle(session, call);
      await integration.read(call);
      await sourceDelay.read(call);
    },
  };
}
