import { InProcessTransport, PacedClock } from '@fourwire/core';
import type { Clock, Random } from '@fourwire/core';
import { FaultyWire, WatlowF4tSimulator, conformance, servePty, serveTcp } from '@fourwire/mock';
import type { ConformanceOptions } from '@fourwire/mock';
import { openThermalChamber, thermalChamber } from '@fourwire/thermal-chamber';
import type { ThermalChamber } from '@fourwire/thermal-chamber';
import { ModbusTransport } from '@fourwire/transport';
import { describe, it } from 'vitest';
import { conformanceFaults, faultsOf, wireFaults } from './simulated-faults.ts';
import type { FaultyBench } from './simulated-faults.ts';

interface Bench extends FaultyBench {
  readonly device: ThermalChamber;
  readonly simulator: WatlowF4tSimulator;
}

const options = {
  values: {
    temperature: {
      actual: ({ simulator }) => simulator.model.processValue, // The air moves while a slow wire brings the reading.
      tolerance: 0.2,
    },
    setpoint: {
      actual: ({ simulator }) => simulator.model.temperature.setpoint,
      limits: { min: -42, max: 130 },
    },
    running: { actual: ({ simulator }) => simulator.model.temperature.auto },
    'rampControl/enabled': { actual: ({ simulator }) => simulator.model.ramp.action !== 'off' },
    'rampControl/rate': { actual: ({ simulator }) => simulator.model.ramp.rate },
    'humidity/setpoint': { actual: ({ simulator }) => simulator.model.humidity?.setpoint },
    'product/setpoint': { actual: ({ simulator }) => simulator.model.cascade?.setpoint },
    'outputs/on': {
      actual: ({ simulator }, path) => simulator.model.events[Number(path.split('/')[1]) - 1],
    },
  },
  commands: {
    settle: {
      input: { target: 30, tolerance: 1, dwell: 10 },
      longInput: { target: 120 },
      stopAfter: { seconds: 10 },
      deadline: { hours: 2 },
      stands: ({ simulator }) => simulator.model.temperature.setpoint < 100,
    },
    ramp: {
      input: { target: 30, rate: 5 },
      longInput: { target: 120, rate: 1 },
      stopAfter: { seconds: 10 },
      deadline: { hours: 2 },
      stands: ({ simulator }) => simulator.model.temperature.setpoint < 100,
    },
  },
  events: { alarm$: { trigger: ({ simulator }) => simulator.model.tripOverTemperature() } },
} satisfies ConformanceOptions<Bench>;

describe('the F4T driver in virtual time', () => {
  conformance(
    thermalChamber,
    async ({ clock, random }): Promise<Bench & { readonly link: InProcessTransport }> => {
      const simulator = new WatlowF4tSimulator({ clock, random, humidity: true, cascade: true });
      const wire = new FaultyWire(simulator.services['modbus-tcp'], { clock, random });
      const link = new InProcessTransport(wire, 'oven');
      const device = await openThermalChamber(ModbusTransport.over(link, 'tcp'), {
        driver: 'watlow-f4t',
        path: 'oven',
        clock,
        random,
      });
      return { device, simulator, link, faults: faultsOf(simulator, wire, clock) };
    },
    {
      ...options,
      runner: { describe, it },
      unplug: ({ link }) => link.unplug(),
      plug: ({ link }) => link.plug(),
      // Several members wait for each other's turns on a slow wire.
      deadline: { minutes: 3 },
      faults: conformanceFaults(
        [...wireFaults, 'error-reply', 'busy', 'sensor-open', 'over-temperature'],
        ['brown-out'],
      ),
    },
  );
});

/** An F4T on a real wire, a hundred times faster. */
async function served(
  { clock, random }: { readonly clock: Clock; readonly random: Random },
  wire: 'tcp' | 'pty',
): Promise<Bench> {
  const simulator = new WatlowF4tSimulator({ clock, random, humidity: true, cascade: true });
  const rtu = new FaultyWire(simulator.services['modbus-rtu'], { clock, random });
  const tcp = new FaultyWire(simulator.services['modbus-tcp'], { clock, random });
  const mount = wire === 'tcp' ? await serveTcp(tcp) : await servePty(rtu);
  const address =
    'path' in mount
      ? `modbus-rtu://${mount.path}?baud=38400&unit=1`
      : `modbus-tcp://127.0.0.1:${mount.port}/1`;
  const device = await openThermalChamber(address, { driver: 'watlow-f4t', path: 'oven', clock, random });
  return {
    device,
    simulator,
    faults: faultsOf(simulator, wire === 'tcp' ? tcp : rtu, clock),
    dispose: async () => mount[Symbol.asyncDispose](),
  };
}

describe('the F4T driver over Modbus TCP on a real socket', () => {
  conformance(thermalChamber, async (time) => served(time, 'tcp'), {
    ...options,
    runner: { describe, it },
    clock: () => new PacedClock(100),
    groups: ['shape', 'safe', 'events'],
  });
});

describe('the F4T driver over Modbus RTU on a pseudo terminal', () => {
  conformance(thermalChamber, async (time) => served(time, 'pty'), {
    ...options,
    runner: { describe, it },
    clock: () => new PacedClock(100),
    groups: ['shape', 'safe', 'events'],
  });
});
