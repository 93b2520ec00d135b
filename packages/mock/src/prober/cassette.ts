/** What a slot holds: nothing, a wafer still to be probed, one that was probed, or the place of the one in process. */
export type SlotState = 'none' | 'before' | 'done' | 'process';

/** A cassette of 25 wafers in the loader of a simulated prober. Slots count from 1. */
export class Cassette {
  readonly #slots: SlotState[];

  /** @param wafers - how many slots hold a wafer, from the first on */
  constructor(wafers: number) {
    this.#slots = Array.from({ length: 25 }, (_, slot) => (slot < wafers ? 'before' : 'none'));
  }

  get slots(): readonly SlotState[] {
    return this.#slots;
  }

  /** The lowest slot whose wafer is still to be probed. */
  get next(): number | undefined {
    const slot = this.#slots.indexOf('before');
    return slot < 0 ? undefined : slot + 1;
  }

  /** How many wafers are still to be probed. */
  get left(): number {
    return this.#slots.filter((state) => state === 'before').length;
  }

  state(slot: number): SlotState {
    return this.#slots[slot - 1] ?? 'none';
  }

  /** Takes the wafer of a slot out; false when there is none. */
  take(slot: number): boolean {
    if (this.state(slot) !== 'before' && this.state(slot) !== 'done') return false;
    this.#slots[slot - 1] = 'process';
    return true;
  }

  /** Puts the wafer back that was taken out of a slot. */
  putBack(slot: number): void {
    this.#slots[slot - 1] = 'done';
  }
}
