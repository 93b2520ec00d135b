/** Tells all who listen that something happened, such as a pressed key. */
export class Signal {
  readonly #listeners = new Set<() => void>();

  /** Calls `listener` whenever it happens, until the function that is given is called. */
  listen(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  fire(): void {
    for (const listener of this.#listeners) listener();
  }
}
