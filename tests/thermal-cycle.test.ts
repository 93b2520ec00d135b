import { VirtualClock, seededRandom } from '@fourwire/core';
import type { Clock, Device } from '@fourwire/core';
import { jump, ramp, soak, thermalChamber, toProgramRecord } from '@fourwire/thermal-chamber';
import type { Program, ThermalChamber } from '@fourwire/thermal-chamber';
import { describe, expect, it } from 'vitest';
import { subjectsOf } from './subjects/of-package.ts';

const cycles: Program = {
  name: 'CYCLES',
  steps: [ramp(50, { rate: 10 }), soak(120), ramp(35, { rate: 10 }), soak(120), jump(1, 1)],
  end: { action: 'hold' },
};

/** The script that runs on every chamber: only what opens the chamber differs. */
async function thermalCycle(chamber: ThermalChamber, clock: Clock): Promise<void> {
  const settled = await chamber.settle({ target: 35, tolerance: 2, dwell: 60, interval: 10 });
  expect(Math.abs(settled.temperature - 35)).toBeLessThanOrEqual(2);

  const reached: number[] = [];
  const passes = new Set<number>();
  const running = chamber.runProgram({ program: toProgramRecord(cycles), interval: 10 });
  running.progress$.subscribe({
    next: ({ temperature, cycle }) => {
      reached.push(temperature);
      passes.add(cycle);
    },
    error: () => {},
  });
  const { elapsed } = await running;
  expect([...passes]).toEqual([1, 2]);
  expect(Math.max(...reached)).toBeGreaterThan(42);
  expect(elapsed).toBeGreaterThan(2 * (2 * 120 + 2 * 90) - 60);

  const heating = chamber.runProgram({
    program: toProgramRecord({ name: 'UP', steps: [ramp(60, { rate: 1 })], end: { action: 'off' } }),
    interval: 10,
  });
  heating.progress$.subscribe({ error: () => {} });
  await clock.sleep({ minutes: 3 });
  expect(await heating.stop()).toMatchObject({ mode: 'hold', outcome: 'stopped' });
  await expect(heating).rejects.toMatchObject({ kind: 'aborted' });
  expect(await chamber.setpoint.read()).toBeLessThan(55);

  expect(await chamber.safe('the script is over')).toMatchObject({ ok: true });
  expect(await chamber.running.read()).toBe(false);
}

function isChamber(device: Device): device is ThermalChamber {
  return device.description.name === thermalChamber.name;
}

describe('one script for a thermal cycle', () => {
  it.each(subjectsOf('thermal-chamber').map((subject) => [subject.driver, subject] as const))(
    'runs on %s',
    async (_driver, subject) => {
      const clock = new VirtualClock();
      await clock.run(async () => {
        const device = await subject.open({ clock, random: seededRandom(1) });
        if (isChamber(device)) await thermalCycle(device, clock);
        await device.close();
      });
      expect(clock.pendingTimers).toBe(0);
    },
  );
});
