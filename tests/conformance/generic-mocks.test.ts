import type { DeviceClass, MemberSpecs } from '@fourwire/core';
import * as metrology from '@fourwire/metrology';
import { conformance, mockOf } from '@fourwire/mock';
import type { Mock, MockOptions } from '@fourwire/mock';
import * as probeStation from '@fourwire/probe-station';
import * as scpi from '@fourwire/scpi';
import * as thermalChamber from '@fourwire/thermal-chamber';
import * as wirebonder from '@fourwire/wirebonder';
import { describe, expect, it } from 'vitest';

/** What the suite must be told of a class besides. */
interface Plan {
  readonly options?: MockOptions;
  /** A hazard that is no writable, and a value that is not safe. */
  readonly hazard?: readonly [path: string, value: unknown];
  /** Events, and what happens. */
  readonly events?: Readonly<Record<string, unknown>>;
}

const plans: Readonly<Record<string, Plan>> = {
  'thermal-chamber': {
    options: { limits: { setpoint: { min: -70, max: 180 } } },
    events: { alarm$: { code: '7', text: 'over temperature', active: true } },
  },
  'thermal-shock-chamber': { events: { alarm$: { code: '7', text: 'over temperature', active: true } } },
  'thermal-stream': { events: { alarm$: { code: '0', text: 'overheat', active: true } } },
  'thermal-chuck': { events: { alarm$: { code: '16', text: 'dew point', active: true } } },
  'probe-station': { hazard: ['height', 'contact'] },
  stage: { hazard: ['moving', true] },
  'length-gauge': { events: { measured$: { value: 12.7, resolution: 0.001, displayUnit: 'mm' } } },
  'displacement-sensor': {
    events: {
      samples$: {
        first: 0,
        arrived: 1,
        samples: { value: new Float64Array([1, NaN]) },
        resolution: 1e-4,
        invalid: 1,
        lost: 0,
      },
    },
  },
  balance: {
    events: {
      live$: { state: 'overload' },
      printed$: { value: 100, resolution: 0.1, displayUnit: 'g' },
    },
  },
  'bond-tester': { events: { result$: { test: 'wire-pull', force: 9 } } },
  wirebonder: {
    hazard: ['processing', 'executing'],
    events: {
      alarm$: { id: 1, text: 'non-stick', active: true },
      event$: { id: 2, name: 'lot completed' },
    },
  },
};

/** Every class of every package that is not the part of another: a new one is tried without being listed. */
const classes = [metrology, probeStation, scpi, thermalChamber, wirebonder]
  .flatMap((exported) => Object.values<unknown>(exported))
  .filter((value) => isDeviceClass(value));
const parts = new Set(classes.flatMap(({ members }) => Object.values(members)).flatMap(partOf));
const whole = classes.filter((deviceClass) => !parts.has(deviceClass));

function isDeviceClass(value: unknown): value is DeviceClass<MemberSpecs> {
  return typeof value === 'object' && value !== null && 'members' in value && 'vendorMembers' in value;
}

function partOf(spec: MemberSpecs[string]): readonly DeviceClass<MemberSpecs>[] {
  return 'partClass' in spec ? [spec.partClass] : [];
}

describe.each(whole)('a mock of a $name', (deviceClass) => {
  const { options, hazard, events = {} } = plans[deviceClass.name] ?? {};
  type Bench = Awaited<ReturnType<typeof open>>;
  const open = async (time: Parameters<Parameters<typeof conformance>[1]>[0]) => {
    const mock: Mock<MemberSpecs> = mockOf(deviceClass, { ...options, ...time });
    return { device: await mock.open(), mock };
  };
  conformance(deviceClass, open, {
    runner: { describe, it },
    unplug: ({ mock }: Bench) => mock.link.unplug(),
    plug: ({ mock }: Bench) => mock.link.plug(),
    values:
      hazard === undefined
        ? {}
        : { [hazard[0]]: { endanger: ({ mock }: Bench) => mock.machine.set(...hazard) } },
    events: Object.fromEntries(
      Object.entries(events).map(([path, value]) => [
        path,
        { trigger: ({ mock }: Bench) => mock.machine.emit(path, value) },
      ]),
    ),
  });
});

it('has a plan for no class that is not there', () => {
  const names = new Set(whole.map(({ name }) => name));
  expect(Object.keys(plans).filter((name) => !names.has(name))).toEqual([]);
});
