import { FourwireError } from '@fourwire/core';
import type {
  ByteTransport,
  Call,
  Exchanger,
  LimitedImplementation,
  WritableImplementation,
} from '@fourwire/core';
import { measured } from '../session/measured.ts';
import { fullScale, limited, observed } from '../session/limited.ts';
import { readingTime } from '../session/reading-time.ts';
import type { SmuMeasurement } from '../smu/smu-points.ts';
import type { SmuQuantity } from '../smu/smu-port.ts';
import { TspSession } from '../tsp/tsp-session.ts';
import { tspSettings } from '../tsp/tsp-settings.ts';
import { tsp, tspName } from '../tsp/tsp-text.ts';
import { otherQuantity } from './language-port.ts';
import type { LanguagePort } from './language-port.ts';
import type { GraphicalSmuModel } from './models.ts';

const onOff = { on: 'smu.ON', off: 'smu.OFF' } as const;

const functions = { voltage: 'smu.FUNC_DC_VOLTAGE', current: 'smu.FUNC_DC_CURRENT' } as const;

/**
 * The channel of a 2450 whose command set is TSP. Its attributes are those of the quantities that are forced and measured
 * at the moment; what belongs to the other ones is refused. Source: sheet smu-keithley-2450.md, "TSP mode".
 */
