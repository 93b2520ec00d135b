import type { ByteService } from '@fourwire/core';
import { WatlowF4Simulator, WatlowF4tSimulator, virtualBench } from '@fourwire/mock';
import { openThermalChamber } from '@fourwire/thermal-chamber';
import { describe, expect, it } from 'vitest';

/** A line on which everybody hears everything, as RS-485 is. */
function line(services: readonly ByteService[]): ByteService {
  return {
    connect: (peer) => {
      const sessions = services.map((service) => service.connect(peer));
      return {
        receive: (bytes) => {
          for (const session of sessions) session.receive(bytes);
        },
        closed: () => {
          for (const session of sessions) session.closed();
        },
      };
    },
  };
}

describe('controllers on one RS-485 line', () => {
  it('are one bus: each has its own answers, and the silence that one needs is kept by all', async () => {
    const units: (WatlowF4Simulator | WatlowF4tSimulator)[] = [];
    const lab = virtualBench(({ clock, random }) => {
      // An F4 does not hear what comes less than 20 ms after a reply.
      for (const unit of [1, 2])
        units.push(new WatlowF4Simulator({ clock, random: random(`f4/${unit}`), unit }));
      units.push(new WatlowF4tSimulator({ clock, random: random('f4t'), unit: 3 }));
      const services = units.map((simulator) => simulator.services['modbus-rtu']);
      return { line: { name: 'line', services: { 'modbus-rtu': line(services) }, faults: {} } };
    });
    await lab.run(async () => {
      const open = async (driver: string, unit: number): ReturnType<typeof openThermalChamber> =>
        openThermalChamber(`modbus-rtu:///dev/line?baud=9600&unit=${unit}`, {
          driver,
          path: `chamber-${unit}`,
          ...lab.links,
        });
      const chambers = [await open('watlow-f4', 1), await open('watlow-f4', 2), await open('watlow-f4t', 3)];
      const targets = [18, 30, 35];
      let answers = 0;
      for (const chamber of chambers)
        chamber.temperature.value$.subscribe({ next: () => answers++, error: () => {} });
      const settled = await Promise.all(
        chambers.map(async (chamber, index) =>
          chamber.settle({ target: targets[index] ?? 25, tolerance: 1, dwell: 60, interval: 5 }),
        ),
      );
      for (const [index, { temperature }] of settled.entries())
        expect(Math.abs(temperature - (targets[index] ?? NaN))).toBeLessThanOrEqual(1);
      expect(answers).toBeGreaterThan(100);
      expect(await Promise.all(chambers.map(async ({ setpoint }) => setpoint.read()))).toEqual(targets);
      await chambers[0]?.close();
      expect(await chambers[1]?.safe('test')).toMatchObject({ ok: true });
      expect(await chambers[2]?.running.read()).toBe(true);
      await chambers[1]?.close();
      await chambers[2]?.close();
    });
    expect(lab.clock.pendingTimers).toBe(0);
  });
});
