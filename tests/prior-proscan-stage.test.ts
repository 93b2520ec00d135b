import { InProcessTransport, VirtualClock, seededRandom } from '@fourwire/core';
import { PriorProScanSimulator } from '@fourwire/mock';
import { openStage } from '@fourwire/probe-station';
import { describe, expect, it } from 'vitest';

describe('the driver of ProScan stages and the simulated controller', () => {
  it('wait for moves of the stage and the focus that the controller carries out one after the other', async () => {
    const clock = new VirtualClock();
    const random = seededRandom(1);
    const simulator = new PriorProScanSimulator({ clock, random, focusResolution: 0.05 });
    await clock.run(async () => {
      const tolerance = 8;
      const device = await openStage(new InProcessTransport(simulator.services.serial, 'stage'), {
        driver: 'prior-proscan-stage',
        path: 'stage',
        clock,
        random,
        options: { axes: { x: { tolerance }, y: { tolerance }, z: { tolerance } }, trustReference: true },
      });
      const { x = 0, z = 0 } = await device.moveTo({ x: 4000, z: 2000 });
      expect(Math.abs(x - 4000)).toBeLessThan(tolerance);
      expect(Math.abs(z - 2000)).toBeLessThan(tolerance);
      await device.x?.reference?.home();
      expect(simulator.model.y.end).toBe('switch');
      const move = device.moveTo({ x: 50_000, y: 50_000, z: -2000 });
      await clock.sleep(100);
      expect(await move.stop()).toMatchObject({ outcome: 'stopped' });
      await move.then(undefined, () => {});
      // What waited is forgotten too.
      await clock.sleep(10_000);
      expect(Math.abs(simulator.model.x.position)).toBeLessThan(tolerance);
      expect(simulator.model.z.position).toBeGreaterThan(0);
      await device.close();
    });
    expect(clock.pendingTimers).toBe(0);
  });
});
