import { FourwireError } from '@fourwire/core';
import type { Call, Connection, ImplementationOf } from '@fourwire/core';
import type { multimeter } from '../classes/multimeter.ts';
import { parseBoolean } from '../codec/boolean.ts';
import { scpi } from '../codec/command.ts';
import { keyword } from '../codec/fragment.ts';
import { parseString } from '../codec/string-data.ts';
import { measured } from '../session/measured.ts';
import type { ScpiSession } from '../session/scpi-session.ts';
import type { FunctionEntry, MultimeterFamily } from './multimeter-family.ts';

/** What a driver of a Keysight multimeter gives, but for its identity. */
type MeterConnection = Omit<Connection<(typeof multimeter)['members']>, 'identify'> & {
  readonly members: ImplementationOf<typeof multimeter>;
};

/** A Keysight multimeter, of whatever kind: the 34401A and all that came after it speak alike. */
export function keysightMultimeter(
  session: ScpiSession,
  family: MultimeterFamily,
  refreshLimits: (call: Call) => Promise<void>,
): MeterConnection {
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
    await on.send(family.settle, call);
    unsettled = false;
  };

  const current = async (call: Call): Promise<FunctionEntry> => {
    const node = parseString(await session.query(scpi`FUNC?`, call));
    const entry = family.functions.find((candidate) => candidate.node === node);
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
    // The reply format is not restored by *RST, and errors of whoever was here before are not ours.
    setUp: async (call) => {
      await session.errors(call);
      for (const command of family.begin) await session.send(command, call);
      // An acquisition goes on in the meter while the link is down, and is fetched when it is back.
      if (acquiring) return;
      unsettled = true;
      await settle(session, call);
    },
    members: {
      function: {
        read: async (call) => (await current(call)).name,
        write: async (value, call) => {
          await session.send(scpi`FUNC ${entryOf(family.functions, value).node}`, call);
          await refreshLimits(call);
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
          checkIntegration(family.integrationTimes, value);
          const { path } = await settings('integrates', call);
          await session.send(scpi`${path}:NPLC ${value}`, call);
        },
        limits: () =>
          Promise.resolve({
            min: family.integrationTimes[0] ?? 0,
            max: family.integrationTimes.at(-1) ?? Infinity,
          }),
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
          const entry = entryOf(family.functions, name);
          if (integration !== undefined) checkIntegration(family.integrationTimes, integration);
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
            const readings = await family.acquire(session, count, operation);
            unsettled = false;
            return readings;
          } finally {
            acquiring = false;
          }
        },
        stop: async (call) => {
          await session.send(family.settle, call);
          return family.isIdle(session, call);
        },
      },
    } satisfies ImplementationOf<typeof multimeter>,
  };
}

function entryOf(functions: readonly FunctionEntry[], name: FunctionEntry['name']): FunctionEntry {
  const entry = functions.find((candidate) => candidate.name === name);
  if (entry !== undefined) return entry;
  throw new FourwireError(
    'range',
    'value-refused',
    `function ${name} refused; this meter has ${functions.map((each) => each.name).join(', ')}.`,
  );
}

function checkIntegration(integrationTimes: readonly number[], value: number): void {
  if (integrationTimes.includes(value)) return;
  throw new FourwireError(
    'range',
    'value-refused',
    `integration ${value} refused; the meter integrates over ${integrationTimes.join(', ')} power-line cycles.`,
  );
}
