import { FourwireError } from '@fourwire/core';
import type { Operation, Options, Reading, SafeReport } from '@fourwire/core';
import { EMPTY, Observable, concat, interval, map, merge, of, switchMap, takeWhile, throwError } from 'rxjs';
import { describe, expect, it } from 'vitest';
import { overlay, runChecks } from '../../test/conformance-rig.ts';
import type { Mistake } from '../../test/conformance-rig.ts';

/** A mistake, the beginning of the name of the check that finds it, and what that says. */
type Planted = readonly [what: string, check: string, says: string, mistake: Mistake];

const never = new Promise<never>(() => {});

const shape: readonly Planted[] = [
  [
    'a member that is missing',
    'has every member of its class',
    'temperature: the readable member has no read',
    { device: () => ({ temperature: undefined }) },
  ],
  [
    'a writable that cannot be written',
    'has every member of its class',
    'setpoint: the writable member has no write',
    { device: ({ setpoint }) => ({ setpoint: overlay(setpoint, { write: undefined }) }) },
  ],
  [
    'a description in another unit',
    'describes itself as its class does',
    'description.members.temperature is',
    {
      device: ({ description }) => ({
        description: JSON.parse(JSON.stringify(description).replace('"Cel"', '"K"')) as unknown,
      }),
    },
  ],
  [
    'a device that does not say who it is',
    'says who it is',
    'identity$ names neither manufacturer nor model',
    {
      device: () => ({
        identity$: of({ manufacturer: '', model: '', serialNumber: '1', firmware: '1' }),
      }),
    },
  ],
];

const reading: readonly Planted[] = [
  [
    'another unit',
    'temperature: is asked',
    'read() gave 77, but the machine itself holds 25',
    {
      driver: ({ temperature }) => ({
        temperature: { read: async (call) => (await temperature.read(call)) * 1.8 + 32 },
      }),
    },
  ],
  [
    'a value out of the memory of the driver',
    'count: is asked',
    'read() sent nothing',
    { driver: ({ count }) => ({ count: { ...count, read: async () => 4 } }) },
  ],
  [
    'a word that the class does not know',
    'mode: is asked',
    'mode must be one of slow, fast, off',
    {
      driver: ({ mode }) => ({
        mode: {
          ...mode,
          read: async (call) => (await mode.read(call)).toUpperCase() as 'off',
        },
      }),
    },
  ],
  [
    'a read that forgets to keep what it read',
    'temperature: is asked',
    'last is undefined after a read that succeeded',
    { device: ({ temperature }) => ({ temperature: overlay(temperature, { last: undefined }) }) },
  ],
  [
    'a poll for each subscriber',
    'temperature: streams readings',
    'they must share a poll',
    {
      device: ({ temperature }, _mock, clock) => ({
        temperature: overlay(temperature, {
          value$: concat(
            of({ quality: 'good', value: 25, at: 0 }),
            interval(1000, clock.scheduler).pipe(
              switchMap(async (): Promise<Reading<number>> => {
                const value = await temperature.read();
                return { quality: 'good', value, at: clock.now() };
              }),
            ),
          ),
        }),
      }),
    },
  ],
  [
    'a poll that goes on when nobody listens',
    'temperature: streams readings',
    'after the last subscriber had gone',
    {
      device: ({ temperature }) => ({
        temperature: overlay(temperature, {
          value$: new Observable((subscriber) => {
            temperature.value$.subscribe(subscriber);
            // A second subscription that nobody ends.
            temperature.value$.subscribe({ error: () => {} });
          }),
        }),
      }),
    },
  ],
  [
    'a stream that does not replay the last reading',
    'temperature: streams readings',
    'did not get the last reading at once',
    {
      device: ({ temperature }, _mock, clock) => ({
        temperature: overlay(temperature, {
          value$: interval(1000, clock.scheduler).pipe(switchMap(() => EMPTY)),
        }),
      }),
    },
  ],
  [
    'an abort that is ignored',
    'temperature: ends an aborted read',
    'succeeded with 25; it must be refused',
    {
      device: ({ temperature }) => ({
        temperature: overlay(temperature, { read: async () => temperature.read() }),
      }),
    },
  ],
  [
    'an abort that is told as another failure',
    'temperature: ends an aborted read',
    'must end with kind aborted and send nothing; it ended with device',
    {
      device: ({ temperature }) => ({
        temperature: overlay(temperature, {
          read: async (options?: Options) =>
            temperature.read(options).catch(() => {
              throw new FourwireError('device', 'mock-fault', 'No value.');
            }),
        }),
      }),
    },
  ],
  [
    'an error that is none of ours',
    'temperature: ends an aborted read',
    'which is no FourwireError',
    {
      device: ({ temperature }) => ({
        temperature: overlay(temperature, {
          read: async (options?: Options) => {
            options?.signal?.throwIfAborted();
            return temperature.read(options);
          },
        }),
      }),
    },
  ],
  [
    'replies that get crossed when two members are read at once',
    'gives every member its own value',
    'the machine itself holds',
    {
      driver: ({ temperature, setpoint }) => {
        let shared = 0;
        const crossed =
          (member: Pick<typeof temperature, 'read'>): typeof temperature.read =>
          async (call) => {
            shared = await member.read(call);
            // A turn of the loop in which the other may put its own here.
            await temperature.read(call);
            return shared;
          };
        return {
          temperature: { read: crossed(temperature) },
          setpoint: { ...setpoint, read: crossed(setpoint) },
        };
      },
    },
  ],
];

