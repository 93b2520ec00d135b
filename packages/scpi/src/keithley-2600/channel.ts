import type { Call, DriverContext, ByteTransport, Limits, WritableImplementation } from '@fourwire/core';
import { measured } from '../session/measured.ts';
import { fullScale, limited, observed } from '../session/limited.ts';
import { readingTime } from '../session/reading-time.ts';
import { smuChannelDriver } from '../smu/smu-channel.ts';
import type { SmuChannelDriver } from '../smu/smu-channel.ts';
import type { SmuMeasurement } from '../smu/smu-points.ts';
import type { TspSession } from '../tsp/tsp-session.ts';
import { tspSettings } from '../tsp/tsp-settings.ts';
import { tsp, tspName } from '../tsp/tsp-text.ts';
import { tspNumber } from '../tsp/tsp-value.ts';
import type { SystemSmuModel } from './models.ts';

/** In seconds. Unconfirmed: no document states how long a delay may be; this is the longest of the 2400. */
const longestDelay = 999.9999;

/** What a delay of this many seconds stands for: the instrument chooses it by the range. */
const autoDelay = -1;

/** The channel `smua` or `smub` of a 2600. Source: sheet smu-keithley-2600.md, "Channel attributes". */
export function systemSmuChannel(
  context: DriverContext<ByteTransport>,
  session: TspSession,
  number: 1 | 2,
  model: SystemSmuModel,
): SmuChannelDriver {
  const name = number === 1 ? 'smua' : 'smub';
  const smu = tspName(name);
  const at = tspSettings(session);
  const duration = readingTime();
  const constant = (word: string): string => `${name}.${word}`;

  const quantity = (letter: 'v' | 'i', { min, max }: Required<Limits>) => ({
    level: limited(at.number(`${name}.source.level${letter}`), () => ({ min: -max, max })),
    compliance: limited(at.number(`${name}.source.limit${letter}`), () => ({ min, max })),
    sourceRange: fullScale(at.number(`${name}.source.range${letter}`), () => max),
    sourceAutoRange: autoRange(`${name}.source.autorange${letter}`),
    measureRange: fullScale(at.number(`${name}.measure.range${letter}`), () => max),
    measureAutoRange: autoRange(`${name}.measure.autorange${letter}`),
  });
  const autoRange = (attribute: string): WritableImplementation<boolean> =>
    at.boolean(attribute, { on: constant('AUTORANGE_ON'), off: constant('AUTORANGE_OFF') });

  const output = at.choice(`${name}.source.output`, {
    off: [constant('OUTPUT_OFF'), 0],
    on: [constant('OUTPUT_ON'), 1],
    // It is off, and disconnected as well.
    highImpedance: [constant('OUTPUT_HIGH_Z'), 2],
  });
  const autoZero = at.choice(`${name}.measure.autozero`, {
    off: [constant('AUTOZERO_OFF'), 0],
    once: [constant('AUTOZERO_ONCE'), 1],
    auto: [constant('AUTOZERO_AUTO'), 2],
  });

  const delay = at.number(`${name}.source.delay`);
  /** The delay that comes into force when the automatic one is switched off. */
  let chosenDelay = 0;
  const sourceDelay = observed<number>(
    {
      read: async (call) => {
        const seconds = await delay.read(call);
        return seconds === autoDelay ? chosenDelay : seconds;
      },
      write: async (seconds, call) => delay.write(seconds, call),
    },
    (seconds) => {
      chosenDelay = seconds;
      duration.set({ delay: seconds });
    },
  );
  const integration = observed(at.number(`${name}.measure.nplc`), (value) =>
    duration.set({ integration: value }),
  );
  const filterEnabled = observed(
    at.boolean(`${name}.measure.filter.enable`, { on: constant('FILTER_ON'), off: constant('FILTER_OFF') }),
    (value) => duration.set({ filter: value }),
  );
  const filterCount = observed(at.number(`${name}.measure.filter.count`), (value) =>
    duration.set({ averages: value }),
  );

  const isLimited = async (on: TspSession, call: Call): Promise<boolean> =>
    on.printBoolean(tsp`${smu}.source.compliance`, call);

  const measure = async (call: Call): Promise<SmuMeasurement> =>
    session.transaction(async (on) => {
      const values = await on.print(tsp`${smu}.measure.iv()`, duration.allow(call));
      const reply = values.join(' ');
      const current = measured(tspNumber(values[0], reply));
      const voltage = measured(tspNumber(values[1], reply));
      return { voltage, current, inCompliance: await isLimited(on, call) };
    }, call);

  const channel = smuChannelDriver(
    {
      settings: {
        source: at.choice(`${name}.source.func`, {
          current: [constant('OUTPUT_DCAMPS'), 0],
          voltage: [constant('OUTPUT_DCVOLTS'), 1],
        }),
        voltage: quantity('v', model.voltage),
        current: quantity('i', model.current),
        output: {
          read: async (call) => (await output.read(call)) === 'on',
          write: async (on, call) => output.write(on ? 'on' : 'off', call),
        },
        offState: at.choice(`${name}.source.offmode`, {
          normal: [constant('OUTPUT_NORMAL'), 0],
          zero: [constant('OUTPUT_ZERO'), 1],
          highImpedance: [constant('OUTPUT_HIGH_Z'), 2],
        }),
        fourWire: at.boolean(`${name}.sense`, { on: constant('SENSE_REMOTE'), off: constant('SENSE_LOCAL') }),
        integration: limited(integration, () => ({ min: 0.001, max: 25 })),
        sourceDelay: limited(sourceDelay, () => ({ min: 0, max: longestDelay })),
        autoDelay: {
          enabled: {
            read: async (call) => (await delay.read(call)) === autoDelay,
            write: async (on, call) => delay.write(on ? autoDelay : chosenDelay, call),
          },
        },
        inCompliance: { read: async (call) => isLimited(session, call) },
        autoZero: {
          enabled: {
            read: async (call) => (await autoZero.read(call)) === 'auto',
            write: async (on, call) => autoZero.write(on ? 'auto' : 'off', call),
          },
        },
        filter: {
          enabled: filterEnabled,
          kind: at.choice(`${name}.measure.filter.type`, {
            moving: [constant('FILTER_MOVING_AVG'), 0],
            repeat: [constant('FILTER_REPEAT_AVG'), 1],
          }),
          count: limited(filterCount, () => ({ min: 1, max: 100 })),
        },
        highCapacitance: {
          enabled: at.boolean(`${name}.source.highc`, { on: constant('ENABLE'), off: constant('DISABLE') }),
        },
        // They are not there.
        overvoltageProtection: undefined,
        terminals: undefined,
        trigger: undefined,
      },
      measure,
      abort: async (call) => {
        await session.send(tsp`${smu}.abort()`, call);
        return true;
      },
    },
    context,
    number,
  );

  return {
    ...channel,
    setUp: async (call) => {
      await session.send(tsp`${smu}.abort()`, call);
      await channel.setUp(call);
      // Otherwise one question would take several readings.
      await session.send(tsp`${smu}.measure.count = ${1}`, call);
      for (const setting of [integration, sourceDelay, filterEnabled, filterCount]) await setting.read(call);
    },
  };
}
