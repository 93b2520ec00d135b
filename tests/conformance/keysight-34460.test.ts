import { InProcessTransport, PacedClock, VirtualClock } from '@fourwire/core';
import { FaultyWire, Keysight34461Simulator, conformance, serveTcp } from '@fourwire/mock';
import type { ConformanceOptions } from '@fourwire/mock';
import { multimeter, openMultimeter } from '@fourwire/scpi';
import type { Multimeter } from '@fourwire/scpi';
import { describe, expect, it } from 'vitest';
import { conformanceFaults, faultsOf, wireFaults } from './simulated-faults.ts';
import type { FaultyBench } from './simulated-faults.ts';

interface Bench extends FaultyBench {
  readonly device: Multimeter;
  readonly simulator: Keysight34461Simulator;
}

const options = {
  values: {
    function: { coupled: 'It decides which settings there are.' },
    range: {
      coupled: 'Autorange moves it.',
      // The meter takes the next range up.
      same: (written, readBack) => Number(readBack) >= Number(written) && Number(readBack) <= 1000,
      limits: { min: 0, max: 1000 },
    },
    autoRange: { coupled: 'Writing the range switches it off.' },
    integration: { values: [0.02, 0.2, 1, 10, 100], limits: { min: 0.02, max: 100 } },
    reading: {
      prepare: ({ simulator }) => {
        simulator.model.inputs.voltage = 1.5;
      },
      actual: () => 1.5,
      tolerance: 0.001,
    },
  },
  commands: {
    measure: { input: { function: 'resistance4w', range: 1000, integration: 1 } },
    acquire: {
      input: { count: 20 },
      longInput: { count: 500 },
      stopAfter: { seconds: 2 },
      deadline: { hours: 1 },
    },
  },
} satisfies ConformanceOptions<Bench>;

describe('the Truevolt driver in virtual time', () => {
  conformance(
    multimeter,
    async ({ clock, random }): Promise<Bench & { readonly link: InProcessTransport }> => {
      const simulator = new Keysight34461Simulator({ clock, random });
      const wire = new FaultyWire(simulator.services.scpi, { clock, random });
      const link = new InProcessTransport(wire, 'meter');
      const device = await openMultimeter(link, { driver: 'keysight-34460', path: 'meter', clock, random });
      return { device, simulator, link, faults: faultsOf(simulator, wire, clock) };
    },
    {
      ...options,
      runner: { describe, it },
      unplug: ({ link }) => link.unplug(),
      plug: ({ link }) => link.plug(),
      // A meter that refuses to be set up is asked again at longer and longer intervals.
      deadline: { minutes: 3 },
      faults: conformanceFaults(
        [...wireFaults, 'error-reply', 'no-contact', 'wrong-terminator'],
        ['brown-out'],
      ),
    },
  );
});

describe('the Truevolt driver on a real socket', () => {
  conformance(
    multimeter,
    async ({ clock, random }): Promise<Bench> => {
      const simulator = new Keysight34461Simulator({ clock, random });
      const wire = new FaultyWire(simulator.services.scpi, { clock, random });
      const mount = await serveTcp(wire);
      const device = await openMultimeter(`TCPIP::127.0.0.1::${mount.port}::SOCKET`, {
        driver: 'keysight-34460',
        path: 'meter',
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
      groups: ['shape', 'writing', 'commands'],
    },
  );
});

describe('the Truevolt driver', () => {
  it('leaves an acquisition alone when its reading is polled meanwhile', async () => {
    const clock = new VirtualClock();
    const simulator = new Keysight34461Simulator({ clock });
    await clock.run(async () => {
      const link = new InProcessTransport(simulator.services.scpi, 'meter');
      const meter = await openMultimeter(link, { driver: 'keysight-34460', clock });
      const polling = meter.reading.value$.subscribe({ error: () => {} });
      const began = clock.monotonic();
      expect((await meter.acquire({ count: 10 })).value).toHaveLength(10);
      expect(clock.monotonic() - began).toBeLessThan(6000);
      const acquiring = meter.acquire({ count: 10 });
      await clock.sleep(500);
      await expect(meter.reading.read()).rejects.toMatchObject({ kind: 'busy', code: 'acquiring' });
      expect((await acquiring).value).toHaveLength(10);
      polling.unsubscribe();
      expect(await meter.reading.read()).toBeTypeOf('number');
      await meter.close();
    });
  });
});