const writing: readonly Planted[] = [
  [
    'an upper limit that is one too high',
    'setpoint: has its limits',
    'limits are {"min":-70,"max":181}',
    {
      driver: ({ setpoint }) => ({ setpoint: { ...setpoint, limits: async () => ({ min: -70, max: 181 }) } }),
    },
  ],
  [
    'a lower limit that is one too high',
    'setpoint: has its limits',
    'limits are {"min":-69,"max":180}',
    {
      driver: ({ setpoint }) => ({ setpoint: { ...setpoint, limits: async () => ({ min: -69, max: 180 }) } }),
    },
  ],
  [
    'an end of the limits that is refused',
    'count: has its limits',
    'check(10) refuses a value inside the limits',
    {
      device: ({ count }) => ({
        count: overlay(count, {
          check: (value: number) => (value < 10 ? { ok: true } : { ok: false, reason: 'too much' }),
        }),
      }),
    },
  ],
  [
    'a refusal after something was sent',
    'count: refuses what is beyond',
    'was refused only after 1 messages were sent',
    {
      device: ({ count }) => ({
        count: overlay(count, {
          write: async (value: number) => {
            await count.read();
            await count.write(value);
          },
        }),
      }),
    },
  ],
  [
    'a value beyond the limits that is taken for the limit',
    'setpoint: refuses what is beyond',
    'succeeded with undefined; it must be refused',
    {
      device: ({ setpoint }) => ({
        setpoint: overlay(setpoint, {
          write: async (value: number) => setpoint.write(Math.min(180, Math.max(-70, value))),
        }),
      }),
    },
  ],
  [
    'a check that allows everything',
    'setpoint: refuses what is beyond',
    'check() allows',
    { device: ({ setpoint }) => ({ setpoint: overlay(setpoint, { check: () => ({ ok: true }) }) }) },
  ],
  [
    'a refusal of the wrong kind',
    'setpoint: refuses what is no value',
    'failed with kind device, not range',
    {
      device: ({ setpoint }) => ({
        setpoint: overlay(setpoint, {
          write: async (value: number) =>
            setpoint.write(value).catch(() => {
              throw new FourwireError('device', 'mock-fault', 'Refused.');
            }),
        }),
      }),
    },
  ],
  [
    'NaN that is let through in silence',
    'setpoint: refuses what is no value',
    'succeeded with undefined; it must be refused',
    {
      device: ({ setpoint }) => ({
        setpoint: overlay(setpoint, {
          write: async (value: number) => (Number.isNaN(value) ? undefined : setpoint.write(value)),
        }),
      }),
    },
  ],
  [
    'a write that is acknowledged before it is done',
    'setpoint: takes values',
    'but the machine itself holds',
    {
      device: ({ setpoint }, _mock, clock) => ({
        setpoint: overlay(setpoint, {
          write: async (value: number) => {
            clock.setTimer(500, () => void setpoint.write(value));
          },
        }),
      }),
    },
  ],
  [
    'a readback that is ignored where the machine rounds',
    'channels/level: takes values',
    '2.5 was written, but read() gives 3',
    {
      driver: ({ channels }) => ({
        channels: channels.map(({ level }) => ({
          level: {
            ...level,
            same: () => true,
            write: async (value, call) => level.write(Math.round(value), call),
          },
        })),
      }),
    },
  ],
  [
    'an error of a write that is swallowed',
    'mode: takes values',
    'was written, but read() gives',
    {
      driver: ({ mode }) => ({ mode: { ...mode, same: () => true, write: async () => {} } }),
    },
  ],
  [
    'a write in another unit',
    'setpoint: takes values',
    'but the machine itself holds',
    {
      driver: ({ setpoint }) => ({
        setpoint: {
          ...setpoint,
          read: async (call) => (await setpoint.read(call)) * 2,
          write: async (value, call) => setpoint.write(value / 2, call),
        },
      }),
    },
  ],
  [
    'a channel that is another one',
    'keeps what was written',
    'but after other members were written it gives',
    { driver: ({ channels: [first] }) => (first === undefined ? {} : { channels: [first, first] }) },
  ],
];

