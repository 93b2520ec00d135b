import { InProcessTransport, PacedClock } from '@fourwire/core';
import type { Clock } from '@fourwire/core';
import { FaultyWire, GemWirebonderSimulator, conformance, serveTcp } from '@fourwire/mock';
import type { ConformanceOptions } from '@fourwire/mock';
import { HsmsTransport } from '@fourwire/secs';
import { exampleProfile, openWirebonder, wirebonder } from '@fourwire/wirebonder';
import type { Wirebonder } from '@fourwire/wirebonder';
import { filter, firstValueFrom } from 'rxjs';
import { describe, it } from 'vitest';
import { conformanceFaults, faultsOf, wireFaults } from './simulated-faults.ts';
import type { FaultyBench } from './simulated-faults.ts';

interface Bench extends FaultyBench {
  readonly device: Wirebonder;
  readonly simulator: GemWirebonderSimulator;
  readonly clock: Clock;
}

const id = 'MEMS-GOLD';

/** Selects the recipe and waits until the stage is warm. */
const makeReady = async ({ device }: Bench): Promise<void> => {
  await device.selectRecipe({ id });
  await firstValueFrom(device.processing.value$.pipe(filter(({ value }) => value === 'ready')));
};

/** Brings the bonder to bond. */
const execute = async (bench: Bench): Promise<void> => {
  await makeReady(bench);
  // Left alone: it ends with the bench.
  void bench.device.run({ lot: 'L1' }).then(
    () => {},
    () => {},
  );
  await bench.clock.sleep({ seconds: 5 });
};

const options = {
  values: { processing: { endanger: execute } },
  commands: {
    selectRecipe: { input: { id } },
    uploadRecipe: { input: { id } },
    downloadRecipe: { input: { id: 'NEW', body: Uint8Array.of(1, 2, 3) } },
    deleteRecipe: {
      input: { id: 'NEW' },
      prepare: async ({ device }) => {
        await device.downloadRecipe({ id: 'NEW', body: Uint8Array.of(1, 2, 3) });
      },
    },
    run: {
      input: { lot: 'L1' },
      prepare: makeReady,
      stopAfter: { seconds: 5 },
      stands: ({ simulator }) => simulator.model.state !== 'EXECUTING',
    },
    pause: { prepare: execute },
    resume: {
      prepare: async (bench) => {
        await execute(bench);
        await bench.device.pause();
      },
    },
    abort: { prepare: execute },
  },
  events: {
    bond$: { trigger: execute },
    event$: { trigger: execute },
    alarm$: {
      trigger: async (bench) => {
        bench.simulator.model.failWire(2, 'non-stick-on-pad');
        await execute(bench);
      },
    },
  },
} satisfies ConformanceOptions<Bench>;

const driver = { driver: 'gem-wirebonder', path: 'bonder', options: { profile: exampleProfile } } as const;

describe('the GEM wire bonder driver in virtual time', () => {
  conformance(
    wirebonder,
    async ({ clock, random }): Promise<Bench & { readonly link: InProcessTransport }> => {
      const simulator = new GemWirebonderSimulator({ clock, random });
      const wire = new FaultyWire(simulator.services.hsms, { clock, random });
      const link = new InProcessTransport(wire, 'bonder');
      const device = await openWirebonder(new HsmsTransport(() => link), { ...driver, clock, random });
      return { device, simulator, clock, link, faults: faultsOf(simulator, wire, clock) };
    },
    {
      ...options,
      runner: { describe, it },
      unplug: ({ link }) => link.unplug(),
      plug: ({ link }) => link.plug(),
      faults: conformanceFaults([...wireFaults, 'nak', 'busy', 'error-reply']),
      deadline: { minutes: 3 },
    },
  );
});

describe('the GEM wire bonder driver over HSMS on a real socket', () => {
  conformance(
    wirebonder,
    async ({ clock, random }): Promise<Bench> => {
      const simulator = new GemWirebonderSimulator({ clock, random });
      const wire = new FaultyWire(simulator.services.hsms, { clock, random });
      const mount = await serveTcp(wire);
      const device = await openWirebonder(`hsms://127.0.0.1:${mount.port}/0`, { ...driver, clock, random });
      return {
        device,
        simulator,
        clock,
        faults: faultsOf(simulator, wire, clock),
        dispose: async () => mount[Symbol.asyncDispose](),
      };
    },
    {
      ...options,
      runner: { describe, it },
      clock: () => new PacedClock(100),
      groups: ['shape', 'events', 'safe'],
    },
  );
});
