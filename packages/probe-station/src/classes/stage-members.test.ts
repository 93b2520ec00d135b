import { InProcessTransport, VirtualClock, defineDriver, openDevice } from '@fourwire/core';
import type { ByteTransport, Clock, DriverContext } from '@fourwire/core';
import { describe, expect, it } from 'vitest';
import { stageMembers } from './stage-members.ts';
import type { StageAxisDialect, StageOptions } from './stage-members.ts';
import { stage } from './stage.ts';
import type { Stage } from './stage.ts';

/** An axis in memory that goes 1 mm/s. */
class Axis {
  position = 0;
  referenced = true;
  stuckAt = Infinity;
  #from = 0;
  #target = 0;
  #since = 0;
  readonly #clock: Clock;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  look(): { position: number; moving: boolean } {
    const way = this.#clock.monotonic() - this.#since;
    const left = this.#target - this.#from;
    const gone = Math.min(Math.abs(left), way);
    this.position = Math.min(this.#from + Math.sign(left) * gone, this.stuckAt);
    return { position: this.position, moving: gone < Math.abs(left) && this.position < this.stuckAt };
  }

  go(target: number): void {
    this.#from = this.look().position;
    this.#target = target;
    this.#since = this.#clock.monotonic();
  }

  dialect(): StageAxisDialect {
    return {
      position: async () => this.look().position,
      moving: async () => this.look().moving,
      start: async (target) => this.go(target),
      halt: async () => this.go(this.look().position),
      tolerance: () => 1,
      limits: async () => ({ min: -5000, max: 5000 }),
      reference: {
        referenced: async () => this.referenced,
        start: async () => {
          this.go(0);
          this.referenced = true;
        },
      },
    };
  }
}

async function onStage(
  work: (device: Stage, axes: { x: Axis; y: Axis }, clock: VirtualClock) => Promise<void>,
  options: StageOptions = {},
): Promise<void> {
  const clock = new VirtualClock();
  const axes = { x: new Axis(clock), y: new Axis(clock) };
  const driver = defineDriver({
    name: 'in-memory',
    deviceClass: stage,
    wire: 'bytes',
    connect: ({ clock: time }: DriverContext<ByteTransport>) => ({
      identify: async () => ({ manufacturer: 'none', model: 'axes', serialNumber: '', firmware: '' }),
      members: stageMembers({ clock: time, axes: { x: axes.x.dialect(), y: axes.y.dialect() } }, options),
    }),
  });
  await clock.run(async () => {
    const silent = { connect: () => ({ receive: () => {}, closed: () => {} }) };
    const device = await openDevice(driver, new InProcessTransport(silent, 'axes'), { path: 'stage', clock });
    await work(device, axes, clock);
    await device.close();
  });
  expect(clock.pendingTimers).toBe(0);
}

describe('the members of a stage', () => {
  it('drive several axes at once and one by itself, and tell where they were read back', async () => {
    await onStage(async (device, _axes, clock) => {
      const began = clock.monotonic();
      expect(await device.moveTo({ x: 1000, y: -900 })).toEqual({ x: 1000, y: -900 });
      expect(clock.monotonic() - began).toBeLessThan(1200);
      expect(await device.y?.moveBy({ distance: 400 })).toEqual({ position: -500 });
      expect(await device.x?.position.read()).toBe(1000);
      expect(device.z).toBeUndefined();
    });
  });

  it('refuse what is out of travel, out of the soft limits, without an axis or without a target', async () => {
    await onStage(
      async (device, axes) => {
        expect(await device.x?.travel.read()).toEqual({ min: -5000, max: 200 });
        await expect(device.x?.moveTo({ position: 201 })).rejects.toMatchObject({
          kind: 'range',
          code: 'axis-limit',
          message: expect.stringContaining('x 201 µm refused, allowed -5000 to 200 µm') as string,
        });
        await expect(device.moveTo({ x: 0, y: 5001 })).rejects.toMatchObject({ code: 'axis-limit' });
        await expect(device.moveTo({ z: 1 })).rejects.toMatchObject({ code: 'input-refused' });
        await expect(device.moveTo({})).rejects.toMatchObject({ code: 'input-refused' });
        expect(axes.x.look()).toEqual({ position: 0, moving: false });
      },
      { softLimits: { x: { max: 200 } } },
    );
    await expect(onStage(async () => {}, { softLimits: { x: { min: 2, max: 1 } } })).rejects.toMatchObject({
      code: 'option-refused',
    });
  });

  it('refuse to move without a reference, and find it', async () => {
    await onStage(async (device, { x }) => {
      x.referenced = false;
      await expect(device.x?.moveTo({ position: 10 })).rejects.toMatchObject({
        kind: 'state',
        code: 'not-referenced',
      });
      await expect(device.moveTo({ y: 10, x: 10 })).rejects.toMatchObject({ code: 'not-referenced' });
      await device.x?.reference?.home();
      expect(await device.x?.moveTo({ position: 10 })).toEqual({ position: 10 });
    });
  });

  it('tell a move that ended elsewhere', async () => {
    await onStage(async (device, { x }) => {
      x.stuckAt = 300;
      await expect(device.x?.moveTo({ position: 1000 })).rejects.toMatchObject({
        kind: 'device',
        code: 'axis-not-arrived',
        details: { target: 1000, position: 300 },
      });
    });
  });

  it('stop on the way, halt and make safe', async () => {
    await onStage(async (device, { x, y }, clock) => {
      const move = device.moveTo({ x: 4000, y: 4000 });
      await clock.sleep(500);
      expect(await move.stop()).toEqual({ mode: 'decelerate', outcome: 'stopped' });
      const { position } = x.look();
      expect(position).toBeLessThan(1000);
      x.go(4000);
      await device.halt();
      y.go(4000);
      expect(await device.safe('test')).toMatchObject({ ok: true, members: [{ value: false }] });
      expect(y.look().moving).toBe(false);
    });
  });
});