/** The command `settle`, with what it gives changed. */
const settles = (
  change: (operation: Operation<unknown, unknown>, clock: { readonly scheduler: unknown }) => object,
): Mistake => ({
  device: ({ settle }, _mock, clock) => ({
    settle: (input: { target: number }, options?: Options) => {
      const operation = settle(input, options);
      return overlay(operation, change(operation as Operation<unknown, unknown>, clock));
    },
  }),
});

const commands: readonly Planted[] = [
  [
    'a stop that does nothing',
    'settle: stops in the middle',
    'stop() reports that the machine stands, but sent nothing to it',
    { driver: ({ settle }) => ({ settle: { ...settle, stop: async () => true } }) },
  ],
  [
    'a stop that asks and does not stop',
    'settle: stops in the middle',
    'but the machine itself goes on',
    {
      driver: ({ settle, temperature }) => ({
        settle: { ...settle, stop: async (call) => (await temperature.read(call)) > 0 },
      }),
    },
  ],
  [
    'a stop that is not confirmed',
    'settle: stops in the middle',
    'the outcome must be stopped',
    {
      driver: ({ settle }) => ({
        settle: { ...settle, stop: async (call) => !(await settle.stop(call)) },
      }),
    },
  ],
  [
    'a stop in another way than the class says',
    'settle: stops in the middle',
    'reports the mode "decelerate", not hold',
    settles((operation) => ({
      stop: async () => ({ ...(await operation.stop()), mode: 'decelerate' }),
    })),
  ],
  [
    'a command that resolves when it is stopped',
    'settle: stops in the middle',
    'a command that was stopped succeeded',
    settles((operation) => ({
      // oxlint-disable-next-line unicorn/no-thenable -- an operation is one
      then: (done: (value: unknown) => void) => operation.then(done, () => done({ target: 0, elapsed: 0 })),
    })),
  ],
  [
    'a command that never ends',
    'settle: runs to its end, with',
    'did not end within',
    { driver: ({ settle }) => ({ settle: { ...settle, run: async () => never } }) },
  ],
  [
    'a command that a poll disturbs',
    'settle: runs to its end while',
    'settle: it failed with FourwireError: rig/settle: Another query came in between',
    {
      driver: ({ settle, count }) => {
        let asked = 0;
        return {
          count: {
            ...count,
            read: async (call) => {
              asked++;
              return count.read(call);
            },
          },
          settle: {
            ...settle,
            run: async (input, operation) => {
              const before = asked;
              const output = await settle.run(input, operation);
              if (asked === before) return output;
              throw new FourwireError('device', 'mock-fault', 'Another query came in between.');
            },
          },
        };
      },
    },
  ],
  [
    'an output that is none',
    'settle: runs to its end, with',
    'output.elapsed is missing',
    {
      driver: ({ settle }) => ({
        settle: {
          ...settle,
          run: async (input, operation) => {
            await settle.run(input, operation);
            return { target: input.target } as { target: number; elapsed: number };
          },
        },
      }),
    },
  ],
  [
    'progress that is none',
    'settle: runs to its end, with',
    'progress.left must be a whole number',
    {
      driver: ({ settle }) => ({
        settle: {
          ...settle,
          run: async (input, operation) =>
            settle.run(input, {
              ...operation,
              progress: ({ left }) => operation.progress({ left: left + 0.5 }),
            }),
        },
      }),
    },
  ],
  [
    'no progress',
    'settle: runs to its end, with',
    'without having reported any progress',
    {
      driver: ({ settle }) => ({
        settle: {
          ...settle,
          run: async (input, operation) => settle.run(input, { ...operation, progress: () => {} }),
        },
      }),
    },
  ],
  [
    'progress after the end',
    'settle: runs to its end, with',
    'after the command had ended',
    {
      device: ({ settle }, _mock, clock) => ({
        settle: (input: { target: number }) => {
          const operation = settle(input);
          const late$ = interval(1500, clock.scheduler).pipe(
            map(() => ({ left: 0 })),
            takeWhile((_progress, index) => index < 3),
          );
          return overlay(operation, { progress$: merge(operation.progress$, late$) });
        },
      }),
    },
  ],
  [
    'progress that never completes',
    'settle: runs to its end, with',
    'progress$ does not complete',
    {
      device: ({ settle }) => ({
        settle: (input: { target: number }) => {
          const operation = settle(input);
          return overlay(operation, {
            progress$: merge(operation.progress$, new Observable(() => {})),
          });
        },
      }),
    },
  ],
  [
    'a command that nobody is told of',
    'settle: runs to its end, with',
    'activity$ tells nothing of it',
    { device: () => ({ activity$: EMPTY }) },
  ],
  [
    'a command that does not listen to its signal',
    'settle: is stopped when its call',
    'a command whose signal was aborted succeeded',
    {
      device: ({ settle }) => ({ settle: (input: { target: number }) => settle(input) }),
    },
  ],
  [
    'a command that gives a plain promise',
    'settle: runs to its end, with',
    'The check broke off with TypeError',
    {
      device: ({ settle }) => ({ settle: async (input: { target: number }) => settle(input) }),
    },
  ],
  [
    'an input that is mended instead of refused',
    'settle: refuses an input',
    'succeeded with',
    {
      device: ({ settle }) => ({
        settle: (input: { target: number } | undefined) =>
          settle({ target: Math.min(180, Math.max(-70, Number(input?.target) || 0)) }),
      }),
    },
  ],
  [
    'a command that cannot be stopped and says that it was',
    'selfTest: is waited for',
    'reports {"mode":"hold","outcome":"stopped"}',
    {
      device: ({ selfTest }) => ({
        selfTest: () => overlay(selfTest(), { stop: async () => ({ mode: 'hold', outcome: 'stopped' }) }),
      }),
    },
  ],
];

