import { InProcessTransport, VirtualClock, defineDriver, openDevice } from '@fourwire/core';
import type { ByteTransport, DriverContext, Limits } from '@fourwire/core';
import { describe, expect, it } from 'vitest';
import { shockCommands } from './shock-commands.ts';
import type { ShockAccess } from './shock-commands.ts';
import { thermalShockChamber } from './thermal-shock-chamber.ts';
import type { ThermalShockChamber } from './thermal-shock-chamber.ts';

/** A machine with a basket that takes `transferMs` from zone to zone. */
function machine(clock: VirtualClock, transferMs: number) {
  const model = {
    basket: 'hot' as 'hot' | 'cold' | 'ambient' | 'moving' | 'unknown',
    hot: 20,
    cold: 20,
    running: false,
    alarms: [] as { code: string; text: string }[],
    visits: [] as string[],
    open: false,
  };
  const zone = (name: 'hot' | 'cold'): ShockAccess['members']['hot'] => ({
    temperature: { read: async () => (model.open ? NaN : model[name]) },
    setpoint: {
      read: async () => model[name],
      write: async (value) => {
        model[name] = value;
      },
      limits: async (): Promise<Limits> => ({ min: -70, max: 200 }),
    },
  });
  const driver = defineDriver({
    name: 'example-shock',
    deviceClass: thermalShockChamber,
    wire: 'bytes',
    connect: ({ userLimits }: DriverContext<ByteTransport>) => {
      const members: ShockAccess['members'] = {
        hot: zone('hot'),
        cold: zone('cold'),
        ambient: undefined,
        basket: { read: async () => model.basket },
        running: {
          read: async () => model.running,
          write: async (on) => {
            model.running = on;
          },
        },
        alarms: { read: async () => model.alarms },
      };
      return {
        identify: async () => ({ manufacturer: 'Example', model: 'TSA', serialNumber: '1', firmware: '1' }),
        members: {
          ...members,
          ...shockCommands({
            members,
            clock,
            userLimits,
            move: async (to) => {
              model.basket = 'moving';
              clock.setTimer(transferMs, () => {
                model.basket = to;
                model.visits.push(to);
              });
            },
          }),
          product: undefined,
          door: undefined,
          alarmControl: undefined,
          outputs: [],
        },
      };
    },
  });
  return { model, driver };
}

async function onMachine(
  transferMs: number,
  work: (
    chamber: ThermalShockChamber,
    model: ReturnType<typeof machine>['model'],
    clock: VirtualClock,
  ) => Promise<void>,
): Promise<void> {
  const clock = new VirtualClock();
  const { model, driver } = machine(clock, transferMs);
  await clock.run(async () => {
    const link = new InProcessTransport(
      { connect: () => ({ receive: () => {}, closed: () => {} }) },
      'shock',
    );
    const chamber = await openDevice(driver, link, {
      path: 'shock',
      clock,
      limits: { 'hot/setpoint': { max: 150 } },
    });
    await work(chamber, model, clock);
    await chamber.close();
  });
  expect(clock.pendingTimers).toBe(0);
}

describe('the commands of a thermal-shock chamber', () => {
  it('move the basket to and fro, and report the slowest transfer', async () => {
    await onMachine(4000, async (chamber, model) => {
      const progress: string[] = [];
      const shocking = chamber.shock({ hot: 125, cold: -40, dwell: 300, cycles: 3, first: 'cold' });
      shocking.progress$.subscribe({
        next: ({ phase, cycle, zone }) => {
          const line = `${phase} ${cycle} ${zone}`;
          if (progress.at(-1) !== line) progress.push(line);
        },
        error: () => {},
      });
      const { cycles, slowestTransfer, elapsed } = await shocking;
      expect(cycles).toBe(3);
      expect(slowestTransfer).toBeCloseTo(4, 1);
      expect(elapsed).toBeCloseTo(6 * 304, -1);
      expect(model.visits).toEqual(['cold', 'hot', 'cold', 'hot', 'cold', 'hot']);
      expect(progress.slice(0, 5)).toEqual([
        'preparing 0 cold',
        'moving 1 cold',
        'dwelling 1 cold',
        'moving 1 hot',
        'dwelling 1 hot',
      ]);
      expect((await chamber.safe('done')).ok).toBe(true);
      expect(model.running).toBe(false);
    });
  });

  it('end at a transfer that is too slow, at an alarm and at an open sensor', async () => {
    const input = { hot: 125, cold: -40, dwell: 60, cycles: 2, first: 'cold' } as const;
    await onMachine(12_000, async (chamber) => {
      await expect(chamber.shock({ ...input, longestTransfer: 10 })).rejects.toMatchObject({
        kind: 'device',
        code: 'transfer-too-slow',
      });
    });
    await onMachine(1000, async (chamber, model) => {
      model.alarms.push({ code: '33', text: 'test-space limiter' });
      await expect(chamber.shock(input)).rejects.toMatchObject({
        code: 'chamber-alarm',
        device: { code: '33' },
      });
      model.alarms.length = 0;
      model.open = true;
      await expect(chamber.shock(input)).rejects.toMatchObject({ code: 'value-invalid' });
    });
  });

  it('refuse a temperature beyond the limits and a zone that is not there, before anything moves', async () => {
    await onMachine(1000, async (chamber, model) => {
      await expect(chamber.shock({ hot: 180, cold: -40, dwell: 60, cycles: 2 })).rejects.toThrow(
        'target 180 °C refused, allowed -70 to 150 °C',
      );
      await expect(chamber.transfer({ to: 'ambient' })).rejects.toMatchObject({ code: 'zone-missing' });
      expect(model.visits).toEqual([]);
      expect(model.running).toBe(false);
    });
  });

  it('give up on a basket that never arrives, and stay where they are when stopped', async () => {
    await onMachine(Infinity, async (chamber) => {
      await expect(chamber.transfer({ to: 'cold' })).rejects.toMatchObject({ code: 'basket-stuck' });
    });
    await onMachine(1000, async (chamber, model, clock) => {
      const shocking = chamber.shock({ hot: 125, cold: -40, dwell: 600, cycles: 9 });
      await clock.sleep({ minutes: 15 });
      expect(await shocking.stop()).toMatchObject({ mode: 'hold', outcome: 'stopped' });
      const { length } = model.visits;
      await clock.sleep({ minutes: 30 });
      expect(model.visits.length).toBe(length);
      await expect(shocking).rejects.toMatchObject({ code: 'stopped' });
    });
  });
});
