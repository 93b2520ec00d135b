import fc from 'fast-check';
import { expect, it } from 'vitest';
import { calendarTime, instantOf } from './calendar.ts';

it('knows the calendar, before 1970 too', () => {
  fc.assert(
    fc.property(fc.integer({ min: -10_000_000_000, max: 10_000_000_000 }), (second) => {
      const shown = calendarTime(second * 1000);
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
