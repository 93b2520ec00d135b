import type { DeviceClass, MemberSpecs } from '@fourwire/core';
import { balance, displacementSensor, focusDrive, lengthGauge } from '@fourwire/metrology';
import { conformance, mockOf } from '@fourwire/mock';
import type { Mock, MockOptions } from '@fourwire/mock';
import { probeStation } from '@fourwire/probe-station';
import { multimeter } from '@fourwire/scpi';
import { thermalChamber, thermalChuck, thermalShockChamber, thermalStream } from '@fourwire/thermal-chamber';
import { wirebonder } from '@fourwire/wirebonder';
import { describe, it } from 'vitest';

interface Subject {
  readonly deviceClass: DeviceClass<MemberSpecs>;
  readonly options?: MockOptions;
  /** A hazard that is no writable, and a value that is not safe. */
  readonly hazard?: readonly [path: string, value: unknown];
  /** Events, and what happens. */
  readonly events?: Readonly<Record<string, unknown>>;
}

const subjects: readonly Subject[] = [
  {
    deviceClass: thermalChamber,
    options: { limits: { setpoint: { min: -70, max: 180 } } },
    events: { alarm$: { code: '7', text: 'over temperature', active: true } },
  },
  {
    deviceClass: thermalShockChamber,
    events: { alarm$: { code: '7', text: 'over temperature', active: true } },
  },
  { deviceClass: thermalStream, events: { alarm$: { code: '0', text: 'overheat', active: true } } },
  { deviceClass: thermalChuck, events: { alarm$: { code: '16', text: 'dew point', active: true } } },
  { deviceClass: probeStation, hazard: ['height', 'contact'] },
  { deviceClass: multimeter },
  {
    deviceClass: lengthGauge,
    events: { measured$: { value: 12.7, resolution: 0.001, displayUnit: 'mm' } },
  },
  {
    deviceClass: displacementSensor,
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
  {
    deviceClass: balance,
    events: {
      live$: { state: 'overload' },
      printed$: { value: 100, resolution: 0.1, displayUnit: 'g' },
    },
  },
  { deviceClass: focusDrive },
  {
    deviceClass: wirebonder,
    hazard: ['processing', 'executing'],
    events: {
      alarm$: { id: 1, text: 'non-stick', active: true },
      event$: { id: 2, name: 'lot completed' },
    },
  },
];

describe.each(subjects)('a mock of a $deviceClass.name', ({ deviceClass, options, hazard, events = {} }) => {
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
