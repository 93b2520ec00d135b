import { describe, expect, it } from 'vitest';
import { CountedClock } from './counted-clock.ts';
import { PacedClock } from './paced-clock.ts';
import { systemClock } from './system-clock.ts';
import { VirtualClock } from './virtual-clock.ts';

describe('a share of a clock', () => {
  it('has the same time and counts its own timers alone', async () => {
    const clock = new VirtualClock();
    const share = new CountedClock(clock);
    const fired: string[] = [];
    clock.setTimer(10, () => fired.push('clock'));
    share.setTimer(20, () => fired.push('share'));
    const cancelled = share.setTimer(30, () => fired.push('cancelled'));
    share.setTimer(Infinity, () => fired.push('never'));
    expect([clock.pendingTimers, share.pendingTimers]).toEqual([3, 2]);
    cancelled.cancel();
    cancelled.cancel();
    expect([clock.pendingTimers, share.pendingTimers]).toEqual([2, 1]);
    await clock.advance(25);
    expect([clock.pendingTimers, share.pendingTimers, share.monotonic()]).toEqual([0, 0, 25]);
    expect(share.now()).toBe(clock.now());
    expect(fired).toEqual(['clock', 'share']);
  });

  it('counts what sleeps', async () => {
    const clock = new VirtualClock();
    const share = new CountedClock(clock);
    await clock.run(async () => {
      const slept = share.sleep(100);
      expect(share.pendingTimers).toBe(1);
      await slept;
    });
    expect(share.pendingTimers).toBe(0);
  });

  it('keeps the time of real wires', () => {
    const share = new CountedClock(new PacedClock(60));
    expect(share.wire).toBe(systemClock);
  });
});
