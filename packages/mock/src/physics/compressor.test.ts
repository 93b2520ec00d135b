import { describe, expect, it } from 'vitest';
import { Compressor } from './compressor.ts';

function compressor(): Compressor {
  return new Compressor({ onDelay: 10, offDelay: 30, lockOut: 180 });
}

/** Seconds until the compressor runs (or stands), while cold is wanted or not. */
function secondsUntil(unit: Compressor, running: boolean, wanted: boolean): number {
  for (let seconds = 1; seconds < 1000; seconds++) {
    if (unit.update(wanted, 1) === running) return seconds;
  }
  return Number.POSITIVE_INFINITY;
}

describe('Compressor', () => {
  it('starts after the on-delay and stops after the off-delay', () => {
    const unit = compressor();
    expect(secondsUntil(unit, true, true)).toBe(11);
    expect(secondsUntil(unit, false, false)).toBe(31);
  });

  it('stays off for the lock-out before it starts again', () => {
    const unit = compressor();
    secondsUntil(unit, true, true);
    secondsUntil(unit, false, false);
    expect(secondsUntil(unit, true, true)).toBe(181);
  });

  it('ignores a short wish for cold', () => {
    const unit = compressor();
    for (let second = 0; second < 100; second++) expect(unit.update(second % 10 < 9, 1)).toBe(false);
  });

  it('stops at once when it trips and needs its lock-out when it is ready again', () => {
    const unit = compressor();
    secondsUntil(unit, true, true);
    unit.tripped = true;
    expect(unit.running).toBe(false);
    expect(secondsUntil(unit, true, true)).toBe(Number.POSITIVE_INFINITY);
    unit.tripped = false;
    expect(unit.running).toBe(false);
    expect(secondsUntil(unit, true, true)).toBeLessThanOrEqual(181);
  });
});
