import { FourwireError, defineDriver } from '@fourwire/core';
import type { ByteTransport, Call, DriverContext, ImplementationOf, OperationContext } from '@fourwire/core';
import { parseAsciiArray } from '../codec/ascii-array.ts';
import { parseBoolean } from '../codec/boolean.ts';
import { scpi } from '../codec/command.ts';
import { keyword } from '../codec/fragment.ts';
import { parseString } from '../codec/string-data.ts';
import { multimeter } from '../classes/multimeter.ts';
import { collectReadings } from '../session/collect-readings.ts';
import { identifyModel } from '../session/identify-model.ts';
import type { ServedModels } from '../session/identify-model.ts';
import { measured } from '../session/measured.ts';
import { ScpiSession } from '../session/scpi-session.ts';
import { functions, integrationTimes } from './functions.ts';
import type { FunctionEntry } from './functions.ts';

/** Sheet, "Identity and interfaces". */
const models: ServedModels = {
  pattern: /\b344(?:60|61|65|70)A\b/,
  names: '34460A, 34461A, 34465A and 34470A',
};

/** How often a running acquisition is asked how far it is, in ms (sheet, "Streaming recipe"). */
const lookMs = 100;

/** The longest reading in seconds: 100 power-line cycles at 50 Hz, doubled by autozero, with room to settle. */
const longestReading = 10;

/**
 * Keysight (formerly Agilent) Truevolt multimeters 34460A, 34461A, 34465A and 34470A over SCPI.
 *
 * Source: sheet dmm-keysight-34460.md, after QCoDeS, InstrumentKit, SweepMe and the Truevolt Operating and Service
 * Guide.
 */
export const keysight34460 = defineDriver({
  name: 'keysight-34460',
  deviceClass: multimeter,
  wire: 'bytes',
  bus: { timeout: { seconds: longestReading } },
  connect: (context: DriverContext<ByteTransport>) => {
    const session = new ScpiSession(context.bus);

    /**
     * Whether the meter may still be measuring, or be set to several samples, for a call that failed or for whoever was
     * here before: it would refuse a READ? with -213, or answer it with many readings.
     */
    let unsettled = true;

    /** Whether `acquire` takes readings; the meter would refuse a READ? beside it, and not answer. */
    let acquiring = false;

    /** Measures once with the settings in force. */
    const readOnce = async (on: ScpiSession, call: Call): Promise<number> => {
      await settle(on, call);
      unsettled = true;
      const value = await on.queryNumber(scpi`READ?`, call);
      unsettled = false;
      return value;
    };

    const settle = async (on: ScpiSession, call: Call): Promise<void> => {
      if (!unsettled) return;
      await on.send(scpi`ABOR;:SAMP:COUN 1`, call);
      unsettled = false;
    };

    const current = async (call: Call): Promise<FunctionEntry> => {
      const node = parseString(await session.query(scpi`FUNC?`, call));
      const entry = functions.find((candidate) => candidate.node === node);
      if (entry !== undefined) return entry;
      throw new FourwireError(
        'device',
        'function-unknown',
        `The meter is set to ${node}, which this class does not know; set its function first.`,
      );
    };

    const settings = async (
      needs: 'range' | 'integrates',
      call: Call,
    ): Promise<FunctionEntry & { readonly path: ReturnType<typeof keyword> }> => {
      const entry = await current(call);
      if (entry[needs] === undefined || entry[needs] === false) {
        const what = needs === 'range' ? 'range of its own' : 'integration time';
        throw new FourwireError('state', 'setting-missing', `${entry.name} has no ${what} on this meter.`);
      }
      return { ...entry, path: keyword(entry.node) };
    };

    return {
      identify: async (call) => identifyModel(session, models, call),
      // The reply format is not restored by *RST, and errors of whoever was here before are not ours.
      setUp: async (call) => {
        await session.errors(call);
        await session.send(scpi`FORM:DATA ASC`, call);
        // An acquisition goes on in the meter while the link is down, and is fetched when it is back.
        if (acquiring) return;
        unsettled = true;
        await settle(session, call);
      },
      members: {
        function: {
          read: async (call) => (await current(call)).name,
          write: async (value, call) => {
            await session.send(scpi`FUNC ${entryOf(value).node}`, call);
            await context.refreshLimits(call);
          },
        },
        range: {
          read: async (call) => {
            const { path } = await settings('range', call);
            return session.queryNumber(scpi`${path}:RANG?`, call);
          },
          write: async (value, call) => {
            const { path } = await settings('range', call);
            await session.send(scpi`${path}:RANG ${value}`, call);
          },
          // The argument is an expected maximum: the meter takes the next range up.
          same: (written, readBack) => readBack >= written * (1 - 1e-6),
          limits: async (call) => {
            const [min, max] = (await current(call)).range ?? [0, Infinity];
            return { min: min > 0 ? 0 : min, max };
          },
        },
        autoRange: {
          read: async (call) => {
            const { path } = await settings('range', call);
            return parseBoolean(await session.query(scpi`${path}:RANG:AUTO?`, call));
          },
          write: async (value, call) => {
            const { path } = await settings('range', call);
            await session.send(scpi`${path}:RANG:AUTO ${value}`, call);
          },
        },
        integration: {
          read: async (call) => {
            const { path } = await settings('integrates', call);
            return session.queryNumber(scpi`${path}:NPLC?`, call);
          },
          write: async (value, call) => {
            checkIntegration(value);
            const { path } = await settings('integrates', call);
            await session.send(scpi`${path}:NPLC ${value}`, call);
          },
          limits: () =>
            Promise.resolve({ min: integrationTimes[0] ?? 0, max: integrationTimes.at(-1) ?? Infinity }),
        },
        reading: {
          read: async (call) => {
            if (acquiring) {
              throw new FourwireError(
                'busy',
                'acquiring',
                'reading refused: the meter takes the readings of acquire; wait for its end, or stop it.',
              );
            }
            return measured(await readOnce(session, call));
          },
        },
        measure: {
          run: async ({ function: name, range, integration }, operation) => {
            const entry = entryOf(name);
            if (integration !== undefined) checkIntegration(integration);
            const value = await session.transaction(async (exclusive) => {
              const path = keyword(entry.node);
              await exclusive.send(
                range === undefined ? scpi`CONF:${path}` : scpi`CONF:${path} ${range}`,
                operation,
              );
              if (integration !== undefined && entry.integrates) {
                await exclusive.send(scpi`${path}:NPLC ${integration}`, operation);
              }
              return readOnce(exclusive, operation);
            }, operation);
            return { value: measured(value), unit: entry.unit };
          },
        },
        acquire: {
          run: async ({ count }, operation) => {
            await settle(session, operation);
            acquiring = true;
            unsettled = true;
            try {
              const readings = await acquire(session, count, operation);
              unsettled = false;
              return readings;
            } finally {
              acquiring = false;
            }
          },
          stop: async (call) => {
            await session.send(scpi`ABOR`, call);
            await session.send(scpi`SAMP:COUN 1`, call);
            return isIdle(session, call);
          },
        },
      } satisfies ImplementationOf<typeof multimeter>,
    };
  },
});

