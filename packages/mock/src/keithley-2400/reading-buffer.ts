import { noNumber } from '../scpi/number-format.ts';
import type { Element, SourceMeterReading } from './sourcemeter-reading.ts';

/** What statistics are made of the buffer. */
export const statisticNames = ['MEAN', 'SDEViation', 'MAXimum', 'MINimum', 'PKPK'] as const;

/** The buffer of `TRACe`: filled once, when asked for, until it is full. */
export class ReadingBuffer {
  /** How many readings it takes. Unconfirmed: 100 at power-on. */
  size = 100;
  feed = 'SENS';
  /** `NEXT` while it is being filled. */
  control: 'NEXT' | 'NEV' = 'NEV';
  /** Whether time stamps are from reading to reading. */
  delta = false;
  statistic = 'MEAN';
  #readings: SourceMeterReading[] = [];

  get readings(): readonly SourceMeterReading[] {
    if (!this.delta) return this.#readings;
    return this.#readings.map((reading, index) => ({
      ...reading,
      TIME: reading.TIME - (this.#readings[index - 1]?.TIME ?? reading.TIME),
    }));
  }

  /** Begins to store from the next reading on. */
  fill(): void {
    this.#readings = [];
    this.control = 'NEXT';
  }

  clear(): void {
    this.#readings = [];
  }

  /** Stores a reading where one is wanted; gives whether the buffer is full with it. */
  offer(reading: SourceMeterReading): boolean {
    if (this.control !== 'NEXT') return false;
    this.#readings.push(reading);
    if (this.#readings.length < this.size) return false;
    this.control = 'NEV';
    return true;
  }

  /** The chosen statistic of one field. */
  statisticOf(field: Element): number {
    const values = this.#readings.map((reading) => reading[field]);
    if (values.length === 0) return noNumber;
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
    const [highest, lowest] = [Math.max(...values), Math.min(...values)];
    switch (this.statistic) {
      case 'SDEV':
        return Math.sqrt(squares / Math.max(1, values.length - 1));
      case 'MAX':
        return highest;
      case 'MIN':
        return lowest;
      case 'PKPK':
        return highest - lowest;
      default:
        return mean;
    }
  }
}
