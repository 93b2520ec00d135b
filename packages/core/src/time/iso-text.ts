import type { Instant } from './clock.ts';

/**
 * An instant as ISO 8601 text in UTC: `2026-01-01T00:00:05.250Z`. The calendar is computed here (days to a proleptic
 * Gregorian date, in eras of 400 years that begin in March) because a million rows of an export need it.
 */
export function isoText(at: Instant): string {
  const ms = Math.floor(at);
  const days = Math.floor(ms / 86_400_000);
  const time = ms - days * 86_400_000;
  const sinceMarch0000 = days + 719_468;
  const era = Math.floor(sinceMarch0000 / 146_097);
  const dayOfEra = sinceMarch0000 - era * 146_097;
  const yearOfEra = Math.floor(
    (dayOfEra -
      Math.floor(dayOfEra / 1460) +
      Math.floor(dayOfEra / 36_524) -
      Math.floor(dayOfEra / 146_096)) /
      365,
  );
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const monthFromMarch = Math.floor((5 * dayOfYear + 2) / 153);
  const day = dayOfYear - Math.floor((153 * monthFromMarch + 2) / 5) + 1;
  const month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9;
  const year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0);
  const clock = [Math.floor(time / 3_600_000), Math.floor(time / 60_000) % 60, Math.floor(time / 1000) % 60];
  return `${pad(year, 4)}-${pad(month)}-${pad(day)}T${clock.map((part) => pad(part)).join(':')}.${pad(time % 1000, 3)}Z`;
}

function pad(value: number, width = 2): string {
  return String(value).padStart(width, '0');
}
