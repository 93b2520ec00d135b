import { Subscription, firstValueFrom, take, toArray } from 'rxjs';
import { describe, expect, it } from 'vitest';
import { openRig } from '../../test/rig.ts';
import { VirtualClock } from '../index.ts';
import type { Reading } from '../index.ts';

describe('value$', () => {
  it('survives unplug and replug 200 times, is stale within a period, and leaves no timer', async () => {
    const clock = new VirtualClock();
    await clock.run(async () => {
      const { rig, link } = await openRig(clock);
      const readings: Reading<number>[] = [];
      let ended = false;
      const subscription = rig.temperature.value$.subscribe({
        next: (reading) => readings.push(reading),
        error: () => {
          ended = true;
        },
        complete: () => {
          ended = true;
        },
      });
      await clock.sleep(500);
      for (let round = 0; round < 200; round++) {
        // At every phase of the poll, on the wire and between two exchanges.
        await clock.sleep((round * 37) % 1100);
        const before = readings.length;
        link.unplug();
        await clock.sleep(round % 2 === 0 ? 1000 : 1);
        const meanwhile = readings.slice(before);
        expect(meanwhile.length).toBeGreaterThan(0);
        expect(meanwhile.every((reading) => reading.quality === 'stale')).toBe(true);
        expect(meanwhile.at(-1)).toMatchObject({ value: 25, error: { kind: 'link' } });
        link.plug();
        await clock.sleep(1500);
        expect(readings.at(-1)).toMatchObject({ quality: 'good', value: 25 });
      }
      expect(ended).toBe(false);
      subscription.unsubscribe();
      await rig.close();
    });
    expect(clock.pendingTimers).toBe(0);
  });

  it('is stale when the device falls silent without hanging up, and good when it speaks again', async () => {
    const clock = new VirtualClock();
    await clock.run(async () => {
      const { rig, service } = await openRig(clock);
      const subscription = rig.temperature.value$.subscribe();
      await clock.sleep(500);
      service.mute = true;
      await clock.sleep(3000);
      expect(rig.temperature.last).toMatchObject({ quality: 'stale', value: 25 });
      service.mute = false;
      await clock.sleep(5000);
      expect(rig.temperature.last?.quality).toBe('good');
      subscription.unsubscribe();
      await rig.close();
    });
    expect(clock.pendingTimers).toBe(0);
  });

  it('costs twenty subscribers one poll, which the last of them ends', async () => {
    const clock = new VirtualClock();
    await clock.run(async () => {
      const { rig, service } = await openRig(clock);
      const all = new Subscription();
      const received = Array.from({ length: 20 }, () => 0);
      for (const index of received.keys()) {
        all.add(
          rig.temperature.value$.subscribe(() => {
            received[index] = (received[index] ?? 0) + 1;
          }),
        );
      }
      await clock.sleep(10_500);
      expect(service.count('T?')).toBe(11);
      expect(new Set(received)).toEqual(new Set([11]));
      all.unsubscribe();
      await clock.sleep(10_000);
      expect(service.count('T?')).toBe(11);
      expect(clock.pendingTimers).toBe(0);
      await rig.close();
    });
  });

  it('gives a late subscriber the last reading at once, without an exchange when that is all it wants', async () => {
    const clock = new VirtualClock();
    await clock.run(async () => {
      const { rig, service } = await openRig(clock);
      await rig.temperature.read();
      const first = await firstValueFrom(rig.temperature.value$);
      expect(first).toBe(rig.temperature.last);
      await clock.sleep(5000);
      expect(service.lines).toEqual(['T?']);
      await rig.close();
    });
    expect(clock.pendingTimers).toBe(0);
  });

  it('lets an answer under way arrive when the last subscriber leaves, so the link stays in step', async () => {
    const clock = new VirtualClock();
    await clock.run(async () => {
      const { rig, service } = await openRig(clock);
      for (let round = 0; round < 5; round++) rig.temperature.value$.subscribe().unsubscribe();
      await clock.sleep(10);
      // One exchange for all of them, and none to open and identify the device anew.
      expect(service.lines).toEqual(['T?']);
      expect(rig.temperature.last?.quality).toBe('good');
      await rig.close();
    });
    expect(clock.pendingTimers).toBe(0);
  });

  it('is bad while the device reports a fault, and never shows a number that is none', async () => {
    const clock = new VirtualClock();
    await clock.run(async () => {
      const { rig, service } = await openRig(clock);
      const readings = firstValueFrom(rig.temperature.value$.pipe(take(3), toArray()));
      await clock.sleep(500);
      service.values['T'] = 'NaN';
      await clock.sleep(1000);
      service.values['T'] = '30';
      expect(await readings).toMatchObject([
        { quality: 'good', value: 25 },
        { quality: 'bad', value: undefined, error: { code: 'value-invalid', kind: 'device' } },
        { quality: 'good', value: 30 },
      ]);
      await rig.close();
    });
  });

  it('is not made stale by a caller who allowed too little time', async () => {
    const clock = new VirtualClock();
    await clock.run(async () => {
      const { rig, service } = await openRig(clock);
      await rig.temperature.read();
      service.mute = true;
      await expect(rig.temperature.read({ timeout: 5 })).rejects.toMatchObject({
        kind: 'timeout',
        command: expect.stringContaining('T?') as string,
      });
      expect(rig.temperature.last?.quality).toBe('good');
      service.mute = false;
      await rig.close();
    });
  });

  it('goes on by itself after the device was closed and opened again', async () => {
    const clock = new VirtualClock();
    await clock.run(async () => {
      const { rig } = await openRig(clock);
      const subscription = rig.temperature.value$.subscribe();
      await clock.sleep(100);
      await rig.close();
      expect(rig.temperature.last).toMatchObject({ quality: 'stale', error: { code: 'device-closed' } });
      await clock.sleep(5000);
      await rig.open();
      await clock.sleep(100);
      expect(rig.temperature.last?.quality).toBe('good');
      await rig.close();
      subscription.unsubscribe();
    });
    expect(clock.pendingTimers).toBe(0);
  });
});

describe('read', () => {
  it('ends at its deadline also where the driver does not listen', async () => {
    const clock = new VirtualClock();
    await clock.run(async () => {
      const { rig } = await openRig(clock, { readTemperature: async () => new Promise(() => {}) });
      await expect(rig.temperature.read({ timeout: 50 })).rejects.toMatchObject({
        kind: 'timeout',
        path: 'bench/rig/temperature',
      });
      const abort = new AbortController();
      const reading = rig.temperature.read({ signal: abort.signal });
      abort.abort();
      await expect(reading).rejects.toMatchObject({ kind: 'aborted' });
      await rig.close();
    });
    expect(clock.pendingTimers).toBe(0);
  });
});
