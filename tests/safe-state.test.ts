import { openBench, parseBenchFile } from '@fourwire/bench';
import { EspecP300Simulator, WatlowF4Simulator, virtualBench } from '@fourwire/mock';
import { openThermalChamber, ramp, soak, thermalChamber, toProgramRecord } from '@fourwire/thermal-chamber';
import type { Program } from '@fourwire/thermal-chamber';
import { describe, expect, it } from 'vitest';

const hot: Program = {
  name: 'HOT',
  steps: [ramp(110, { duration: 600 }), soak(36_000)],
  end: { action: 'off' },
};

describe('a hold temperature as the safe state of a chamber', () => {
  it('is stated in the bench file, and ends a program in the memory of an F4 first', async () => {
    const lab = virtualBench(({ clock, random }) => ({
      oven: new WatlowF4Simulator({ clock, random: random('oven') }),
    }));
    await lab.run(async () => {
      const file = parseBenchFile(
        `name: lab
devices:
  oven:
    driver: watlow-f4
    address: modbus-rtu:///dev/oven?baud=9600&unit=1
    safeState: { setpoint: 25, running: true }`,
        'bench.yaml',
        {},
      );
      await using bench = await openBench(file, lab.links);
      const oven = bench.device('oven', thermalChamber);
      const { controller } = lab.simulators.oven.model;
      await oven.programs?.store({ slot: 1, program: toProgramRecord(hot) });
      const running = oven.programs?.run({ slot: 1 });
      running?.progress$.subscribe({ error: () => {} });
      await lab.clock.sleep({ minutes: 30 });
      expect(controller.chamber.air).toBeGreaterThan(100);
      expect(await oven.safe('test')).toMatchObject({
        ok: true,
        members: [
          { path: 'lab/oven/setpoint', value: 25 },
          { path: 'lab/oven/running', wanted: [true], value: true },
        ],
      });
      await expect(running).rejects.toMatchObject({ code: 'made-safe' });
      expect(controller.program.active).toBe(false);
      await lab.clock.sleep({ hours: 1 });
      expect(controller.conditioning).toBe(true);
      expect(controller.chamber.air).toBeCloseTo(25, 0);
    });
  });

  it('ends a program that somebody else started on an ESPEC P-300', async () => {
    const lab = virtualBench(({ clock, random }) => ({
      oven: new EspecP300Simulator({ clock, random: random('oven') }),
    }));
    await lab.run(async () => {
      const { model } = lab.simulators.oven;
      const { controller } = model;
      await using oven = await openThermalChamber('TCPIP0::oven::57732::SOCKET', {
        ...lab.links,
        driver: 'espec-p300',
        safeState: { setpoint: 25, running: true },
      });
      await oven.programs?.store({ slot: 1, program: toProgramRecord(hot) });
      model.run(1, 1);
      await lab.clock.sleep({ minutes: 5 });
      expect(await oven.mode.read()).toBe('program');
      expect(await oven.safe('test')).toMatchObject({ ok: true });
      expect(await oven.mode.read()).toBe('constant');
      expect(controller.program.active).toBe(false);
      await lab.clock.sleep({ hours: 1 });
      expect(controller.chamber.air).toBeCloseTo(25, 0);
    });
  });

  it('is refused where it is outside the limits of the chamber', async () => {
    const lab = virtualBench(({ clock }) => ({ oven: new WatlowF4Simulator({ clock }) }));
    await lab.run(async () => {
      await expect(
        openThermalChamber('modbus-rtu:///dev/oven?baud=9600&unit=1', {
          ...lab.links,
          driver: 'watlow-f4',
          safeState: { setpoint: 140, running: true },
        }),
      ).rejects.toThrow('safeState: setpoint 140 °C refused, allowed -44 to 130 °C');
    });
  });
});
