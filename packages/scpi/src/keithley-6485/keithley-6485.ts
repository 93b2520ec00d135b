import { FourwireError, defineDriver } from '@fourwire/core';
import type { ByteTransport, Call, DriverContext, ImplementationOf } from '@fourwire/core';
import { scpi } from '../codec/command.ts';
import type { ScpiCommand } from '../codec/command.ts';
import { electrometer } from '../classes/electrometer.ts';
import { electrometerDriver } from '../electrometers/electrometer-driver.ts';
import type { ElectrometerReading, ElectrometerSettings } from '../electrometers/electrometer-port.ts';
import { keithleyReadings, zeroSettings } from '../electrometers/keithley-electrometer.ts';
import { TriggerWait } from '../electrometers/trigger-wait.ts';
import { identifyModel } from '../session/identify-model.ts';
import { fullScale, limited, observed, upTo } from '../session/limited.ts';
import { pathSettings } from '../session/path-settings.ts';
import { readingElements } from '../session/reading-elements.ts';
import { readingTime } from '../session/reading-time.ts';
import { ScpiSession } from '../session/scpi-session.ts';
import { SingleReadings } from '../session/single-readings.ts';
import { goingOn } from '../session/wrapping-clock.ts';
import { voltageSource } from './voltage-source.ts';

const served = { pattern: /^keithley.*\b648[57]\b/i, names: '6485 and 6487' };

/** The largest full scale, in A. */
const largestRange = 2.1e-2;

/** The longest delay from the trigger to the measurement, in s. */
const longestDelay = 999.9998;

/** Its clock starts anew after this many seconds (6485 instruction manual, "FORMat:ELEMents"). */
const clockWrap = 100_000;

/**
 * Keithley 6485 and 6487 picoammeters over SCPI, by GPIB or serial line. The 6487 has a voltage source, damping, and
 * measures resistance with it.
 *
 * Source: sheet electrometer-keithley-6485-6487.md, after STARS and SweepMe, and the manuals of the 6485 and 6487.
 */
export const keithley6485 = defineDriver({
  name: 'keithley-6485',
  deviceClass: electrometer,
  wire: 'bytes',
  serial: { baudRate: 9600 },
  bus: { timeout: { seconds: 5 } },
  connect: async (context: DriverContext<ByteTransport>) => {
    const wait = new TriggerWait(context.bus, { carriageReturns: true });
    const session = new ScpiSession(wait.others, { carriageReturns: true });
    const at = pathSettings(session);
    const { model } = await identifyModel(session, served, {});
    const hasSource = model.startsWith('6487');

    // With the form of its answers: an instrument that was switched off meanwhile has forgotten it.
    const single = new SingleReadings([
      scpi`ABOR`,
      scpi`ARM:COUN 1`,
      scpi`TRIG:COUN 1`,
      scpi`FORM:DATA ASC`,
      scpi`FORM:ELEM READ,TIME`,
    ]);
    const duration = readingTime();
    const goOn = goingOn(clockWrap);
    const line = { hertz: 50 };
    const ask = async (on: ScpiSession, call: Call, query: ScpiCommand): Promise<ElectrometerReading> => {
      const { value, time } = readingElements(await on.query(query, duration.allow(call)), ['value', 'time']);
      return { value, time: goOn(time) };
    };

    const integration = observed(at.number('SENS:CURR:NPLC'), (value) =>
      duration.set({ integration: value }),
    );
    const averages = observed(at.integer('SENS:AVER:COUN'), (value) => duration.set({ averages: value }));
    const averaging = observed(at.boolean('SENS:AVER'), (value) => duration.set({ filter: value }));
    const delay = observed(at.number('TRIG:DEL'), (value) => duration.set({ delay: value }));

    const settings: ElectrometerSettings = {
      function: hasSource ? functionWithSource(at) : functionWithoutSource(at),
      range: fullScale(at.number('SENS:CURR:RANG'), () => largestRange),
      autoRange: at.boolean('SENS:CURR:RANG:AUTO'),
      integration: limited(integration, () => ({ min: 0.01, max: line.hertz >= 55 ? 6 : 5 })),
      ...zeroSettings(session, duration),
      trigger: {
        source: at.choice('ARM:SOUR', { immediate: 'IMMediate', external: 'TLINk', software: 'BUS' }),
        delay: upTo(delay, longestDelay, 'trigger/delay'),
      },
      filter: {
        enabled: averaging,
        kind: at.choice('SENS:AVER:TCON', { moving: 'MOVing', repeat: 'REPeat' }),
        count: limited(averages, () => ({ min: 2, max: 100 })),
      },
      median: {
        enabled: at.boolean('SENS:MED'),
        rank: limited(at.integer('SENS:MED:RANK'), () => ({ min: 1, max: 5 })),
      },
      damping: hasSource ? { enabled: at.boolean('SENS:DAMP') } : undefined,
      environment: undefined,
    };

    const driver = electrometerDriver(
      {
        settings,
        source: hasSource ? voltageSource(session, context) : undefined,
        ...keithleyReadings({ session, wait, single, ask }),
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
        line.hertz = await session.queryNumber(scpi`SYST:LFR?`, call);
        for (const setting of [integration, averages, averaging, delay]) await setting.read(call);
      },
      members: driver.members satisfies ImplementationOf<typeof electrometer>,
    };
  },
});

/** What a 6485 measures: current. That it answers for it says so. */
function functionWithoutSource(at: ReturnType<typeof pathSettings>): ElectrometerSettings['function'] {
  const range = at.number('SENS:CURR:RANG');
  return {
    read: async (call) => {
      await range.read(call);
      return 'current';
    },
    write: async (name) => {
      if (name !== 'current') throw functionRefused(name, 'current');
    },
  };
}

/** What a 6487 measures: current, or the resistance that it makes of it and of its voltage. */
function functionWithSource(at: ReturnType<typeof pathSettings>): ElectrometerSettings['function'] {
  const ohms = at.boolean('SENS:OHMS');
  return {
    read: async (call) => ((await ohms.read(call)) ? 'resistance' : 'current'),
    write: async (name, call) => {
      if (name !== 'current' && name !== 'resistance') throw functionRefused(name, 'current and resistance');
      await ohms.write(name === 'resistance', call);
    },
  };
}

function functionRefused(name: string, allowed: string): FourwireError {
  return new FourwireError(
    'range',
    'value-refused',
    `function ${name} refused; this picoammeter measures ${allowed}.`,
  );
}
