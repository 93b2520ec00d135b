import { TspObject, outOfRange } from '../tsp/tsp-object.ts';
import type { LuaIndexable, LuaValue } from '../tsp/lua-value.ts';
import { TspError } from '../tsp/tsp-error.ts';

/** One reading as a buffer keeps it. */
export interface Smu2600Reading {
  readonly value: number;
  readonly source: number;
  /** Seconds on the instrument's clock. */
  readonly at: number;
  readonly status: number;
}

/** A reading buffer, which scripts see as an object. */
export class Smu2600Buffer {
  readonly object = new TspObject();
  readonly capacity: number;
  /** Whether measurements go behind the readings that are there, and not over them. */
  append = false;
  #readings: Smu2600Reading[] = [];
  #sources = false;
  #timestamps = false;

  constructor(capacity: number) {
    this.capacity = capacity;
    const first = (): number => this.#readings[0]?.at ?? 0;
    this.object
      .attribute('n', { get: () => this.#readings.length })
      .attribute('capacity', { get: () => capacity })
      .attribute('basetimestamp', { get: first })
      .attribute('readings', { get: () => this.#column(({ value }) => value) })
      .attribute('statuses', { get: () => this.#column(({ status }) => status) })
      .attribute('sourcevalues', { get: () => this.#column(({ source }) => source, this.#sources) })
      .attribute('timestamps', { get: () => this.#column(({ at }) => at - first(), this.#timestamps) })
      .choice('appendmode', [0, 1], {
        get: () => (this.append ? 1 : 0),
        set: (mode) => {
          this.append = mode === 1;
        },
      })
      .choice('collectsourcevalues', [0, 1], {
        get: () => (this.#sources ? 1 : 0),
        set: (mode) => {
          this.#requireEmpty();
          this.#sources = mode === 1;
        },
      })
      .choice('collecttimestamps', [0, 1], {
        get: () => (this.#timestamps ? 1 : 0),
        set: (mode) => {
          this.#requireEmpty();
          this.#timestamps = mode === 1;
        },
      })
      .kept('timestampresolution', 1e-6)
      .kept('fillmode', 0)
      .kept('fillcount', 0)
      .kept('cachemode', 0)
      .on('clear', () => {
        this.#readings = [];
        return [];
      })
      .on('clearcache', () => []);
  }

  get readings(): readonly Smu2600Reading[] {
    return this.#readings;
  }

  /** Called before the first reading of a measurement. */
  begin(): void {
    if (!this.append) this.#readings = [];
  }

  add(reading: Smu2600Reading): void {
    if (this.#readings.length >= this.capacity) throw outOfRange();
    this.#readings.push(reading);
  }

  clear(): void {
    this.#readings = [];
  }

  /** What is collected can be chosen while the buffer is empty only. Unconfirmed: the code. */
  #requireEmpty(): void {
    if (this.#readings.length > 0)
      throw new TspError(-286, 'TSP Runtime error at line 1: the buffer must be empty');
  }

  /** An array over the readings, counted from 1; nothing where it was not collected. */
  #column(look: (reading: Smu2600Reading) => number, collected = true): LuaIndexable {
    const readings = this.#readings;
    return {
      length: readings.length,
      get: (key: LuaValue) => {
        const reading = typeof key === 'number' ? readings[key - 1] : undefined;
        return reading === undefined || !collected ? undefined : look(reading);
      },
      set: () => {
        throw outOfRange();
      },
    };
  }
}
