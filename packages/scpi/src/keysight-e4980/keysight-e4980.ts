import { FourwireError, defineDriver, mergeLimits } from '@fourwire/core';
import type { ByteTransport, Call, DriverContext, ImplementationOf } from '@fourwire/core';
import { measuredBatches } from '../classes/measured-batches.ts';
import { lcrMeter } from '../classes/lcr-meter.ts';
import { sweepLevels } from '../classes/sweep-levels.ts';
import { scpi } from '../codec/command.ts';
import { columnsOf } from '../session/collect-readings.ts';
import { identifyModel } from '../session/identify-model.ts';
import { upTo } from '../session/limited.ts';
import { pathSettings } from '../session/path-settings.ts';
import { refuseNumber } from '../session/refuse-number.ts';
import { ScpiSession } from '../session/scpi-session.ts';
import { apertureOf } from './aperture.ts';
import { correctionOf } from './correction.ts';
import { biasOf } from './lcr-bias.ts';
import { LcrMeasurement, triggerWords } from './lcr-measurement.ts';
import type { LcrPair } from './lcr-measurement.ts';
import { sweep } from './lcr-sweep.ts';
import { signalLevel } from './signal-level.ts';
import { abilitiesOf, functions, models } from './tables.ts';

/**
 * Keysight (formerly Agilent) E4980A and E4980AL LCR meters over SCPI.
 *
 * Source: sheet lcr-keysight-e4980.md, after the manual, pymeasure, QCoDeS, comet and SweepMe.
 */
export const keysightE4980 = defineDriver({
  name: 'keysight-e4980',
  deviceClass: lcrMeter,
  wire: 'bytes',
  connect: async (context: DriverContext<ByteTransport>) => {
    const { clock, userLimits } = context;
    const session = new ScpiSession(context.bus);
    const bulk = new ScpiSession(context.bus, { errors: 'transaction' });
    const { model } = await identifyModel(session, models);
    const abilities = abilitiesOf(model, await session.query(scpi`*OPT?`));
    const set = pathSettings(session);
    const measurement = new LcrMeasurement(bulk, clock);
    const bias = biasOf(session, measurement, abilities, context);
    const level = signalLevel(session, abilities);
    const frequency = set.number('FREQ');
    let isSetUp = false;
    /** The frequency before a sweep over it. */
    let before: number | undefined;
    const restore = async (call: Call): Promise<void> => {
      if (before !== undefined) await frequency.write(before, call);
      before = undefined;
    };

    return {
      identify: async (call) => identifyModel(session, models, call),
      setUp: async (call) => {
        // Errors of whoever was here before are not ours, and the display decides what a reading is.
        await session.errors(call);
        await session.send(scpi`DISP:PAGE MEAS`, call);
        await session.send(scpi`FORM ASC`, call);
        await session.send(scpi`FORM:ASC:LONG ON`, call);
        await bias.setUp(call);
        await level.setUp(call);
        // Not when the link comes back: in the middle of a measurement it is the driver's own.
        if (!isSetUp) measurement.source = triggerWords.decode(await triggerSource(session, call));
        isSetUp = true;
      },
      members: {
        function: set.choice('FUNC:IMP', functions),
        frequency: { ...frequency, limits: async () => Promise.resolve(abilities.frequency) },
        voltageLevel: level.voltage,
        currentLevel: level.current,
        range: {
          ...set.number('FUNC:IMP:RANG'),
          write: async (value, call) => {
            refuseRange(value, abilities.ranges);
            await session.send(scpi`FUNC:IMP:RANG ${value}`, call);
          },
          limits: async () =>
            Promise.resolve({ min: abilities.ranges[0] ?? 0, max: abilities.ranges.at(-1) ?? Infinity }),
        },
        autoRange: set.boolean('FUNC:IMP:RANG:AUTO'),
        ...apertureOf(session),
        reading: { read: async (call) => measurement.pair(call) },
        impedance: { read: async (call) => measurement.impedance(call) },
        acquire: {
          run: async ({ count }, operation) => {
            const rows: LcrPair[] = [];
            const take = async (): Promise<LcrPair> =>
              measurement.source === 'immediate'
                ? measurement.pair(operation)
                : measurement.triggered(operation);
            while (rows.length < count) {
              rows.push(await take());
              operation.progress({ taken: rows.length, points: readings(rows.slice(-1)) });
            }
            if (measurement.source !== 'immediate') await measurement.release(operation);
            return readings(rows);
          },
          stop: async (call) => {
            await measurement.release(call);
            return true;
          },
        },
        readings$: measuredBatches(clock, () => async (call: Call) => measurement.pair(call), readings),
        sweepFrequency: {
          run: async (input, operation) => {
            const levels = sweepLevels(input);
            const limits = mergeLimits(abilities.frequency, userLimits['frequency']);
            for (const [index, hertz] of levels.entries()) {
              refuseNumber(hertz, 'Hz', `frequency ${index + 1}`, limits);
            }
            before = await frequency.read(operation);
            try {
              return await sweep(
                'frequency',
                levels,
                {
                  delay: input.delay ?? 0,
                  set: async (hertz) => frequency.write(hertz, operation),
                  measure: async () => measurement.pair(operation),
                },
                operation,
              );
            } finally {
              // Who stops the sweep brings the frequency back.
              if (!operation.signal.aborted) await restore({});
            }
          },
          stop: async (call) => {
            const wanted = before;
            await measurement.release(call);
            await restore(call);
            return wanted === undefined || Math.abs((await frequency.read(call)) - wanted) <= wanted * 1e-6;
          },
        },
        trigger: {
          source: {
            read: async (call) =>
              measurement.withSource(async () => {
                measurement.source = triggerWords.decode(await triggerSource(session, call));
                return measurement.source;
              }),
            write: async (source, call) =>
              measurement.withSource(async () => {
                await session.send(scpi`TRIG:SOUR ${triggerWords.encode(source)}`, call);
                measurement.source = source;
              }),
          },
          delay: upTo(set.number('TRIG:DEL'), 999, 'trigger/delay'),
          fire: {
            run: async (_input, operation) => {
              await measurement.fire(operation);
              return undefined;
            },
          },
        },
        bias: bias.members,
        currentBias:
          abilities.biasCurrent === undefined
            ? undefined
            : {
                current: {
                  ...set.number('BIAS:CURR'),
                  limits: async () => Promise.resolve(abilities.biasCurrent ?? {}),
                },
              },
        correction: correctionOf(bulk, set),
        levelControl: { enabled: set.boolean('AMPL:ALC') },
      } satisfies ImplementationOf<typeof lcrMeter>,
    };
  },
});

/** What triggers the meter; one that waits to be told (`HOLD`) counts as triggered by software. */
async function triggerSource(session: ScpiSession, call: Call): Promise<string> {
  const word = (await session.query(scpi`TRIG:SOUR?`, call)).trim();
  return word === 'HOLD' ? 'BUS' : word;
}

function readings(rows: readonly LcrPair[]): {
  readonly primary: Float64Array;
  readonly secondary: Float64Array;
} {
  return columnsOf(['primary', 'secondary'], (name) => Float64Array.from(rows, (row) => row[name]));
}

function refuseRange(value: number, ranges: readonly number[]): void {
  if (ranges.includes(value)) return;
  throw new FourwireError(
    'range',
    'value-refused',
    `range ${value} Ω refused; this meter has ${ranges.join(', ')} Ω.`,
  );
}
