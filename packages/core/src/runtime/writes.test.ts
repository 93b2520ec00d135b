import { describe, expect, it } from 'vitest';
import { RigService, openRig } from '../../test/rig.ts';
import type { Rig } from '../../test/rig.ts';
import { FourwireError, VirtualClock } from '../index.ts';
import type { Activity, DeviceOptions } from '../index.ts';

async function withRig(
  options: Omit<DeviceOptions, 'options' | 'clock'>,
  work: (rig: Rig, service: RigService, clock: VirtualClock) => Promise<void>,
): Promise<void> {
  const clock = new VirtualClock();
  await clock.run(async () => {
    const { rig, service } = await openRig(clock, {}, options);
    await work(rig, service, clock);
    await rig.close();
  });
  expect(clock.pendingTimers).toBe(0);
}

describe('a write', () => {
  it('holds the narrowest of the class, the device and the user, and sends nothing outside', async () => {
    const limits = { setpoint: { min: -200, max: 200 }, 'channels/2/level': { max: 5 } };
    await withRig({ limits }, async (rig, service) => {
      // From the class -70 to 400, from the device at most 300, from the user -200 to 200.
      expect(rig.setpoint.limits).toEqual({ min: -70, max: 200 });
      expect(rig.setpoint.check(200)).toEqual({ ok: true });
      expect(rig.setpoint.check(201)).toEqual({
        ok: false,
        reason: 'setpoint 201 °C refused, allowed -70 to 200 °C',
      });
      await expect(rig.setpoint.write(-71)).rejects.toMatchObject({
        kind: 'range',
        code: 'value-refused',
        details: { value: -71, allowed: '-70 to 200 °C' },
      });
      expect(rig.channels[0]?.level.check(6).ok).toBe(true);
      expect(rig.channels[1]?.level.check(6).ok).toBe(false);
      expect(service.lines).toEqual([]);
    });
  });

  it('refuses NaN, infinity and other types with one sentence', async () => {
    await withRig({}, async (rig, service) => {
      for (const value of [Number.NaN, Infinity, -Infinity, '5', null, undefined, [1], 5n]) {
        expect(rig.setpoint.check(value as number).ok).toBe(false);
        await expect(rig.setpoint.write(value as number)).rejects.toMatchObject({ kind: 'range' });
      }
      await expect(rig.count.write(1.5)).rejects.toThrow('bench/rig/count: count must be a whole number');
      await expect(rig.window.write({ low: 1 } as never)).rejects.toThrow('window.high is missing');
      expect(service.lines).toEqual([]);
    });
  });

  it('refuses limits of the user that would protect nothing', async () => {
    const clock = new VirtualClock();
    const refused = async (limits: DeviceOptions['limits']): Promise<unknown> =>
      clock
        .run(async () => openRig(clock, {}, limits === undefined ? {} : { limits }))
        .catch((error) => error);
    expect(await refused({ setpont: { max: 100 } })).toMatchObject({
      kind: 'range',
      code: 'limits-unknown',
      message: expect.stringContaining('known are setpoint, count, voltage, channels/1/level') as string,
    });
    expect(await refused({ heating: { max: 1 } })).toMatchObject({ code: 'limits-unknown' });
    expect(await refused({ setpoint: { max: Number.NaN } })).toMatchObject({ code: 'limits-invalid' });
    expect(await refused({ setpoint: { min: 5, max: 4 } })).toMatchObject({ code: 'limits-invalid' });
    expect(clock.pendingTimers).toBe(0);
  });

  it.each([
    ['that are no numbers', { MAX: 'x' }],
    ['of 0 to 0, as of one that was never set up', { MIN: '0', MAX: '0' }],
    ['the wrong way round', { MIN: '10', MAX: '5' }],
  ])('is not opened with limits of the device %s', async (_name, limits) => {
    const clock = new VirtualClock();
    const service = new RigService();
    Object.assign(service.values, limits);
    await expect(clock.run(async () => openRig(clock, {}, {}, service))).rejects.toMatchObject({
      kind: 'device',
      code: 'limits-unreadable',
    });
  });

  it('is confirmed by what the device gives back, within the resolution', async () => {
    await withRig({}, async (rig, service) => {
      service.keep = (_name, value) => (Math.round(Number(value) * 10) / 10).toFixed(6);
      await rig.voltage.write(1.23);
      service.keep = (_name, value) => String(Number(value) + 0.06);
      await expect(rig.voltage.write(1)).rejects.toMatchObject({
        kind: 'device',
        code: 'not-confirmed',
        message: 'bench/rig/voltage: voltage was written as 1 V, but the device gives 1.06 V back.',
        details: { written: 1, readBack: 1.06 },
      });
      service.keep = (_name, value) => String(Math.fround(Number(value)));
      await rig.setpoint.write(123.456);
      service.keep = () => '1000001';
      await expect(rig.count.write(1_000_000)).rejects.toMatchObject({ code: 'not-confirmed' });
    });
  });

  it('compares arrays and records by value', async () => {
    await withRig({}, async (rig, service) => {
      await rig.curve.write([0.1, 0.2]);
      service.keep = (name) => (name === 'C' ? '[0.10000000149,0.2]' : '{"high":2,"low":1}');
      await rig.curve.write([0.1, 0.2]);
      await rig.window.write({ low: 1, high: 2 });
      await expect(rig.window.write({ low: 1, high: 3 })).rejects.toThrow(
        'window was written as {"low":1,"high":3}, but the device gives {"high":2,"low":1} back',
      );
      await expect(rig.curve.write([0.1])).rejects.toMatchObject({ code: 'not-confirmed' });
    });
  });

  it('is refused by a rule of the bench, which names itself; so is a command', async () => {
    const guard: DeviceOptions['guard'] = ({ path, kind, value }) => {
      if (kind === 'write' && value !== 90) return;
      throw new FourwireError('interlock', 'rule-broken', `${path}: the rule door-closed forbids it.`);
    };
    await withRig({ guard }, async (rig, service) => {
      await expect(rig.setpoint.write(90)).rejects.toMatchObject({
        kind: 'interlock',
        retry: 'operator',
        message: expect.stringContaining('door-closed') as string,
      });
      await expect(rig.settle({ target: 90 })).rejects.toMatchObject({ kind: 'interlock' });
      expect(service.lines).toEqual([]);
      await rig.setpoint.write(80);
      expect(service.lines).toEqual(['S=80', 'S?']);
    });
  });

  it('sends nothing when its time was up before the rule answered', async () => {
    const guard: DeviceOptions['guard'] = async () => new Promise(() => {});
    await withRig({ guard }, async (rig, service) => {
      await expect(rig.setpoint.write(90, { timeout: 100 })).rejects.toMatchObject({ kind: 'timeout' });
      expect(service.lines).toEqual([]);
    });
  });

  it('is told in activity$ once, with its outcome', async () => {
    await withRig({}, async (rig, service) => {
      const activity: Activity[] = [];
      rig.activity$.subscribe((one) => activity.push(one));
      await rig.setpoint.write(50);
      await rig.setpoint.write(500).catch(() => {});
      service.keep = () => '7';
      await rig.setpoint.write(60).catch(() => {});
      await rig.beep();
      await rig.settle({ target: Number.NaN }).then(undefined, () => {});
      const told = activity.map((one) =>
        one.type === 'write'
          ? [one.value, one.error?.code]
          : one.type === 'command'
            ? [one.phase, one.error?.code]
            : [],
      );
      expect(told).toEqual([
        [50, undefined],
        [500, 'value-refused'],
        [60, 'not-confirmed'],
        ['started', undefined],
        ['finished', undefined],
        ['failed', 'input-refused'],
      ]);
    });
  });
});
