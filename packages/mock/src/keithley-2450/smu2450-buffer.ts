/** One reading with what was forced. */
export interface Smu2450Reading {
  readonly reading: number;
  readonly source: number;
  /** Unit of the reading: A, V or Ohm. */
  readonly unit: string;
  readonly sourceUnit: string;
  /** Time of day, in ms. */
  readonly at: number;
  readonly status: number;
  readonly sourceStatus: number;
}

/** A reading buffer: the oldest readings go when it is full. */
export class Smu2450Buffer {
  readonly capacity: number;
  #readings: Smu2450Reading[] = [];

  constructor(capacity: number) {
    this.capacity = capacity;
  }

  get readings(): readonly Smu2450Reading[] {
    return this.#readings;
  }

  add(reading: Smu2450Reading): void {
    this.#readings.push(reading);
    if (this.#readings.length > this.capacity) this.#readings.shift();
  }

  clear(): void {
    this.#readings = [];
  }

  /** Seconds from the first reading. */
  relative({ at }: Smu2450Reading): number {
    return (at - (this.#readings[0]?.at ?? at)) / 1000;
  }
}