const safe: readonly Planted[] = [
  [
    'a safe() that lies',
    'safe() brings every hazard',
    'safe() reports heating as confirmed, but it reads true',
    {
      device: () => ({
        safe: async (reason: string): Promise<SafeReport> => ({
          path: 'rig',
          reason,
          at: 0,
          ok: true,
          members: [
            { path: 'rig/heating', wanted: [false], value: false, outcome: 'confirmed' },
            { path: 'rig/lid', wanted: ['closed'], value: 'closed', outcome: 'confirmed' },
          ],
          commands: [],
        }),
      }),
    },
  ],
  [
    'a safe() that forgets a hazard',
    'safe() brings every hazard',
    'safe() does not report lid',
    {
      device: (device) => ({
        safe: async (reason: string) => {
          const report = await device.safe(reason);
          return { ...report, members: report.members.filter(({ path }) => path === 'rig/heating') };
        },
      }),
    },
  ],
  [
    'a machine that does not come to its safe state',
    'safe() brings every hazard',
    'safe() reports ok: false',
    { driver: ({ lid }) => ({ lid: { ...lid, makeSafe: async () => {} } }) },
  ],
  [
    'a safe() that keeps silent about a command that it ended',
    'safe() ends a command that runs',
    'safe() does not report settle',
    {
      device: (device) => ({
        safe: async (reason: string) => ({ ...(await device.safe(reason)), commands: [] }),
      }),
    },
  ],
  [
    'a safe() that is satisfied with a machine it cannot reach',
    'safe() of a device that was unplugged',
    'safe() of a device that cannot be reached reports ok',
    {
      device: (device) => ({
        safe: async (reason: string, options?: Options) => ({
          ...(await device.safe(reason, options)),
          ok: true,
        }),
      }),
    },
  ],
  [
    'a safe() that hangs on a pulled cable',
    'safe() of a device that was unplugged',
    'safe() did not end within 5 s',
    { device: () => ({ safe: async () => never }) },
  ],
];

