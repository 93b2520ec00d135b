import { FourwireError } from '@fourwire/core';
import type { Call, Clock, Limits, OperationContext } from '@fourwire/core';
import { measuredBatches } from '../classes/measured-batches.ts';
import { timedFromFirst } from '../classes/timed-from-first.ts';
import { electrometerSource } from './electrometer-source.ts';
import type { ElectrometerMembers, ElectrometerPort, ElectrometerReading } from './electrometer-port.ts';

/** Readings by column, as the class has them. */
interface ReadingTable {
  readonly time: Float64Array;
  readonly value: Float64Array;
}

/** An electrometer's side of a driver. */
export interface ElectrometerDriver {
  readonly members: ElectrometerMembers;
  /** Call it in the driver's `setUp`: switches off what a sweep left on when the link went away. */
  setUp(call: Call): Promise<void>;
}

/** Makes an electrometer out of what its family says of it. */
export function electrometerDriver(
  port: ElectrometerPort,
  setting: { readonly clock: Clock; readonly userLimits: Readonly<Record<string, Limits>> },
): ElectrometerDriver {
  const { settings } = port;
  const { clock } = setting;
  const measure = async (call: Call): Promise<ElectrometerReading> => {
    if (await settings.zeroCheck.read(call)) throw zeroCheckIs('on');
    return port.measure(call);
  };

  /** Measures with nothing else to trigger it, whatever the user chose for acquisitions. */
  const measureAtOnce = async (call: Call): Promise<ElectrometerReading> =>
    atOnce(call, async () => measure(call));

  const atOnce = async <T>(call: Call, work: () => Promise<T>): Promise<T> => {
    const { source } = settings.trigger;
    const chosen = await source.read(call);
    if (chosen === 'immediate') return work();
    await source.write('immediate', call);
    try {
      return await work();
    } finally {
      // The caller may have given up, but the user's choice stays.
      await source.write(chosen, {}).catch(() => {});
    }
  };

  const acquire = async (
    count: number,
    operation: OperationContext<{ readonly taken: number; readonly points: ReadingTable }>,
  ): Promise<ReadingTable> => {
    const timed = timedFromFirst<ElectrometerReading>(clock);
    const readings: Required<ElectrometerReading>[] = [];
    const take = (reading: ElectrometerReading): void => {
      const point = timed(reading);
      readings.push(point);
      operation.progress({ taken: readings.length, points: readingTable([point]) });
    };
    if ((await settings.trigger.source.read(operation)) !== 'immediate') {
      take(await triggered(operation));
    }
    await atOnce(operation, async () => {
      while (readings.length < count) take(await measure(operation));
    });
    return readingTable(readings);
  };

  const triggered = async (call: Call): Promise<ElectrometerReading> => {
    if (await settings.zeroCheck.read(call)) throw zeroCheckIs('on');
    return port.triggered(call);
  };

  const source = electrometerSource(port, measureAtOnce, setting);

  return {
    setUp: async (call) => source?.output.setUp(call),
    members: {
      ...settings,
      zeroCorrection: {
        ...settings.zeroCorrection,
        acquire: {
          run: async (input, operation) => {
            if (!(await settings.zeroCheck.read(operation))) throw zeroCheckIs('off');
            return settings.zeroCorrection.acquire.run(input, operation);
          },
        },
      },
      reading: { read: async (call) => (await measureAtOnce(call)).value },
      acquire: {
        run: async ({ count }, operation) => acquire(count, operation),
        stop: async (call) => port.abort(call),
      },
      readings$: measuredBatches(
        clock,
        () => {
          const timed = timedFromFirst<ElectrometerReading>(clock);
          return async (call) => timed(await measureAtOnce(call));
        },
        readingTable,
      ),
      trigger: {
        ...settings.trigger,
        fire: {
          run: async (_input, operation) => {
            await port.fire(operation);
            return undefined;
          },
        },
      },
      source: source?.members,
    },
  };
}

function readingTable(readings: readonly Required<ElectrometerReading>[]): ReadingTable {
  return {
    time: Float64Array.from(readings, ({ time }) => time),
    value: Float64Array.from(readings, ({ value }) => value),
  };
}

function zeroCheckIs(state: 'on' | 'off'): FourwireError {
  return state === 'on'
    ? new FourwireError(
        'state',
        'zero-check-on',
        'Refused: zero check is on, so the input is shorted; switch it off to measure.',
      )
    : new FourwireError(
        'state',
        'zero-check-off',
        'Refused: zero check is off; switch it on to measure the offset.',
      );
}
