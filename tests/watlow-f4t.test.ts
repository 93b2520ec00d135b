import { InProcessTransport, VirtualClock, seededRandom } from '@fourwire/core';
import { WatlowF4tSimulator, servePty, serveTcp } from '@fourwire/mock';
import { openThermalChamber } from '@fourwire/thermal-chamber';
import type { ThermalChamber } from '@fourwire/thermal-chamber';
import { ModbusTransport } from '@fourwire/transport';
import { firstValueFrom } from 'rxjs';
import { describe, expect, it } from 'vitest';

async function onBench(
  work: (oven: ThermalChamber, simulator: WatlowF4tSimulator, clock: VirtualClock) => Promise<void>,
): Promise<void> {
  const clock = new VirtualClock();
  const random = seededRandom(1);
  const simulator = new WatlowF4tSimulator({ clock, random });
  await clock.run(async () => {
    const link = new InProcessTransport(simulator.services['modbus-tcp'], 'oven');
    const oven = await openThermalChamber(ModbusTransport.over(link, 'tcp'), {
      driver: 'watlow-f4t',
      path: 'oven',
      clock,
      random,
    });
    await work(oven, simulator, clock);
    await oven.close();
  });
  expect(clock.pendingTimers).toBe(0);
}

describe('the F4T driver and the F4T simulator', () => {
  it('agree on identity, limits, setpoint and what the air is', async () => {
    await onBench(async (oven, simulator) => {
      expect(await firstValueFrom(oven.identity$)).toMatchObject({
        manufacturer: 'Watlow',
        serialNumber: '12345678',
      });
      expect(oven.setpoint.limits).toEqual({ min: -42, max: 130 });
      await oven.setpoint.write(-20.5);
      expect(simulator.model.temperature.setpoint).toBe(-20.5);
      expect(await oven.temperature.read()).toBeCloseTo(simulator.model.processValue, 3);
    });
  });

  it('settle at -40 °C and hold there when stopped', async () => {
    await onBench(async (oven, simulator, clock) => {
      const { temperature, elapsed } = await oven.settle({ target: -40, tolerance: 1, dwell: 120 });
      expect(Math.abs(temperature + 40)).toBeLessThan(1.2);
      expect(elapsed).toBeGreaterThan(600);
      const heating = oven.settle({ target: 120 });
      await clock.sleep({ minutes: 2 });
      expect(await heating.stop()).toMatchObject({ mode: 'hold', outcome: 'stopped' });
      await expect(heating).rejects.toMatchObject({ code: 'stopped' });
      expect(simulator.model.temperature.setpoint).toBeLessThan(100);
    });
  });

  it('refuse a setpoint above the limit without asking the controller', async () => {
    await onBench(async (oven) => {
      await expect(oven.setpoint.write(200)).rejects.toThrow(
        'oven/setpoint: setpoint 200 °C refused, allowed -42 to 130 °C',
      );
    });
  });

  it('switch the chamber off when it is made safe, and say what was read back', async () => {
    await onBench(async (oven, simulator) => {
      await oven.running.write(true);
      expect(simulator.model.running).toBe(true);
      expect(await oven.safe('test')).toMatchObject({
        ok: true,
        members: [{ value: false, outcome: 'confirmed' }],
      });
      expect(simulator.model.running).toBe(false);
    });
  });

  it('call an open sensor no value', async () => {
    await onBench(async (oven, simulator) => {
      simulator.model.openSensor();
      await expect(oven.temperature.read()).rejects.toMatchObject({ kind: 'device' });
      expect(oven.temperature.last?.quality).toBe('bad');
      expect((await oven.alarms.read()).length).toBeGreaterThan(0);
    });
  });

  it('speak over Modbus TCP on a real socket', async () => {
    const simulator = new WatlowF4tSimulator();
    await using mount = await serveTcp(simulator.services['modbus-tcp']);
    await using oven = await openThermalChamber(`modbus-tcp://127.0.0.1:${mount.port}/1`, {
      driver: 'watlow-f4t',
    });
    await oven.setpoint.write(50);
    expect(await oven.setpoint.read()).toBe(50);
  });

  it('speak over Modbus RTU on a pseudo terminal', async () => {
    const simulator = new WatlowF4tSimulator();
    await using mount = await servePty(simulator.services['modbus-rtu']);
    await using oven = await openThermalChamber(`modbus-rtu://${mount.path}?baud=9600&unit=1`, {
      driver: 'watlow-f4t',
    });
    await oven.setpoint.write(50);
    expect(await oven.setpoint.read()).toBe(50);
  });
});