const lifecycle: readonly Planted[] = [
  [
    'members that are new after opening again',
    'closes, opens again',
    'The members are other objects after opening again',
    {
      device: ({ temperature }) => ({
        get temperature() {
          return overlay(temperature, {});
        },
      }),
    },
  ],
  [
    'a close() that does not close',
    'refuses everything once it is closed',
    'of a closed device succeeded',
    {
      device: (device) => {
        let calls = 0;
        return { close: async () => (calls++ === 0 ? undefined : device.close()) };
      },
    },
  ],
  [
    'a closed device that fails in another way',
    'refuses everything once it is closed',
    'of a closed device fails with kind device, not state',
    {
      device: ({ count }) => ({
        count: overlay(count, {
          write: async () => {
            throw new FourwireError('device', 'mock-fault', 'No answer.');
          },
        }),
      }),
    },
  ],
  [
    'a stream that completes when the device is closed',
    'keeps its streams through closing',
    'value$ completed when the device was closed',
    {
      device: ({ temperature }) => ({
        temperature: overlay(temperature, {
          value$: temperature.value$.pipe(takeWhile(({ quality }) => quality === 'good')),
        }),
      }),
    },
  ],
  [
    'a timer that is left',
    'leaves no timer',
    'timers are still set after the device was closed',
    {
      driver: ({ count }, { clock }) => ({
        count: {
          ...count,
          read: async (call) => {
            clock.setTimer(3_600_000, () => {});
            return count.read(call);
          },
        },
      }),
    },
  ],
  [
    'a loop that asks for ever',
    'leaves no timer',
    'Nobody uses the device, but in 5000 ms it was sent',
    {
      driver: ({ count }, { clock }) => {
        const watch = async (): Promise<void> => {
          for (;;) {
            await clock.sleep(700);
            await count.read({});
          }
        };
        watch().catch(() => {});
        return {};
      },
    },
  ],
];

const link: readonly Planted[] = [
  [
    'a stream that dies with the cable',
    'readings go stale',
    'value$ ended with',
    {
      device: ({ temperature }) => ({
        temperature: overlay(temperature, {
          value$: temperature.value$.pipe(
            switchMap((one) => (one.quality === 'good' ? of(one) : throwError(() => one.error))),
          ),
        }),
      }),
    },
  ],
  [
    'a stale value that is passed as good',
    'readings go stale',
    'the quality must be stale',
    {
      device: ({ temperature }) => ({
        temperature: overlay(temperature, {
          value$: temperature.value$.pipe(map((one) => ({ ...one, quality: 'good', error: undefined }))),
        }),
      }),
    },
  ],
  [
    'a stale value with the time of now',
    'readings go stale',
    'not the last good one',
    {
      device: ({ temperature }, _mock, clock) => ({
        temperature: overlay(temperature, {
          value$: temperature.value$.pipe(
            map((one) => (one.quality === 'stale' ? { ...one, at: clock.now() + 1 } : one)),
          ),
        }),
      }),
    },
  ],
  [
    'a stream that does not come back with the cable',
    'readings go stale',
    'value$ gave no good reading after the cable was put back of temperature',
    {
      device: ({ temperature }) => {
        let lost = false;
        return {
          temperature: overlay(temperature, {
            value$: temperature.value$.pipe(
              switchMap((one) => {
                lost ||= one.quality === 'stale';
                return lost && one.quality === 'good' ? EMPTY : of(one);
              }),
            ),
          }),
        };
      },
    },
  ],
  [
    'an error of the link that is swallowed',
    'a read that cannot be answered',
    'temperature: a read of an unplugged device succeeded with',
    {
      driver: ({ temperature }) => {
        let last = 25;
        return {
          temperature: {
            read: async (call) => {
              try {
                last = await temperature.read(call);
              } catch {
                // The mistake.
              }
              return last;
            },
          },
        };
      },
    },
  ],
  [
    'a time-out that is ignored',
    'a read that cannot be answered',
    'temperature: a read of an unplugged device did not end within 30 s',
    {
      device: ({ temperature }) => ({
        temperature: overlay(temperature, {
          read: async (options: Options = {}) => (options.timeout === undefined ? temperature.read() : never),
        }),
      }),
    },
  ],
  [
    'a time-out that comes too late',
    'a read that cannot be answered',
    'a read with a timeout of 500 ms took 2000 ms',
    {
      device: ({ temperature }) => ({
        temperature: overlay(temperature, {
          read: async (options?: Options) =>
            temperature.read(options === undefined ? undefined : { timeout: 2000 }),
        }),
      }),
    },
  ],
  [
    'events that die with the cable',
    'events are still heard',
    'alarm$ ended with',
    {
      device: ({ lifecycle$, alarm$ }) => ({
        alarm$: merge(
          alarm$,
          lifecycle$.pipe(
            switchMap((now) =>
              now === 'lost' ? throwError(() => new FourwireError('link', 'link-lost', 'Lost.')) : EMPTY,
            ),
          ),
        ),
      }),
    },
  ],
  [
    'a command that hangs for ever once the cable was pulled',
    'settle: comes to an end',
    'settle: interrupted by the cable, it did not end within',
    {
      driver: ({ settle }) => ({
        settle: {
          ...settle,
          run: async (input, operation) => settle.run(input, operation).catch(async () => never),
        },
      }),
      device: (device, mock) => ({
        lifecycle$: device.lifecycle$.pipe(
          map((now) => {
            if (now === 'lost') mock.machine.fail('settle', 'forgotten');
            return now;
          }),
        ),
      }),
    },
  ],
];

