import {
  CountedClock,
  boolean,
  command,
  deviceClass,
  event,
  integer,
  oneOf,
  openDevice,
  parts,
  quantity,
  readable,
  record,
  text,
  writable,
} from '@fourwire/core';
import type { Clock, DeviceOf, DriverContext, ByteTransport, ImplementationOf } from '@fourwire/core';
import { conformanceChecks } from '../src/conformance/conformance-checks.ts';
import type { CheckResult, ConformanceBench, ConformanceOptions } from '../src/conformance/options.ts';
import { mockOf } from '../src/generic/mock-of.ts';
import type { Mock } from '../src/generic/mock-of.ts';

const channel = deviceClass('rig-channel', {
  level: writable(quantity('V', { min: 0, max: 10, resolution: 0.01 })),
});

/** A small class with a member of every sort. */
export const rigClass = deviceClass('rig', {
  temperature: readable(quantity('Cel')),
  setpoint: writable(quantity('Cel', { resolution: 0.1 }), { limits: 'dynamic' }),
  count: writable(integer({ min: 0, max: 10 })),
  mode: writable(oneOf(['slow', 'fast', 'off'])),
  heating: writable(boolean(), { hazard: { safe: false } }),
  lid: readable(oneOf(['closed', 'ajar', 'open']), { hazard: { safe: ['closed'] } }),
  settle: command({
    input: record({ target: quantity('Cel', { min: -70, max: 180 }) }),
    output: record({ target: quantity('Cel'), elapsed: quantity('s') }),
    progress: record({ left: integer({ min: 0, max: 10 }) }),
    stop: 'hold',
  }),
  selfTest: command({ output: text(), stop: 'cannot' }),
  alarm$: event(record({ code: integer(), active: boolean() })),
  channels: parts(channel),
});
/** A small device with a member of every sort. */
interface Rig extends DeviceOf<typeof rigClass> {}

type RigMock = Mock<(typeof rigClass)['members']>;
type Members = ImplementationOf<typeof rigClass>;

/** A bench with a rig that is a mock. */
export interface RigBench extends ConformanceBench {
  readonly device: Rig;
  readonly mock: RigMock;
  /** What the machine's own timers are counted by. */
  readonly machineClock: CountedClock;
}

/** Something that is wrong with a rig: in its driver, or in the device itself. */
export interface Mistake {
  readonly driver?: (members: Members, context: DriverContext<ByteTransport>) => Partial<Members>;
  readonly device?: (device: Rig, mock: RigMock, clock: Clock) => object;
}

/** What the suite is told of the rig. */
export const rigOptions: ConformanceOptions<RigBench> = {
  unplug: ({ mock }) => mock.link.unplug(),
  plug: ({ mock }) => mock.link.plug(),
  values: {
    temperature: { actual: ({ mock }, path) => mock.machine.get(path) },
    setpoint: { actual: ({ mock }, path) => mock.machine.get(path), limits: { min: -70, max: 180 } },
    heating: { actual: ({ mock }, path) => mock.machine.get(path) },
    lid: {
      actual: ({ mock }, path) => mock.machine.get(path),
      endanger: ({ mock }) => mock.machine.set('lid', 'open'),
    },
  },
  commands: { settle: { stands: ({ mock }) => !mock.machine.running('settle') } },
  events: { alarm$: { trigger: ({ mock }) => mock.machine.emit('alarm$', { code: 7, active: true }) } },
  faults: [
    {
      name: 'sensor-open',
      apply: ({ mock }) => mock.machine.fail('temperature', 'sensor open'),
      clear: ({ mock }) => mock.machine.fail('temperature', undefined),
    },
  ],
};

/** Opens a rig, with a mistake or without. */
export function makeRig(mistake: Mistake = {}): (time: { readonly clock: Clock }) => Promise<RigBench> {
  return async ({ clock }) => {
    const machineClock = new CountedClock(clock);
    const mock = mockOf(rigClass, {
      clock: machineClock,
      limits: { setpoint: { min: -70, max: 180 } },
      values: { temperature: 25, 'channels/2/level': 7 },
    });
    const { driver } = mock;
    const broken: typeof driver = {
      ...driver,
      connect: async (context, options) => {
        const connection = await driver.connect(context, options);
        const { members } = connection;
        return { ...connection, members: { ...members, ...mistake.driver?.(members, context) } };
      },
    };
    const device: Rig = await openDevice(broken, mock.link, { path: 'rig', clock });
    return { device: overlay(device, mistake.device?.(device, mock, clock) ?? {}), mock, machineClock };
  };
}

/** An object with some of its properties replaced. */
export function overlay<T extends object>(object: T, changes: object): T {
  return new Proxy(object, {
    get: (target, key) => {
      if (Object.hasOwn(changes, key)) return Reflect.get(changes, key) as unknown;
      const value: unknown = Reflect.get(target, key, target);
      // Methods reach private fields only on the object itself.
      return typeof value === 'function' && !Object.hasOwn(target, key)
        ? (value.bind(target) as unknown)
        : value;
    },
  });
}

/** Runs the checks whose name begins so, on a rig with a mistake. */
export async function runChecks(mistake: Mistake, name: string): Promise<readonly CheckResult[]> {
  const checks = conformanceChecks(rigClass, makeRig(mistake), rigOptions);
  const results: CheckResult[] = [];
  for (const check of checks) if (check.name.startsWith(name)) results.push(await check.run());
  return results;
}
