import { FourwireError, defineDriver } from '@fourwire/core';
import type { ByteTransport, Call, DriverContext, ImplementationOf } from '@fourwire/core';
import { measuredBatches } from '../classes/measured-batches.ts';
import { counterFunctions, frequencyCounter } from '../classes/frequency-counter.ts';
import type { CounterFunction } from '../classes/frequency-counter.ts';
import { scpi } from '../codec/command.ts';
import type { ScpiCommand } from '../codec/command.ts';
import { channels, keyword } from '../codec/fragment.ts';
import { identifyModel } from '../session/identify-model.ts';
import type { ServedModels } from '../session/identify-model.ts';
import { upTo } from '../session/limited.ts';
import { measured } from '../session/measured.ts';
import { pathSettings } from '../session/path-settings.ts';
import { refuseNumber } from '../session/refuse-number.ts';
import { ScpiSession } from '../session/scpi-session.ts';
import { CounterMeasurement, triggerWords } from './counter-measurement.ts';
import { formatFunction, functionsOf, other, parseFunction } from './functions.ts';
import type { CounterSetting, FunctionEntry } from './functions.ts';
import { inputOf } from './input.ts';

/** Sheet counter-keysight-53220.md. */
const models: ServedModels = { pattern: /\b532(?:10|20|30)A\b/, names: '53210A, 53220A and 53230A' };

/** What the memory holds. */
const mostReadings = 1e6;

/** The shortest time after which a measurement without a signal is given up, in s; longer gates need longer. */
const shortestTimeout = 1;

/** The longest that can be set, in s. Unconfirmed. */
const longestTimeout = 2000;

/**
 * Keysight 53210A, 53220A and 53230A counters over SCPI.
 *
 * Source: sheet counter-keysight-53220.md, after the programmer's reference, the user's guide and SweepMe.
 */
