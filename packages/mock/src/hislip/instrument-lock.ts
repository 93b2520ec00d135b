import type { Clock, Timer } from '@fourwire/core';

/** Control code of the answer to a request: not granted in time, granted, or a mistake of the client. */
export type LockAnswer = 0 | 1 | 3;

interface Waiter<Holder> {
  readonly holder: Holder;
  readonly key: string;
  readonly answer: (answer: LockAnswer) => void;
  readonly timer: Timer;
}

/**
 * The lock of one instrument, exclusive, shared by those who know its key, or both at once (sheet hislip.md, section
 * 3.7; IVI-6.1, sections 2.6, 6.5 and 6.6). Who must wait is served in order, as far as one can be.
 */
export class InstrumentLock<Holder> {
  readonly #clock: Clock;
  readonly #changed: () => void;
  #exclusive: Holder | undefined;
  readonly #shared = new Set<Holder>();
  #key = '';
  #waiters: Waiter<Holder>[] = [];

  /** @param changed - called when somebody may have been locked out or let in */
  constructor(clock: Clock, changed: () => void) {
    this.#clock = clock;
    this.#changed = changed;
  }

  /** Whether somebody else's lock keeps `holder` from the instrument. */
  blocks(holder: Holder): boolean {
    if (this.#exclusive !== undefined) return this.#exclusive !== holder;
    return this.#shared.size > 0 && !this.#shared.has(holder);
  }

  get info(): { readonly exclusive: boolean; readonly clients: number } {
    const alone = this.#exclusive !== undefined && !this.#shared.has(this.#exclusive);
    return { exclusive: this.#exclusive !== undefined, clients: this.#shared.size + (alone ? 1 : 0) };
  }

  /** Asks for the shared lock of a key, or for the exclusive one with an empty key; waits up to `waitMs`. */
  request(holder: Holder, key: string, waitMs: number, answer: (answer: LockAnswer) => void): void {
    const verdict = this.#attempt(holder, key);
    if (verdict !== 'wait') {
      answer(verdict);
      if (verdict === 1) this.#changed();
    } else if (waitMs === 0) {
      answer(0);
    } else {
      const timer = this.#clock.setTimer(waitMs, () => this.cancel(holder));
      this.#waiters.push({ holder, key, answer, timer });
    }
  }

  /** Whether a request of `holder` waits. */
  awaits(holder: Holder): boolean {
    return this.#waiters.some((waiter) => waiter.holder === holder);
  }

  /** Ends a request that waits: it is answered as not granted. */
  cancel(holder: Holder): void {
    for (const waiter of this.#withdraw(holder)) waiter.answer(0);
  }

  /** Gives back the exclusive lock (1), or else the shared one (2); 3 when `holder` has neither. */
  release(holder: Holder): 1 | 2 | 3 {
    if (this.#exclusive === holder) {
      this.#exclusive = undefined;
      this.#serve();
      return 1;
    }
    if (!this.#shared.delete(holder)) return 3;
    this.#serve();
    return 2;
  }

  /** `holder` has gone, and its locks with it. */
  drop(holder: Holder): void {
    this.#withdraw(holder);
    const held = this.#shared.delete(holder) || this.#exclusive === holder;
    if (this.#exclusive === holder) this.#exclusive = undefined;
    if (held) this.#serve();
  }

  #attempt(holder: Holder, key: string): 1 | 3 | 'wait' {
    return key === '' ? this.#attemptExclusive(holder) : this.#attemptShared(holder, key);
  }

  #attemptExclusive(holder: Holder): 1 | 3 | 'wait' {
    if (this.#exclusive === holder) return 3;
    if (this.#exclusive !== undefined) return 'wait';
    if (this.#shared.size > 0 && !this.#shared.has(holder)) return 'wait';
    this.#exclusive = holder;
    return 1;
  }

  #attemptShared(holder: Holder, key: string): 1 | 3 | 'wait' {
    if (this.#exclusive === holder || this.#shared.has(holder)) return 3;
    if (this.#shared.size > 0 ? key !== this.#key : this.#exclusive !== undefined) return 'wait';
    this.#key = key;
    this.#shared.add(holder);
    return 1;
  }

  #withdraw(holder: Holder): readonly Waiter<Holder>[] {
    const withdrawn = this.#waiters.filter((waiter) => waiter.holder === holder);
    this.#waiters = this.#waiters.filter((waiter) => waiter.holder !== holder);
    for (const { timer } of withdrawn) timer.cancel();
    return withdrawn;
  }

  /** Grants what waits and has become possible. */
  #serve(): void {
    for (const waiter of this.#waiters) {
      const verdict = this.#attempt(waiter.holder, waiter.key);
      if (verdict === 'wait') continue;
      this.#withdraw(waiter.holder);
      waiter.answer(verdict);
    }
    this.#changed();
  }
}
