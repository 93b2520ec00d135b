/** The readings of an acquisition, oldest first; the oldest are lost when there is no room. */
export class ReadingMemory {
  readonly capacity: number;
  #readings: number[] = [];
  #first = 0;

  constructor(capacity: number) {
    this.capacity = capacity;
  }

  get count(): number {
    return this.#readings.length - this.#first;
  }

  /** All of them; they stay. */
  get all(): readonly number[] {
    return this.#readings.slice(this.#first);
  }

  /** Adds one; gives whether another was lost for it. */
  add(reading: number): boolean {
    this.#readings.push(reading);
    if (this.count <= this.capacity) return false;
    this.take(1);
    return true;
  }

  /** Takes the oldest out, at most `count`. */
  take(count: number): readonly number[] {
    const taken = this.#readings.slice(this.#first, this.#first + count);
    this.#first += taken.length;
    // Moving the rest forward each time would make a full memory slow.
    if (this.#first > this.capacity || this.#first === this.#readings.length) {
      this.#readings = this.#readings.slice(this.#first);
      this.#first = 0;
    }
    return taken;
  }

  clear(): void {
    this.#readings = [];
    this.#first = 0;
  }
}
