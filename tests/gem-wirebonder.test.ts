import { InProcessTransport, VirtualClock, seededRandom } from '@fourwire/core';
import { GemWirebonderSimulator, serveTcp } from '@fourwire/mock';
import { HsmsTransport } from '@fourwire/secs';
import { exampleProfile, openWirebonder } from '@fourwire/wirebonder';
import type { Wirebonder } from '@fourwire/wirebonder';
import { filter, firstValueFrom, toArray } from 'rxjs';
import { describe, expect, it } from 'vitest';

async function onBench(
  work: (bonder: Wirebonder, simulator: GemWirebonderSimulator, clock: VirtualClock) => Promise<void>,
): Promise<void> {
  const clock = new VirtualClock();
  const random = seededRandom(1);
  const simulator = new GemWirebonderSimulator({ clock, random });
  await clock.run(async () => {
    const link = new InProcessTransport(simulator.services.hsms, 'bonder');
    const bonder = await openWirebonder(new HsmsTransport(() => link), {
      driver: 'gem-wirebonder',
      path: 'bonder',
      clock,
      random,
      options: { profile: exampleProfile },
    });
    await work(bonder, simulator, clock);
    await bonder.close();
  });
  expect(clock.pendingTimers).toBe(0);
}

/** Selects the recipe and waits until the stage is warm. */
async function makeReady(bonder: Wirebonder): Promise<void> {
  await bonder.selectRecipe({ id: 'MEMS-GOLD' });
  await firstValueFrom(bonder.processing.value$.pipe(filter(({ value }) => value === 'ready')));
}

describe('the GEM wire bonder driver and the simulated bonder', () => {
  it('agree on who it is, its state and its recipes', async () => {
    await onBench(async (bonder) => {
      expect(await firstValueFrom(bonder.identity$)).toMatchObject({ model: 'FW-BONDER', firmware: '1.0.0' });
      expect(await bonder.controlState.read()).toBe('remote');
      expect(await bonder.processing.read()).toBe('idle');
      expect(await bonder.recipes.read()).toEqual(['MEMS-GOLD']);
    });
  });

  it('exchange recipes byte for byte', async () => {
    await onBench(async (bonder) => {
      const body = Uint8Array.from({ length: 70_000 }, (_, index) => index & 0xff);
      await bonder.downloadRecipe({ id: 'NEW', body });
      expect(await bonder.recipes.read()).toEqual(['MEMS-GOLD', 'NEW']);
      expect((await bonder.uploadRecipe({ id: 'NEW' })).body).toEqual(body);
      await bonder.deleteRecipe({ id: 'NEW' });
      expect(await bonder.recipes.read()).toEqual(['MEMS-GOLD']);
    });
  });

  it('run a lot and report every bond with its parameters', async () => {
    await onBench(async (bonder) => {
      const bonds: unknown[] = [];
      const watching = bonder.bond$.subscribe({ next: ({ value }) => bonds.push(value), error: () => {} });
      await makeReady(bonder);
      const run = bonder.run({ lot: 'L1' });
      const progress = firstValueFrom(run.progress$.pipe(toArray()));
      expect(await run).toEqual({ units: 6, wires: 48, assists: 0 });
      watching.unsubscribe();
      expect(bonds).toHaveLength(96);
      expect(bonds[0]).toMatchObject({
        unit: 1,
        wire: 1,
        bond: 1,
        force: 30,
        power: 250,
        time: 200,
        result: 'ok',
      });
      expect((await progress).length).toBeGreaterThan(3);
    });
  });

  it('raise the alarm for a wire that does not stick, and go on when told to', async () => {
    await onBench(async (bonder, simulator) => {
      simulator.model.failWire(5, 'non-stick-on-pad');
      const alarms: unknown[] = [];
      const watching = bonder.alarm$.subscribe({
        next: ({ value }) => {
          alarms.push(value);
          if (value.active) void bonder.resume();
        },
        error: () => {},
      });
      await makeReady(bonder);
      expect(await bonder.run({ lot: 'L2' })).toEqual({ units: 6, wires: 48, assists: 1 });
      watching.unsubscribe();
      expect(alarms).toMatchObject([
        { id: 1, active: true },
        { id: 1, active: false },
      ]);
    });
  });

  it('stand when made safe in the middle of a lot, read back', async () => {
    await onBench(async (bonder, simulator, clock) => {
      await makeReady(bonder);
      const run = bonder.run({ lot: 'L3' });
      await clock.sleep({ seconds: 5 });
      expect(simulator.model.state).toBe('EXECUTING');
      expect(await bonder.safe('test')).toMatchObject({ ok: true });
      await expect(run).rejects.toMatchObject({ code: 'made-safe' });
      expect(simulator.model.state).toBe('IDLE');
    });
  });

  it('find each other again after the cable was pulled in the middle of a lot', async () => {
    const clock = new VirtualClock();
    const simulator = new GemWirebonderSimulator({ clock });
    await clock.run(async () => {
      const link = new InProcessTransport(simulator.services.hsms, 'bonder');
      const bonder = await openWirebonder(new HsmsTransport(() => link), {
        driver: 'gem-wirebonder',
        clock,
        options: { profile: exampleProfile },
      });
      await makeReady(bonder);
      const run = bonder.run({ lot: 'L4' });
      await clock.sleep({ seconds: 5 });
      link.unplug();
      await clock.sleep({ seconds: 3 });
      link.plug();
      expect(await run).toMatchObject({ units: 6, wires: 48 });
      await bonder.close();
    });
  });

  it('speak HSMS on a real socket', async () => {
    const simulator = new GemWirebonderSimulator();
    await using mount = await serveTcp(simulator.services.hsms);
    await using bonder = await openWirebonder(`hsms://127.0.0.1:${mount.port}/0`, {
      driver: 'gem-wirebonder',
      options: { profile: exampleProfile },
    });
    expect(await bonder.recipes.read()).toEqual(['MEMS-GOLD']);
  });
});
