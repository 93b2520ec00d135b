import { VirtualClock } from '@fourwire/core';
import { describe, expect, it } from 'vitest';
import { collectReadings } from './collect-readings.ts';
import type { Acquisition } from './collect-readings.ts';
import { outputsOff } from './outputs-off.ts';
import { pollUntil } from './poll-until.ts';

/** An instrument that takes a reading every 40 ms until it has `most`. */
function ramp(
  clock: VirtualClock,
  count: number,
  most = count,
): Acquisition<'value'> & { readonly log: number[] } {
  const log: number[] = [];
  const made = (): number => Math.min(most, Math.floor(clock.monotonic() / 40));
  return {
    count,
    columns: ['value'],
    log,
    isRunning: async () => made() < most,
    ready: async (taken) => made() - taken,
    fetch: async (taken, number) => ({
      value: Float64Array.from({ length: number }, (_, index) => taken + index),
    }),
    progress: ({ value }, taken) => log.push(value.length, taken),
  };
}

describe('collectReadings', () => {
  it('fetches readings as they come and reports them', async () => {
    const clock = new VirtualClock();
    const acquisition = ramp(clock, 6);
    const { value } = await clock.run(() => collectReadings(acquisition, { clock }));
    expect([...value]).toEqual([0, 1, 2, 3, 4, 5]);
    expect(acquisition.log).toEqual([2, 2, 3, 5, 1, 6]);
    expect(clock.pendingTimers).toBe(0);
  });

  it('says so when the instrument stands although readings are missing', async () => {
    const clock = new VirtualClock();
    const collecting = clock.run(() => collectReadings(ramp(clock, 10, 3), { clock }));
    await expect(collecting).rejects.toMatchObject({ code: 'acquisition-ended', kind: 'device' });
  });

  it('takes no more than were asked for from an instrument that gives more', async () => {
    const clock = new VirtualClock();
    const acquisition: Acquisition<'value'> = {
      ...ramp(clock, 5),
      fetch: async () => ({ value: Float64Array.of(1, 2, 3, 4) }),
    };
    const { value } = await clock.run(() => collectReadings(acquisition, { clock }));
    expect([...value]).toEqual([1, 2, 3, 4, 1]);
  });

  it('ends when it is cancelled', async () => {
    const clock = new VirtualClock();
    const cancel = new AbortController();
    await clock.run(async () => {
      const collecting = collectReadings(ramp(clock, 1000), { clock, signal: cancel.signal });
      collecting.catch(() => {});
      await clock.sleep(500);
      cancel.abort();
      await expect(collecting).rejects.toMatchObject({ kind: 'aborted' });
    });
    expect(clock.pendingTimers).toBe(0);
  });
});

describe('pollUntil', () => {
  it('gives up in time', async () => {
    const clock = new VirtualClock();
    const waiting = clock.run(() =>
      pollUntil('the sweep', async () => undefined, { clock }, { within: { seconds: 3 }, period: 500 }),
    );
    await expect(waiting).rejects.toMatchObject({
      kind: 'timeout',
      message: 'The instrument did not finish the sweep within 3 s.',
    });
    expect(clock.monotonic()).toBe(3000);
  });
});

describe('outputsOff', () => {
  it('believes the readback, not the error of the command', async () => {
    let isOn = true;
    const off = async (): Promise<void> => {
      isOn = false;
      throw new Error('an older complaint');
    };
    expect(await outputsOff({ off, areOn: async () => isOn })).toBe(true);
  });

  it('tries twice, then says that they are on, with the reason where there is one', async () => {
    let tries = 0;
    const ignored = { off: async () => void tries++, areOn: async () => true };
    expect(await outputsOff(ignored)).toBe(false);
    expect(tries).toBe(2);
    const refused = { off: () => Promise.reject(new Error('locked out')), areOn: async () => true };
    await expect(outputsOff(refused)).rejects.toThrow('locked out');
  });
});
