import type { Clock } from '@fourwire/core';

/** How many relays may be closed at once, and how long one takes. */
export interface RelayTraits {
  /** Seconds. */
  readonly settling: number;
}

/** Relays by name: which are closed, how often each was, and when they have settled. */
export class RelayMatrix {
  readonly #clock: Clock;
  readonly #settling: number;
  readonly #closed = new Set<string>();
  readonly #cycles = new Map<string, number>();
  #settledAt = 0;

  constructor(clock: Clock, { settling }: RelayTraits) {
    this.#clock = clock;
    this.#settling = settling;
  }

  /** The closed relays, sorted by name. */
  get closed(): readonly string[] {
    return [...this.#closed].toSorted((first, second) =>
      first.localeCompare(second, 'en', { numeric: true }),
    );
  }

  isClosed(relay: string): boolean {
    return this.#closed.has(relay);
  }

  /** How often a relay was closed. */
  cycles(relay: string): number {
    return this.#cycles.get(relay) ?? 0;
  }

  close(relays: readonly string[]): void {
    for (const relay of relays) {
      if (this.#closed.has(relay)) continue;
      this.#closed.add(relay);
      this.#cycles.set(relay, this.cycles(relay) + 1);
    }
    this.#moved();
  }

  open(relays: readonly string[]): void {
    for (const relay of relays) this.#closed.delete(relay);
    this.#moved();
  }

  openAll(): void {
    this.#closed.clear();
    this.#moved();
  }

  /** Resolves when the relays have settled. */
  async settled(): Promise<void> {
    const rest = this.#settledAt - this.#clock.monotonic();
    if (rest > 0) await this.#clock.sleep(rest);
  }

  #moved(): void {
    this.#settledAt = this.#clock.monotonic() + 1000 * this.#settling;
  }
}
