import { InProcessTransport, VirtualClock, seededRandom } from '@fourwire/core';
import { SentioSimulator, serveTcp } from '@fourwire/mock';
import { openProbeStation } from '@fourwire/probe-station';
import type { ProbeStation } from '@fourwire/probe-station';
import { firstValueFrom } from 'rxjs';
import { describe, expect, it } from 'vitest';

async function onBench(
  work: (prober: ProbeStation, simulator: SentioSimulator, clock: VirtualClock) => Promise<void>,
): Promise<void> {
  const clock = new VirtualClock();
  const random = seededRandom(1);
  const simulator = new SentioSimulator({ clock, random });
  await clock.run(async () => {
    const link = new InProcessTransport(simulator.services.tcp, 'prober');
    const prober = await openProbeStation(link, { driver: 'mpi-sentio', path: 'prober', clock, random });
    await work(prober, simulator, clock);
    await prober.close();
  });
  expect(clock.pendingTimers).toBe(0);
}

describe('the SENTIO driver and the simulated station', () => {
  it('agree on who it is and where the chuck stands', async () => {
    await onBench(async (prober) => {
      expect(await firstValueFrom(prober.identity$)).toMatchObject({ manufacturer: 'MPI', model: 'SENTIO' });
      expect(await prober.height.read()).toBe('separation');
      expect(await prober.vacuum?.read()).toBe(true);
    });
  });

  it('step over the wafer to its end, which is a value', async () => {
    await onBench(async (prober) => {
      const first = await prober.stepFirst();
      expect(await prober.die.read()).toEqual({ column: first.column, row: first.row });
      expect(first).toMatchObject({ ended: false, last: false });
      let dies = 1;
      for (;;) {
        const visit = await prober.stepNext();
        if (visit.ended) break;
        dies++;
      }
      expect(dies).toBeGreaterThan(500);
    });
  });

  it('come into contact over a die and leave it again', async () => {
    await onBench(async (prober, simulator) => {
      await prober.stepTo({ column: 3, row: -2 });
      await prober.contact();
      expect(await prober.height.read()).toBe('contact');
      expect(simulator.model.prober.overPads).toBe(true);
      expect(simulator.model.prober.overtravel).toBeGreaterThan(0);
      await prober.separate();
      expect(await prober.height.read()).toBe('separation');
      expect(simulator.model.prober.overtravel).toBeLessThan(0);
    });
  });

  it('refuse to move in contact, and the chuck stays where it is', async () => {
    await onBench(async (prober, simulator) => {
      await prober.stepTo({ column: 0, row: 0 });
      await prober.contact();
      const { x, y } = simulator.model.prober.needles;
      await expect(prober.moveBy?.({ x: 100, y: 0 })).rejects.toMatchObject({
        kind: 'state',
        code: 'in-contact',
      });
      await expect(prober.vacuum?.write(false)).rejects.toMatchObject({ code: 'in-contact' });
      expect(simulator.model.prober.needles).toEqual({ x, y });
    });
  });

  it('move to the right and up where it is told to', async () => {
    await onBench(async (prober, simulator) => {
      await prober.home?.();
      const before = simulator.model.prober.needles;
      const where = await prober.moveBy?.({ x: 1000, y: 2000 });
      expect([Math.round(where?.x ?? NaN), Math.round(where?.y ?? NaN)]).toEqual([1000, 2000]);
      const after = simulator.model.prober.needles;
      expect(Math.abs(after.x - before.x - 1000)).toBeLessThan(10);
      expect(Math.abs(after.y - before.y - 2000)).toBeLessThan(10);
    });
  });

  it('refuse contact without vacuum or contact height', async () => {
    await onBench(async (prober, simulator) => {
      simulator.model.contactSet = false;
      await expect(prober.contact()).rejects.toMatchObject({ code: 'contact-height-unset' });
    });
  });

  it('stop a move on the way, read back', async () => {
    await onBench(async (prober, simulator, clock) => {
      await prober.moveTo?.({ x: -80_000, y: 0 });
      const move = prober.moveTo?.({ x: 80_000, y: 0 });
      await clock.sleep(700);
      expect(await move?.stop()).toEqual({ mode: 'decelerate', outcome: 'stopped' });
      await expect(move).rejects.toMatchObject({ code: 'stopped' });
      expect(simulator.model.prober.busy).toBe(false);
      expect(Math.abs((await prober.position?.read())?.x ?? NaN)).toBeLessThan(79_000);
    });
  });

  it('separate when made safe in contact', async () => {
    await onBench(async (prober, simulator) => {
      await prober.stepTo({ column: 0, row: 0 });
      await prober.contact();
      expect(await prober.safe('test')).toMatchObject({
        ok: true,
        members: [{ value: 'separation', outcome: 'confirmed' }],
      });
      expect(simulator.model.prober.overtravel).toBeLessThan(0);
    });
  });

  it('tell the station’s own error with its text', async () => {
    await onBench(async (prober, simulator) => {
      simulator.model.doorOpen = true;
      await expect(prober.moveTo?.({ x: 0, y: 0 })).rejects.toMatchObject({
        kind: 'device',
        device: { code: 60 },
      });
    });
  });

  it('speak on a real socket', async () => {
    const simulator = new SentioSimulator();
    await using mount = await serveTcp(simulator.services.tcp);
    await using prober = await openProbeStation(`TCPIP::127.0.0.1::${mount.port}::SOCKET`, {
      driver: 'mpi-sentio',
    });
    expect(await prober.height.read()).toBe('separation');
  });
});