const events: readonly Planted[] = [
  [
    'an event that nobody hears of',
    'alarm$: tells every subscriber',
    'nobody was told',
    { device: () => ({ alarm$: new Observable(() => {}) }) },
  ],
  [
    'an event in another form',
    'alarm$: tells every subscriber',
    'alarm$.code must be a whole number',
    {
      device: ({ alarm$ }) => ({
        alarm$: alarm$.pipe(map(({ at, value }) => ({ at, value: { ...value, code: String(value.code) } }))),
      }),
    },
  ],
];

const faults: readonly Planted[] = [
  [
    'a sensor that is open and reads as a value',
    'sensor-open: ends',
    'gave -200, but the machine itself holds 25',
    {
      driver: ({ temperature }) => ({
        temperature: { read: async (call) => temperature.read(call).catch(() => -200) },
      }),
    },
  ],
  [
    'a fault that becomes a mistake of the program',
    'sensor-open: ends',
    'of kind internal, which is none that a driver may let through',
    {
      driver: ({ temperature }) => ({
        temperature: {
          read: async (call) =>
            temperature.read(call).catch((error: unknown) => {
              throw new TypeError('Cannot read properties of undefined', { cause: error });
            }),
        },
      }),
    },
  ],
  [
    'a read that hangs on a fault',
    'sensor-open: ends',
    'read() under sensor-open did not end within 30 s',
    {
      driver: ({ temperature }) => ({
        temperature: { read: async (call) => temperature.read(call).catch(async () => never) },
      }),
    },
  ],
  [
    'a fault that does not pass',
    'sensor-open: ends',
    'was over, but reads still fail',
    {
      driver: ({ temperature }) => {
        let broken: unknown;
        return {
          temperature: {
            read: async (call) => {
              if (broken instanceof FourwireError) throw broken;
              return temperature.read(call).catch((error: unknown) => {
                broken = error;
                throw error;
              });
            },
          },
        };
      },
    },
  ],
];

const all = { shape, reading, writing, commands, safe, lifecycle, link, events, faults };

describe.each(Object.entries(all))('planted mistakes: %s', (_group, planted) => {
  it.each(planted)('finds %s', async (_what, check, says, mistake) => {
    expect(await runChecks({}, check)).toEqual([{ outcome: 'passed' }]);
    await expect(runChecks(mistake, check)).rejects.toMatchObject({
      code: 'conformance-failed',
      message: expect.stringContaining(says) as string,
    });
  });
});

it('are 30 or more, each another one', () => {
  const names = Object.values(all).flatMap((planted) => planted.map(([what]) => what));
  expect(new Set(names).size).toBeGreaterThanOrEqual(30);
});
