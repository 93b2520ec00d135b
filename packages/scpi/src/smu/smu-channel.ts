import { FourwireError } from '@fourwire/core';
import type { Call, Clock, Limits, WritableImplementation } from '@fourwire/core';
import { measuredBatches } from '../classes/measured-batches.ts';
import { sweepLevels } from '../classes/sweep-levels.ts';
import { timedFromFirst } from '../classes/timed-from-first.ts';
import { smuTable } from './smu-points.ts';
import type { SmuMeasurement, SmuPoint } from './smu-points.ts';
import type { SmuMembers, SmuPort } from './smu-port.ts';
import { SmuSweep } from './smu-sweep.ts';

/** A channel's side of a driver. */
export interface SmuChannelDriver {
  readonly members: SmuMembers;
  /** Call it in the driver's `setUp`: switches off what a sweep left on when the link went away. */
  setUp(call: Call): Promise<void>;
}

/** Makes one channel of a source-measure unit out of what its family says of it. */
export function smuChannelDriver(
  port: SmuPort,
  setting: { readonly clock: Clock; readonly userLimits: Readonly<Record<string, Limits>> },
  channel = 1,
): SmuChannelDriver {
  const { settings } = port;

  const measure = async (call: Call): Promise<SmuMeasurement> => {
    if (await settings.output.read(call)) return port.measure(call);
    throw new FourwireError(
      'state',
      'output-off',
      'Refused: the output is off; switch it on before you measure.',
    );
  };

  const sweep = new SmuSweep(port, measure, { ...setting, name: `channels/${channel}` });

  return {
    setUp: async (call) => sweep.output.setUp(call),
    members: {
      ...whileIdle(settings, () => sweep.output.ensureIdle()),
      output: {
        ...settings.output,
        write: async (on, call) => {
          if (on) sweep.output.ensureIdle();
          await settings.output.write(on, call);
        },
      },
      measurement: {
        read: async (call) => {
          const { voltage, current, inCompliance } = await measure(call);
          return { voltage, current, inCompliance };
        },
      },
      acquire: {
        run: async ({ count }, operation) => {
          const timed = timedFromFirst<SmuMeasurement>(setting.clock);
          const points: SmuPoint[] = [];
          while (points.length < count) {
            const point = timed(await measure(operation));
            points.push(point);
            operation.progress({ taken: points.length, points: smuTable([point]) });
          }
          return smuTable(points);
        },
        stop: async (call) => port.abort(call),
      },
      measurements$: measuredBatches(
        setting.clock,
        () => {
          const timed = timedFromFirst<SmuMeasurement>(setting.clock);
          return async (call) => timed(await measure(call));
        },
        smuTable,
      ),
      sweep: {
        run: async ({ start, stop, points, spacing, bothWays, ...plan }, operation) =>
          sweep.run({ ...plan, levels: sweepLevels({ start, stop, points, spacing, bothWays }) }, operation),
        stop: async (call) => sweep.output.end(call),
      },
      sweepList: {
        run: async (plan, operation) => sweep.run(plan, operation),
        stop: async (call) => sweep.output.end(call),
      },
    },
  };
}

/** The same members, each of which refuses to be written while `ensureIdle` throws. */
function whileIdle<Members extends object>(members: Members, ensureIdle: () => void): Members {
  const guarded = Object.entries(members).map(([name, member]): [string, unknown] => {
    if (isWritable(member)) {
      return [
        name,
        {
          ...member,
          write: async (value: unknown, call: Call) => {
            ensureIdle();
            await member.write(value, call);
          },
        },
      ];
    }
    const isPart = typeof member === 'object' && member !== null && !('read' in member) && !('run' in member);
    return [name, isPart ? whileIdle(member as object, ensureIdle) : member];
  });
  return Object.fromEntries(guarded) as Members;
}

function isWritable(member: unknown): member is WritableImplementation<unknown> {
  return typeof member === 'object' && member !== null && 'read' in member && 'write' in member;
}
