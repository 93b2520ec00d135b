import { FourwireError } from '@fourwire/core';
import { describe, expect, it } from 'vitest';
import { makeRig, rigClass, rigOptions } from '../../test/conformance-rig.ts';
import type { Mistake, RigBench } from '../../test/conformance-rig.ts';
import { Faults } from '../faults/faults.ts';
import { faultTrial } from './fault-trial.ts';
import type { FaultTrial, FaultyBench } from './fault-trial.ts';

/** Trials of a rig with a broken sensor and a cable that is pulled. */
async function trials(mistake: Mistake, count = 24): Promise<FaultTrial[]> {
  const make = makeRig(mistake);
  const found: FaultTrial[] = [];
  for (let seed = 1; seed <= count; seed++) {
    found.push(
      await faultTrial<RigBench & FaultyBench>(
        rigClass,
        async (time): Promise<RigBench & FaultyBench> => {
          const bench: RigBench = await make(time);
          const { machine, link } = bench.mock;
          const faults = new Faults(
            [
              {
                'sensor-open': (active) => machine.fail('temperature', active ? 'sensor open' : undefined),
                unplug: (active) => (active ? link.unplug() : link.plug()),
              },
            ],
            time.clock,
          );
          return { ...bench, faults };
        },
        { ...rigOptions, faults: [], seed },
      ),
    );
  }
  return found;
}

const never = new Promise<never>(() => {});

describe('a trial of a driver with faults', () => {
  it('finds nothing wrong with a good one, and tries each fault in its turn', async () => {
    const found = await trials({}, 8);
    expect(found.filter(({ problem }) => problem !== undefined)).toEqual([]);
    expect(new Set(found.map(({ faults }) => faults[0]))).toEqual(new Set(['sensor-open', 'unplug']));
  });

  it('takes an overload for the answer of a machine whose own value is not known', async () => {
    const overload = async (): Promise<never> => {
      throw new FourwireError('device', 'overload', 'Overload.');
    };
    const found = await trials({ driver: ({ count }) => ({ count: { ...count, read: overload } }) });
    expect(found.filter(({ problem }) => problem !== undefined)).toEqual([]);
  });

  it('does the same again with the same seed', async () => {
    expect(await trials({}, 3)).toEqual(await trials({}, 3));
  });

  it.each<[string, RegExp, Mistake]>([
    [
      'a wrong value that counts as good',
      /temperature: read\(\) gave 0, but the machine itself holds/,
      {
        driver: ({ temperature }) => ({
          temperature: { read: async (call) => temperature.read(call).catch(() => 0) },
        }),
      },
    ],
    [
      'an overload that the machine does not have',
      /temperature: read\(\): did not recover/,
      {
        driver: () => ({
          temperature: {
            read: async () => {
              throw new FourwireError('device', 'overload', 'Overload.');
            },
          },
        }),
      },
    ],
    [
      'a read that hangs',
      /temperature: read\(\) did not end within 3 min/,
      {
        driver: ({ temperature }) => ({
          temperature: { read: async (call) => temperature.read(call).catch(async () => never) },
        }),
      },
    ],
    [
      'a fault that becomes a mistake of the program',
      /Cannot read properties of undefined/,
      {
        driver: ({ temperature }) => ({
          temperature: {
            read: async (call) =>
              temperature.read(call).catch((cause: unknown) => {
                throw new TypeError('Cannot read properties of undefined', { cause });
              }),
          },
        }),
      },
    ],
    [
      'a fault that does not pass',
      /temperature: read\(\): did not recover/,
      {
        driver: ({ temperature }) => {
          let broken: FourwireError | undefined;
          return {
            temperature: {
              read: async (call) => {
                if (broken !== undefined) throw broken;
                return temperature.read(call).catch((error: unknown) => {
                  broken = FourwireError.from(error);
                  throw broken;
                });
              },
            },
          };
        },
      },
    ],
    [
      'a write that is confirmed and not there',
      /heating: write\(true\) was confirmed, but the machine itself holds false/,
      {
        driver: ({ heating }) => {
          let said = false;
          return {
            heating: {
              read: async (call) => (await heating.read(call), said),
              write: async (on) => {
                said = on;
              },
            },
          };
        },
      },
    ],
    [
      'a timer that is left',
      /1 timers left right after close/,
      {
        device: (_device, _mock, clock) => {
          clock.setTimer(3_600_000, () => {});
          return {};
        },
      },
    ],
    [
      'a timer that is set again for ever',
      /timers left/,
      {
        device: (_device, _mock, clock) => {
          const again = (): void => void clock.setTimer(60_000, again);
          again();
          return {};
        },
      },
    ],
  ])('finds %s', async (_what, says, mistake) => {
    const problems = (await trials(mistake)).map(({ problem }) => problem ?? '');
    expect(problems.filter((problem) => says.test(problem)).length).toBeGreaterThan(0);
  });
});
