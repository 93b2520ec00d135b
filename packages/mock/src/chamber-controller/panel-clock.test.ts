import { VirtualClock } from '@fourwire/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PanelClock, instantOf, panelTime } from './panel-clock.ts';

describe('the clock of a panel', () => {
  it('knows the calendar', () => {
    fc.assert(
      fc.property(fc.integer({ min: -10_000_000_000, max: 10_000_000_000 }), (second) => {
        const shown = panelTime(second * 1000);
        const date = new Date(second * 1000);
        expect([shown.year, shown.month, shown.day, shown.hour, shown.minute, shown.second]).toEqual([
          date.getUTCFullYear(),
          date.getUTCMonth() + 1,
          date.getUTCDate(),
          date.getUTCHours(),
          date.getUTCMinutes(),
          date.getUTCSeconds(),
        ]);
        expect(instantOf(shown)).toBe(second * 1000);
      }),
    );
  });

  it('goes on from what it was set to', async () => {
    const clock = new VirtualClock();
    const panel = new PanelClock(clock);
    panel.set({ year: 2028, month: 2, day: 29, hour: 23, minute: 59, second: 58 });
    await clock.advance({ seconds: 3 });
    expect(panel.time).toEqual({ year: 2028, month: 3, day: 1, hour: 0, minute: 0, second: 1 });
    expect(panel.weekday).toBe(3);
  });
});