/** Takes readings into the meter's memory and fetches them as they come: never waits on the bus for the last. */
async function acquire(
  session: ScpiSession,
  count: number,
  operation: OperationContext<{ readonly taken: number }>,
): Promise<{ readonly value: Float64Array }> {
  await session.send(scpi`SAMP:COUN ${count}`, operation);
  await session.send(scpi`INIT`, operation);
  const readings = await collectReadings(
    {
      count,
      columns: ['value'],
      isRunning: async () => !(await isIdle(session, operation)),
      ready: () => session.queryNumber(scpi`DATA:POIN?`, operation),
      fetch: async (_taken, ready) => {
        const value = parseAsciiArray(await session.queryBytes(scpi`DATA:REM? ${ready}`, operation));
        return { value: value.map((reading) => measured(reading)) };
      },
      progress: (_points, taken) => operation.progress({ taken }),
    },
    operation,
    { period: lookMs },
  );
  await session.send(scpi`SAMP:COUN 1`, operation);
  return readings;
}

/** Whether it neither measures nor waits for a trigger (OPERation bits 4 and 5). */
async function isIdle(session: ScpiSession, call: Call): Promise<boolean> {
  return ((await session.queryNumber(scpi`STAT:OPER:COND?`, call)) & 0b11_0000) === 0;
}

function entryOf(name: FunctionEntry['name']): FunctionEntry {
  const entry = functions.find((candidate) => candidate.name === name);
  if (entry === undefined) throw new FourwireError('internal', 'function-unknown', `No entry for ${name}.`);
  return entry;
}

function checkIntegration(value: number): void {
  if (integrationTimes.includes(value)) return;
  throw new FourwireError(
    'range',
    'value-refused',
    `integration ${value} refused; the meter integrates over ${integrationTimes.join(', ')} power-line cycles.`,
  );
}
