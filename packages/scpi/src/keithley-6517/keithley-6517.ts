import { defineDriver } from '@fourwire/core';
import type {
  ByteTransport,
  Call,
  DriverContext,
  ImplementationOf,
  WritableImplementation,
} from '@fourwire/core';
import { scpi } from '../codec/command.ts';
import { excerpt, malformed } from '../codec/fault.ts';
import { quoted } from '../codec/fragment.ts';
import { parseString } from '../codec/string-data.ts';
import { electrometer } from '../classes/electrometer.ts';
import { electrometerDriver } from '../electrometers/electrometer-driver.ts';
import type { ElectrometerSettings } from '../electrometers/electrometer-port.ts';
import { rangedVoltage } from '../electrometers/ranged-voltage.ts';
import { keithleyReadings, zeroSettings } from '../electrometers/keithley-electrometer.ts';
import { TriggerWait } from '../electrometers/trigger-wait.ts';
import { identifyModel } from '../session/identify-model.ts';
import { fullScale, limited, observed, upTo } from '../session/limited.ts';
import { pathSettings } from '../session/path-settings.ts';
import { readingTime } from '../session/reading-time.ts';
import { ScpiSession } from '../session/scpi-session.ts';
import { SingleReadings } from '../session/single-readings.ts';
import { functions } from './functions.ts';
import type { ElectrometerFunction } from './functions.ts';
import { electrometerValue } from './reading.ts';

const served = { pattern: /^keithley.*\b6517[AB]?\b/i, names: '6517, 6517A and 6517B' };

/** The longest delay from the trigger to the measurement, in s. Unconfirmed: the sheet does not say. */
const longestDelay = 999_999.999;

/** The largest range of the source, in V. */
const largestSource = 1000;

/**
 * Keithley 6517, 6517A and 6517B electrometers over SCPI, by GPIB or serial line.
 *
 * Source: sheet electrometer-keithley-6517.md, after comet, InstrumentKit, SweepMe, pymeasure and tm_devices.
 */
export const keithley6517 = defineDriver({
  name: 'keithley-6517',
  deviceClass: electrometer,
  wire: 'bytes',
  serial: { baudRate: 9600 },
  // Settling after a change of range in the lowest ranges takes seconds (sheet, "Commands").
  bus: { timeout: { seconds: 10 } },
  connect: (context: DriverContext<ByteTransport>) => {
    const wait = new TriggerWait(context.bus, { carriageReturns: true });
    const session = new ScpiSession(wait.others, { carriageReturns: true });
    const at = pathSettings(session);
    const duration = readingTime();
    const single = new SingleReadings([
      scpi`INIT:CONT OFF`,
      scpi`ABOR`,
      scpi`ARM:COUN 1`,
      scpi`ARM:LAY2:COUN 1`,
      scpi`TRIG:COUN 1`,
      scpi`FORM:ELEM READ`,
    ]);

    const current = async (call: Call): Promise<ElectrometerFunction> => {
      const reply = await session.query(scpi`FUNC?`, call);
      const node = parseString(reply).replace(/:DC$/i, '').toUpperCase();
      const entry = functions.find((one) => one.node === node);
      if (entry !== undefined) return entry;
      const allowed = functions.map((one) => one.node);
      throw malformed(
        'scpi-keyword-unknown',
        `Expected one of ${allowed.join(', ')}, got ${excerpt(reply)}.`,
        reply,
        0,
        { allowed },
      );
    };

    /** A setting of the function in force. */
    const ofFunction = <T>(make: (node: string) => WritableImplementation<T>): WritableImplementation<T> => ({
      read: async (call) => make((await current(call)).node).read(call),
      write: async (value, call) => make((await current(call)).node).write(value, call),
    });

    let largest = functions[0]?.largest ?? 0;
    const integration = observed(
      ofFunction((node) => at.number(`${node}:NPLC`)),
      (value) => duration.set({ integration: value }),
    );
    const averages = observed(
      ofFunction((node) => at.integer(`${node}:AVER:COUN`)),
      (value) => duration.set({ averages: value }),
    );
    const averaging = observed(
      ofFunction((node) => at.boolean(`${node}:AVER`)),
      (value) => duration.set({ filter: value }),
    );
    const delay = observed(at.number('TRIG:DEL'), (value) => duration.set({ delay: value }));
    const readPace = async (call: Call): Promise<void> => {
      for (const setting of [integration, averages, averaging, delay]) await setting.read(call);
    };

    const range = fullScale(
      ofFunction((node) => at.number(`${node}:RANG`)),
      () => largest,
    );

    const settings: ElectrometerSettings = {
      function: {
        read: async (call) => (await current(call)).name,
        write: async (name, call) => {
          const { node = '' } = functions.find((one) => one.name === name) ?? {};
          await session.send(scpi`FUNC ${quoted(node, "'")}`, call);
          await readPace(call);
          await context.refreshLimits(call);
        },
      },
      range: {
        ...range,
        limits: async (call) => {
          ({ largest } = await current(call));
          return range.limits(call);
        },
      },
      autoRange: ofFunction((node) => at.boolean(`${node}:RANG:AUTO`)),
      integration: limited(integration, () => ({ min: 0.01, max: 10 })),
      ...zeroSettings(session, duration),
      trigger: {
        source: at.choice('TRIG:SOUR', { immediate: 'IMMediate', external: 'EXTernal', software: 'BUS' }),
        delay: upTo(delay, longestDelay, 'trigger/delay'),
      },
      filter: {
        enabled: averaging,
        kind: ofFunction((node) => at.choice(`${node}:AVER:TCON`, { moving: 'MOVing', repeat: 'REPeat' })),
        count: limited(averages, () => ({ min: 1, max: 100 })),
      },
      median: {
        enabled: ofFunction((node) => at.boolean(`${node}:MED:STAT`)),
        rank: limited(
          ofFunction((node) => at.integer(`${node}:MED:RANK`)),
          () => ({ min: 1, max: 5 }),
        ),
      },
      // The sheet confirms no commands for these.
      damping: undefined,
      environment: undefined,
    };

    const driver = electrometerDriver(
      {
        settings,
        source: {
          // Unconfirmed: that it takes no level above the range in force.
          ...rangedVoltage(at, largestSource, context),
          output: at.boolean('OUTP'),
          inCompliance: at.boolean('SOUR:CURR:LIM'),
          // No command says whether it is closed: the source then refuses to be switched on.
          interlock: undefined,
        },
        ...keithleyReadings({
          session,
          wait,
          single,
          ask: async (on, call, query) => ({
            value: electrometerValue(await on.query(query, duration.allow(call))),
          }),
        }),
      },
      context,
    );

    return {
      identify: async (call) => identifyModel(session, served, call),
      setUp: async (call) => {
        await session.errors(call);
        single.unsettle();
        await single.settle(session, call);
        await driver.setUp(call);
        await readPace(call);
      },
      members: driver.members satisfies ImplementationOf<typeof electrometer>,
    };
  },
});
