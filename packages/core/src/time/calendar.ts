import type { Instant } from './clock.ts';

/** A date and a time of the Gregorian calendar, without a zone. */
export interface CalendarTime {
  readonly year: number;
  /** 1 to 12. */
  readonly month: number;
  /** 1 to 31. */
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
}

const dayMs = 86_400_000;

/**
 * The date and time of an instant in UTC. Computed here (proleptic Gregorian, in eras of 400 years that begin in March,
 * so that leap days come last) because a million rows of an export need it.
 */
export function calendarTime(at: Instant): CalendarTime {
  const days = Math.floor(at / dayMs);
  const seconds = Math.floor((at - days * dayMs) / 1000);
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
  const fromMarch = Math.floor((5 * dayOfYear + 2) / 153);
  const month = fromMarch < 10 ? fromMarch + 3 : fromMarch - 9;
  return {
    year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0),
    month,
    day: dayOfYear - Math.floor((153 * fromMarch + 2) / 5) + 1,
    hour: Math.floor(seconds / 3600),
    minute: Math.floor(seconds / 60) % 60,
    second: seconds % 60,
  };
}

/** The instant of a date and time in UTC; a day beyond the end of its month is one of the next. */
export function instantOf({ year, month, day, hour, minute, second }: CalendarTime): Instant {
  const marchYear = month <= 2 ? year - 1 : year;
  const leapDays = Math.floor(marchYear / 4) - Math.floor(marchYear / 100) + Math.floor(marchYear / 400);
  const dayOfYear = Math.floor((153 * ((month + 9) % 12) + 2) / 5) + day - 1;
  const days = marchYear * 365 + leapDays + dayOfYear - 719_468;
  return days * dayMs + ((hour * 60 + minute) * 60 + second) * 1000;
}
