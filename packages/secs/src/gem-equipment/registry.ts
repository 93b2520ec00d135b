import { FourwireError } from '@fourwire/core';
import type { Id } from '../secs-ii/access.ts';

/** Things by their ids, in the order in which they were declared. */
export class Registry<T extends { readonly id: Id }> {
  readonly #entries = new Map<Id, T>();

  /** @param what - for messages: `variable` */
  constructor(what: string, entries: readonly T[]) {
    for (const entry of entries) {
      if (this.#entries.has(entry.id)) {
        throw new FourwireError(
          'range',
          'gem-id-duplicate',
          `Two of the equipment's ${what}s have the id ${String(entry.id)}; give each its own, or choose another for GEM's (ids).`,
        );
      }
      this.#entries.set(entry.id, entry);
    }
  }

  get(id: Id): T | undefined {
    return this.#entries.get(id);
  }

  has(id: Id): boolean {
    return this.#entries.has(id);
  }

  get all(): readonly T[] {
    return [...this.#entries.values()];
  }
}
