import { InProcessTransport, PacedClock } from '@fourwire/core';
import { FaultyWire, SentioSimulator, conformance, serveTcp } from '@fourwire/mock';
import type { CommandPlan, ConformanceOptions } from '@fourwire/mock';
import { openProbeStation, probeStation } from '@fourwire/probe-station';
import type { ProbeStation } from '@fourwire/probe-station';
import { describe, it } from 'vitest';
import { conformanceFaults, faultsOf, wireFaults } from './simulated-faults.ts';
import type { FaultyBench } from './simulated-faults.ts';

interface Bench extends FaultyBench {
  readonly device: ProbeStation;
  readonly simulator: SentioSimulator;
}

const farOut = async ({ device }: Bench): Promise<void> => {
  await device.separate();
  await device.moveTo({ x: -80_000, y: 0 });
};

/** A move that takes long from far out. */
const move: CommandPlan<Bench> = {
  prepareLong: farOut,
  stopAfter: 700,
  stands: ({ simulator }) => !simulator.model.prober.busy,
};

const options = {
  values: {
    overtravel: {
      limits: { min: 0, max: 100 },
      actual: ({ simulator }) => simulator.model.active.overtravelGap,
    },
    vacuum: { actual: ({ simulator }) => simulator.model.vacuumOn },
    height: {
      endanger: async ({ device }) => {
        await device.stepTo({ column: 0, row: 0 });
        await device.contact();
      },
    },
    'chuck/setpoint': { limits: { min: 20, max: 150 } },
  },
  commands: {
    contact: {
      prepare: async ({ device }) => {
        await device.separate();
        await device.stepTo({ column: 0, row: 0 });
      },
      stopAfter: 20,
      stands: ({ simulator }) => !simulator.model.prober.busy,
    },
    moveTo: { ...move, input: { x: 1000, y: 2000 }, longInput: { x: 80_000, y: 0 } },
    moveBy: { ...move, input: { x: 1000, y: 2000 }, longInput: { x: 160_000, y: 0 } },
    stepFirst: move,
    stepNext: {
      ...move,
      prepare: async ({ device }) => {
        await device.stepFirst();
      },
      prepareLong: async (bench) => {
        await bench.device.stepFirst();
        await farOut(bench);
      },
    },
    stepTo: { ...move, input: { column: 3, row: -2 } },
    bin: {
      input: { bin: 1 },
      prepare: async ({ device }) => {
        await device.stepFirst();
      },
    },
    home: move,
    load: { ...move, prepareLong: async ({ device }) => void (await device.home()) },
    align: { skip: 'The simulated station has no camera.' },
  },
} satisfies ConformanceOptions<Bench>;

const driver = { driver: 'mpi-sentio', path: 'prober', options: { chuck: { min: 20, max: 150 } } } as const;

describe('the SENTIO driver in virtual time', () => {
  conformance(
    probeStation,
    async ({ clock, random }): Promise<Bench & { readonly link: InProcessTransport }> => {
      const simulator = new SentioSimulator({ clock, random, chuck: true });
      const wire = new FaultyWire(simulator.services.tcp, { clock, random });
      const link = new InProcessTransport(wire, 'prober');
      const device = await openProbeStation(link, { ...driver, clock, random });
      return { device, simulator, link, faults: faultsOf(simulator, wire, clock) };
    },
    {
      ...options,
      runner: { describe, it },
      unplug: ({ link }) => link.unplug(),
      plug: ({ link }) => link.plug(),
      // Several members wait for each other's turns on a slow wire.
      deadline: { minutes: 3 },
      faults: conformanceFaults([
        ...wireFaults,
        'error-reply',
        'wrong-terminator',
        'busy',
        'door-open',
        'emergency-stop',
      ]),
    },
  );
});

describe('the SENTIO driver on a real socket', () => {
  conformance(
    probeStation,
    async ({ clock, random }): Promise<Bench> => {
      const simulator = new SentioSimulator({ clock, random, chuck: true });
      const wire = new FaultyWire(simulator.services.tcp, { clock, random });
      const mount = await serveTcp(wire);
      const device = await openProbeStation(`TCPIP::127.0.0.1::${mount.port}::SOCKET`, {
        ...driver,
        clock,
        random,
      });
      return {
        device,
        simulator,
        faults: faultsOf(simulator, wire, clock),
        dispose: async () => mount[Symbol.asyncDispose](),
      };
    },
    {
      ...options,
      runner: { describe, it },
      clock: () => new PacedClock(20),
      groups: ['shape', 'writing', 'safe'],
    },
  );
});
