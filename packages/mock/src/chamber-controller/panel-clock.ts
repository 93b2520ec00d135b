import { calendarTime, instantOf } from '@fourwire/core';
import type { CalendarTime, Clock } from '@fourwire/core';

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
  get time(): CalendarTime {
    return calendarTime(this.now);
  }

  /** The day of the week, 0 for Sunday. */
  get weekday(): number {
    // Day 0 was a Thursday.
    return (Math.floor(this.now / 86_400_000) + 4) % 7;
  }

  /** Sets some or all of its parts. */
  set(parts: Partial<CalendarTime>): void {
    this.#offset += instantOf({ ...this.time, ...parts }) - Math.floor(this.now / 1000) * 1000;
  }
}
