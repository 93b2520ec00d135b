import type { Clock } from '@fourwire/core';

/** A date and a time as a panel shows them. */
export interface PanelTime {
  year: number;
  /** 1 to 12. */
  month: number;
  /** 1 to 31. */
  day: number;
  hour: number;
  minute: number;
  second: number;
}

const day = 86_400_000;

/** The calendar clock of a controller, which can be set. Without a time zone: it starts at UTC. */
export class PanelClock {
  readonly #clock: Clock;
  readonly #behind: () => number;
  #offset = 0;

  /** @param behind - by how many seconds the controller has not caught up with the clock */
  constructor(clock: Clock, behind: () => number = () => 0) {
    this.#clock = clock;
    this.#behind = behind;
  }

  /** What it shows, in ms since 1970. */
  get now(): number {
    return this.#clock.now() + this.#offset - this.#behind() * 1000;
  }

  /** What it shows. */
  get time(): PanelTime {
    return panelTime(this.now);
  }

  /** The day of the week, 0 for Sunday. */
  get weekday(): number {
    // Day 0 was a Thursday.
    return (Math.floor(this.now / day) + 4) % 7;
  }

  /** Sets some or all of its parts. */
  set(parts: Partial<PanelTime>): void {
    this.#offset += instantOf({ ...this.time, ...parts }) - Math.floor(this.now / 1000) * 1000;
  }
}

/** The date and time of an instant (proleptic Gregorian, in eras of 400 years that begin in March). */
export function panelTime(instant: number): PanelTime {
  const days = Math.floor(instant / day);
  const seconds = Math.floor((instant - days * day) / 1000);
  const era = Math.floor((days + 719_468) / 146_097);
  const dayOfEra = days + 719_468 - era * 146_097;
  const year = Math.floor(
    (dayOfEra -
      Math.floor(dayOfEra / 1460) +
      Math.floor(dayOfEra / 36_524) -
      Math.floor(dayOfEra / 146_096)) /
      365,
  );
  const dayOfYear = dayOfEra - (365 * year + Math.floor(year / 4) - Math.floor(year / 100));
  const fromMarch = Math.floor((5 * dayOfYear + 2) / 153);
  const month = fromMarch < 10 ? fromMarch + 3 : fromMarch - 9;
  return {
    year: year + era * 400 + (month <= 2 ? 1 : 0),
    month,
    day: dayOfYear - Math.floor((153 * fromMarch + 2) / 5) + 1,
    hour: Math.floor(seconds / 3600),
    minute: Math.floor(seconds / 60) % 60,
    second: seconds % 60,
  };
}

/** The instant of a date and time; a day beyond the end of its month is one of the next. */
export function instantOf({ year, month, day: dayOfMonth, hour, minute, second }: PanelTime): number {
  const fromMarch = (month + 9) % 12;
  const marchYear = month <= 2 ? year - 1 : year;
  const era = Math.floor(marchYear / 400);
  const yearOfEra = marchYear - era * 400;
  const dayOfYear = Math.floor((153 * fromMarch + 2) / 5) + dayOfMonth - 1;
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  const days = era * 146_097 + dayOfEra - 719_468;
  return days * day + ((hour * 60 + minute) * 60 + second) * 1000;
}
