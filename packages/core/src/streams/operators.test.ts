import { Subject, of } from 'rxjs';
import { describe, expect, it } from 'vitest';
import { FourwireError, VirtualClock, goodValues, sampleEvery, staleAfter } from '../index.ts';
import type { Reading } from '../index.ts';

const error = new FourwireError('link', 'link-lost', 'The link went away.');
const good = (value: number, at: number): Reading<number> => ({ quality: 'good', value, at });
const stale = (value: number, at: number): Reading<number> => ({ quality: 'stale', value, at, error });
const bad = (at: number): Reading<number> => ({ quality: 'bad', value: undefined, at, error });

describe('goodValues', () => {
  it('gives the values that can be trusted', () => {
    const got: number[] = [];
    of(good(1, 0), stale(1, 0), bad(1), good(2, 2))
      .pipe(goodValues())
      .subscribe((value) => got.push(value));
    expect(got).toEqual([1, 2]);
  });
});

describe('sampleEvery', () => {
  it('gives the latest value at even times, again when nothing newer came', async () => {
    const clock = new VirtualClock();
    const source = new Subject<string>();
    const got: string[] = [];
    source.pipe(sampleEvery({ seconds: 1 }, clock)).subscribe({
      next: (value) => got.push(`${value} at ${clock.monotonic()}`),
      complete: () => got.push('end'),
    });
    await clock.advance(1500);
    source.next('a');
    source.next('b');
    await clock.advance(2000);
    source.next('c');
    await clock.advance(600);
    source.complete();
    expect(got).toEqual(['b at 2000', 'b at 3000', 'c at 4000', 'end']);
    expect(clock.pendingTimers).toBe(0);
  });

  it('leaves neither timer nor subscription behind, and passes an error on', async () => {
    const clock = new VirtualClock();
    const source = new Subject<number>();
    const subscription = source.pipe(sampleEvery(10, clock)).subscribe();
    expect([clock.pendingTimers, source.observed]).toEqual([1, true]);
    subscription.unsubscribe();
    expect([clock.pendingTimers, source.observed]).toEqual([0, false]);
    const failed: unknown[] = [];
    source.pipe(sampleEvery(10, clock)).subscribe({ error: (reason: unknown) => failed.push(reason) });
    source.error(error);
    expect(failed).toEqual([error]);
    of(1).pipe(sampleEvery(10, clock)).subscribe();
    expect(clock.pendingTimers).toBe(0);
    expect(() => sampleEvery(-1, clock)).toThrow('period must be a duration');
  });

  it('may be left by its own listener', async () => {
    const clock = new VirtualClock();
    const source = new Subject<number>();
    const subscription = source.pipe(sampleEvery(10, clock)).subscribe(() => subscription.unsubscribe());
    source.next(1);
    await clock.advance(100);
    expect(clock.pendingTimers).toBe(0);
  });
});

describe('staleAfter', () => {
  it('gives a good reading again as stale when no newer one comes', async () => {
    const clock = new VirtualClock(0);
    const source = new Subject<Reading<number>>();
    const got: string[] = [];
    source.pipe(staleAfter(2000, clock)).subscribe({
      next: (reading) =>
        got.push(`${reading.quality} ${reading.value} ${reading.error?.code} ${clock.now()}`),
    });
    source.next(good(1, 0));
    await clock.advance(1500);
    source.next(good(2, 1500));
    await clock.advance(5000);
    source.next(bad(6500));
    await clock.advance(5000);
    // A reading that is replayed is as old as it is.
    source.next(good(3, 10_500));
    await clock.advance(2000);
    expect(got).toEqual([
      'good 1 undefined 0',
      'good 2 undefined 1500',
      'stale 2 reading-late 3500',
      'bad undefined link-lost 6500',
      'good 3 undefined 11500',
      'stale 3 reading-late 12500',
    ]);
    source.next(good(4, clock.now()));
    source.complete();
    expect(clock.pendingTimers).toBe(0);
  });

  it('leaves neither timer nor subscription behind', () => {
    const clock = new VirtualClock(0);
    const source = new Subject<Reading<number>>();
    const subscription = source.pipe(staleAfter(10, clock)).subscribe();
    source.next(good(1, 0));
    expect(clock.pendingTimers).toBe(1);
    subscription.unsubscribe();
    expect([clock.pendingTimers, source.observed]).toEqual([0, false]);
  });
});
