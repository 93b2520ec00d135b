import { calendarTime } from './calendar.ts';
import type { Instant } from './clock.ts';

/** An instant as ISO 8601 text in UTC: `2026-01-01T00:00:05.250Z`. */
export function isoText(at: Instant): string {
  const ms = Math.floor(at);
  const { year, month, day, hour, minute, second } = calendarTime(ms);
  const thousandths = ms - Math.floor(ms / 1000) * 1000;
  return `${pad(year, 4)}-${pad(month)}-${pad(day)}T${pad(hour)}:${pad(minute)}:${pad(second)}.${pad(thousandths, 3)}Z`;
}

function pad(value: number, width = 2): string {
  return String(value).padStart(width, '0');
}
