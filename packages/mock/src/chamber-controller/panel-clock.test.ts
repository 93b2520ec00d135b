import { VirtualClock } from '@fourwire/core';
import { expect, it } from 'vitest';
import { PanelClock } from './panel-clock.ts';

it('goes on from what it was set to', async () => {
  const clock = new VirtualClock();
  const panel = new PanelClock(clock);
  panel.set({ year: 2028, month: 2, day: 29, hour: 23, minute: 59, second: 58 });
  await clock.advance({ seconds: 3 });
  expect(panel.time).toEqual({ year: 2028, month: 3, day: 1, hour: 0, minute: 0, second: 1 });
  expect(panel.weekday).toBe(3);
});