export const keysight53220 = defineDriver({
  name: 'keysight-53220',
  deviceClass: frequencyCounter,
  wire: 'bytes',
  connect: async (context: DriverContext<ByteTransport>) => {
    const { clock } = context;
    const session = new ScpiSession(context.bus);
    const measurement = new CounterMeasurement(session.withErrors('transaction'), clock);
    const set = pathSettings(session);
    const { model } = await identifyModel(session, models);
    const functions = functionsOf(model);
    const inputs = model.includes('53210A') ? [1] : [1, 2];
    const gate = set.number('FREQ:GATE:TIME');

    const current = async (call: Call): Promise<CounterSetting> =>
      parseFunction(await session.query(scpi`FUNC?`, call), functions);
    const use = async (setting: CounterSetting, call: Call): Promise<void> =>
      session.send(scpi`FUNC ${formatFunction(setting)}`, call);
    const entryOf = (name: CounterFunction): FunctionEntry => {
      const entry = functions.find((candidate) => candidate.name === name);
      if (entry !== undefined) return entry;
      throw new FourwireError(
        'range',
        'value-refused',
        `function ${name} refused; this counter has ${functions.map((each) => each.name).join(', ')}.`,
      );
    };
    const refuseInput = (input: number): void =>
      refuseNumber(input, '1', 'input', { min: 1, max: inputs.length });
    const follow = async (seconds: number, call: Call): Promise<void> =>
      session.send(scpi`SYST:TIM ${Math.min(longestTimeout, 2 * seconds + shortestTimeout)}`, call);
    let isSetUp = false;
    /** The function before a count, which is none of the class's. */
    let beforeCount: CounterSetting | undefined;
    const endCount = async (call: Call): Promise<void> => {
      if (beforeCount !== undefined) await use(beforeCount, call);
      beforeCount = undefined;
    };

    return {
      identify: async (call) => identifyModel(session, models, call),
      // Errors of whoever was here before are not ours.
      setUp: async (call) => {
        await session.errors(call);
        await session.send(scpi`FORM ASC`, call);
        await follow(await gate.read(call), call);
        // Not when the link comes back: in the middle of a measurement it is the driver's own.
        if (!isSetUp) measurement.source = triggerWords.decode(await session.query(scpi`TRIG:SOUR?`, call));
        isSetUp = true;
      },
      members: {
        inputs: inputs.map((number) => inputOf(session, number)),
        function: {
          read: async (call) => (await current(call)).entry.name,
          write: async (name, call) => {
            const entry = entryOf(name);
            await use({ entry, input: (await current(call)).input }, call);
          },
        },
        input: {
          read: async (call) => (await current(call)).input,
          write: async (input, call) => use({ entry: (await current(call)).entry, input }, call),
          limits: async () => Promise.resolve({ min: 1, max: inputs.length }),
        },
        gateTime: {
          ...gate,
          write: async (seconds, call) => {
            await gate.write(seconds, call);
            await follow(seconds, call);
          },
          limits: async () => Promise.resolve({ min: model.includes('53230A') ? 1e-6 : 1e-4, max: 1000 }),
        },
        reading: { read: async (call) => measured(await measurement.once(call)) },
        measure: {
          run: async ({ function: name, input, expected, resolution }, operation) => {
            const entry = entryOf(name);
            refuseInput(input);
            const configure = configuration({ entry, input }, expected, resolution);
            const value = measured(await measurement.once(operation, configure));
            return { value, unit: counterFunctions[name] };
          },
        },
        acquire: {
          run: async ({ count }, operation) => {
            refuseNumber(count, '1', 'count', { min: 1, max: mostReadings });
            return measurement.acquire(count, operation);
          },
          stop: async (call) => measurement.abort(call),
        },
        readings$: measuredBatches(
          clock,
          () => async (call: Call) => measured(await measurement.once(call)),
          (values) => ({ value: Float64Array.from(values) }),
        ),
        trigger: {
          source: {
            read: async (call) =>
              measurement.withSource(async () => {
                measurement.source = triggerWords.decode(await session.query(scpi`TRIG:SOUR?`, call));
                return measurement.source;
              }),
            write: async (source, call) =>
              measurement.withSource(async () => {
                await session.send(scpi`TRIG:SOUR ${triggerWords.encode(source)}`, call);
                measurement.source = source;
              }),
          },
          delay: upTo(set.number('TRIG:DEL'), 3600, 'trigger/delay'),
          fire: {
            run: async (_input, operation) => {
              await session.send(scpi`*TRG`, operation);
              return undefined;
            },
          },
        },
        totalize: {
          count: {
            run: async ({ input, gate: seconds }, operation) => {
              refuseInput(input);
              // Unconfirmed: the limits are those of the gates of the other functions.
              refuseNumber(seconds, 's', 'gate', { min: 1e-6, max: 1000 });
              beforeCount = await current(operation);
              try {
                await follow(seconds, operation);
                const configure = scpi`CONF:TOT:TIM ${seconds},${channels([input])}`;
                return { events: Math.round(measured(await measurement.once(operation, configure))) };
              } finally {
                // Who stops the count brings the function back.
                if (!operation.signal.aborted) await endCount({});
              }
            },
            stop: async (call) => {
              const isIdle = await measurement.abort(call);
              await endCount(call);
              return isIdle;
            },
          },
        },
      } satisfies ImplementationOf<typeof frequencyCounter>,
    };
  },
});

/** Sets a function up: `CONF:FREQ 5E6,0.1,(@2)`. */
function configuration(
  { entry, input }: CounterSetting,
  expected: number | undefined,
  resolution: number | undefined,
): ScpiCommand {
  const node = keyword(entry.node);
  const list = entry.inputs === 1 ? [channels([input])] : [channels([input]), channels([other(input)])];
  if (expected === undefined && resolution === undefined) return scpi`CONF:${node} ${list}`;
  const first = expected ?? keyword('DEF');
  return resolution === undefined
    ? scpi`CONF:${node} ${first},${list}`
    : scpi`CONF:${node} ${first},${resolution},${list}`;
}