export function tspPort(bus: Exchanger<ByteTransport>, model: GraphicalSmuModel): LanguagePort {
  const session = new TspSession(bus, { log: 'eventlog' });
  const quiet = new TspSession(bus, { errors: 'never' });
  const at = tspSettings(session);
  const duration = readingTime();

  const source = at.choice('smu.source.func', {
    voltage: [functions.voltage],
    current: [functions.current],
  });

  /** A setting that is there only while this quantity is forced. */
  const whileForced = <T>(
    forced: SmuQuantity,
    setting: WritableImplementation<T>,
  ): WritableImplementation<T> => {
    const ensureInForce = async (call: Call): Promise<void> => {
      if ((await source.read(call)) === forced) return;
      throw new FourwireError(
        'state',
        'setting-missing',
        `In the command set TSP this is there only while the source is ${forced}; set the source first, or the instrument to SCPI.`,
      );
    };
    return {
      read: async (call) => {
        await ensureInForce(call);
        return setting.read(call);
      },
      write: async (value, call) => {
        await ensureInForce(call);
        await setting.write(value, call);
      },
    };
  };

  const quantity = (
    name: SmuQuantity,
  ): Record<'level' | 'compliance' | 'sourceRange' | 'measureRange', LimitedImplementation<number>> &
    Record<'sourceAutoRange' | 'measureAutoRange', WritableImplementation<boolean>> => {
    const other = otherQuantity[name];
    const limit = name === 'voltage' ? 'smu.source.vlimit.level' : 'smu.source.ilimit.level';
    const max = (): number => model[name];
    return {
      level: limited(whileForced(name, at.number('smu.source.level')), () => ({ min: -max(), max: max() })),
      compliance: limited(whileForced(other, at.number(limit)), () => ({ min: 0, max: max() })),
      sourceRange: fullScale(whileForced(name, at.number('smu.source.range')), max),
      sourceAutoRange: whileForced(name, at.boolean('smu.source.autorange', onOff)),
      // Measured is what is not forced.
      measureRange: fullScale(whileForced(other, at.number('smu.measure.range')), max),
      measureAutoRange: whileForced(other, at.boolean('smu.measure.autorange', onOff)),
    };
  };

  const integration = observed(at.number('smu.measure.nplc'), (value) =>
    duration.set({ integration: value }),
  );
  const sourceDelay = observed(at.number('smu.source.delay'), (value) => duration.set({ delay: value }));
  const filterEnabled = observed(at.boolean('smu.measure.filter.enable', onOff), (value) =>
    duration.set({ filter: value }),
  );
  const filterCount = observed(at.number('smu.measure.filter.count'), (value) =>
    duration.set({ averages: value }),
  );

  const sense = at.choice('smu.measure.sense', {
    two: ['smu.SENSE_2WIRE'],
    four: ['smu.SENSE_4WIRE'],
  });

  const isLimited = async (on: TspSession, forced: SmuQuantity, call: Call): Promise<boolean> =>
    on.printBoolean(
      forced === 'voltage' ? tsp`smu.source.ilimit.tripped` : tsp`smu.source.vlimit.tripped`,
      call,
    );

  /** It measures one quantity; the forced one is read back beside it. */
  const measureOther = async (forced: SmuQuantity, call: Call): Promise<void> =>
    session.send(tsp`smu.measure.func = ${tspName(functions[otherQuantity[forced]])}`, call);

  const measure = async (call: Call): Promise<SmuMeasurement> => {
    const forced = await source.read(call);
    return session.transaction(async (on) => {
      const reading = measured(await on.printNumber(tsp`smu.measure.read()`, duration.allow(call)));
      const [level = NaN, time = NaN] = await on.queryNumbers(
        tsp`printbuffer(defbuffer1.n, defbuffer1.n, defbuffer1.sourcevalues, defbuffer1.relativetimestamps)`,
        call,
      );
      const values =
        forced === 'voltage'
          ? { voltage: measured(level), current: reading }
          : { voltage: reading, current: measured(level) };
      return { ...values, time: measured(time), inCompliance: await isLimited(on, forced, call) };
    }, call);
  };

  return {
    settings: {
      source: {
        read: async (call) => source.read(call),
        write: async (name, call) => {
          await source.write(name, call);
          await measureOther(name, call);
        },
      },
      voltage: quantity('voltage'),
      current: quantity('current'),
      output: at.boolean('smu.source.output', onOff),
      offState: at.choice('smu.source.offmode', {
        normal: ['smu.OFFMODE_NORMAL'],
        zero: ['smu.OFFMODE_ZERO'],
        highImpedance: ['smu.OFFMODE_HIGHZ'],
      }),
      fourWire: {
        read: async (call) => (await sense.read(call)) === 'four',
        write: async (on, call) => sense.write(on ? 'four' : 'two', call),
      },
      integration: limited(integration, () => ({ min: 0.01, max: 10 })),
      sourceDelay: limited(sourceDelay, () => ({ min: 0, max: 10_000 })),
      autoDelay: { enabled: at.boolean('smu.source.autodelay', onOff) },
      inCompliance: { read: async (call) => isLimited(session, await source.read(call), call) },
      autoZero: { enabled: at.boolean('smu.measure.autozero.enable', onOff) },
      filter: {
        enabled: filterEnabled,
        kind: at.choice('smu.measure.filter.type', {
          moving: ['smu.FILTER_MOVING_AVG'],
          repeat: ['smu.FILTER_REPEAT_AVG'],
        }),
        count: limited(filterCount, () => ({ min: 1, max: 100 })),
      },
      highCapacitance: { enabled: at.boolean('smu.source.highc', onOff) },
      terminals: {
        side: at.choice('smu.terminals', {
          front: ['smu.TERMINALS_FRONT'],
          rear: ['smu.TERMINALS_REAR'],
        }),
      },
      // The names of its levels are not confirmed.
      overvoltageProtection: undefined,
      trigger: undefined,
    },
    measure,
    abort: async (call) => {
      await session.send(tsp`trigger.model.abort()`, call);
      return true;
    },
    setUp: async (call) => {
      await quiet.send(tsp`localnode.prompts = localnode.DISABLE`, call);
      await session.errors(call);
      await session.send(tsp`trigger.model.abort()`, call);
      await session.send(tsp`smu.source.readback = smu.ON`, call);
      await session.send(tsp`smu.measure.count = ${1}`, call);
      await measureOther(await source.read(call), call);
      for (const one of [integration, sourceDelay, filterEnabled, filterCount]) await one.read(call);
    },
  };
}
