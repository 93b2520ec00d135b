import fc from 'fast-check';
import { firstValueFrom, interval, take, toArray } from 'rxjs';
import { describe, expect, it } from 'vitest';
import { FourwireError, PacedClock, VirtualClock, systemClock } from '../index.ts';

describe('VirtualClock', () => {
  it('leaps over a thousand hours in an instant', async () => {
    const clock = new VirtualClock();
    const slept = await clock.run(async () => {
      await clock.sleep({ hours: 1000 });
      return clock.monotonic();
    });
    expect(slept).toBe(3_600_000_000);
    expect(clock.pendingTimers).toBe(0);
  });

  it('fires timers in the order of their time, and of their setting where the time is the same', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.integer({ min: 0, max: 20 }), { maxLength: 60 }), async (delays) => {
        const clock = new VirtualClock();
        const fired: (readonly [number, number])[] = [];
        for (const [order, delay] of delays.entries())
          clock.setTimer(delay, () => fired.push([delay, order]));
        await clock.advance(20);
        expect(fired).toEqual(
          delays
            .map((delay, order) => [delay, order] as const)
            .toSorted((a, b) => a[0] - b[0] || a[1] - b[1]),
        );
      }),
      { seed: 1, numRuns: 60 },
    );
  });

  it('lets promises settle between two timers', async () => {
    const clock = new VirtualClock();
    const log: string[] = [];
    clock.setTimer(1, () => void Promise.resolve().then(() => log.push('after the first')));
    clock.setTimer(1, () => log.push('second'));
    await clock.advance(1);
    expect(log).toEqual(['after the first', 'second']);
  });

  it('stands still at the end of an advance and fires nothing later', async () => {
    const clock = new VirtualClock();
    let fired = false;
    clock.setTimer(100, () => {
      fired = true;
    });
    await clock.advance(99);
    expect([fired, clock.monotonic()]).toEqual([false, 99]);
  });

  it('says so when the work waits for something that no timer brings', async () => {
    const clock = new VirtualClock();
    await expect(clock.run(async () => new Promise<void>(() => {}))).rejects.toMatchObject({
      code: 'clock-stands-still',
    });
  });

  it('waits for the world outside where it is told to', async () => {
    const clock = new VirtualClock();
    const answer = await clock.run(async () =>
      clock.outside(new Promise<string>((resolve) => systemClock.setTimer(5, () => resolve('from outside')))),
    );
    expect([answer, clock.monotonic()]).toEqual(['from outside', 0]);
  });

  it('drives RxJS', async () => {
    const clock = new VirtualClock();
    const values = await clock.run(async () =>
      firstValueFrom(interval(1000, clock.scheduler).pipe(take(3), toArray())),
    );
    expect([values, clock.monotonic(), clock.pendingTimers]).toEqual([[0, 1, 2], 3000, 0]);
  });

  it('ends a sleep at once when its signal is aborted, and leaves no timer', async () => {
    const clock = new VirtualClock();
    const controller = new AbortController();
    const sleep = clock.sleep(1000, controller.signal);
    controller.abort();
    await expect(sleep).rejects.toSatisfy((error) => FourwireError.is(error) && error.kind === 'aborted');
    expect(clock.pendingTimers).toBe(0);
  });

  it('cancels a timer for good', async () => {
    const clock = new VirtualClock();
    let fired = 0;
    const timer = clock.setTimer(10, () => fired++);
    timer.cancel();
    timer.cancel();
    await clock.advance(20);
    expect([fired, clock.pendingTimers]).toEqual([0, 0]);
  });
});

describe('PacedClock', () => {
  it('runs faster than the wall clock by its factor, with deadlines on wires in real time', async () => {
    const clock = new PacedClock(1000);
    const before = clock.monotonic();
    await clock.sleep({ seconds: 5 });
    // A timer of Node may come up to 1 ms early, which is 1 s here.
    expect(clock.monotonic() - before).toBeGreaterThanOrEqual(4000);
    expect(clock.wire).toBe(systemClock);
  });

  it.each([0, -1, Number.NaN, Infinity])('refuses the pace %s', (factor) => {
    expect(() => new PacedClock(factor)).toThrow('pace must be a positive number');
  });
});
