import type { Observable, Subscription } from 'rxjs';
import type { FourwireError } from '../errors/fourwire-error.ts';
import type { Clock, Timer } from '../time/clock.ts';
import type { Reachability } from './member-context.ts';

/**
 * Asks again and again: at once, then a period after each answer. Stands still while the device cannot be reached,
 * says so at once, and goes on at once when it is back.
 */
export class Poll {
  readonly #clock: Clock;
  readonly #periodMs: number;
  readonly #ask: (signal: AbortSignal) => Promise<unknown>;
  readonly #subscription: Subscription;
  readonly #stopped = new AbortController();
  #timer: Timer | undefined;
  #asking = false;
  #reachable = false;

  constructor(
    clock: Clock,
    periodMs: number,
    reachable$: Observable<Reachability>,
    ask: (signal: AbortSignal) => Promise<unknown>,
    unreachable: (error: FourwireError) => void,
  ) {
    this.#clock = clock;
    this.#periodMs = periodMs;
    this.#ask = ask;
    this.#subscription = reachable$.subscribe((state) => {
      this.#reachable = state.ok;
      this.#timer?.cancel();
      if (state.ok) this.#tick();
      else unreachable(state.error);
    });
  }

  stop(): void {
    this.#stopped.abort();
    this.#timer?.cancel();
    this.#subscription.unsubscribe();
  }

  #tick(): void {
    if (this.#asking) return;
    this.#asking = true;
    const next = (): void => {
      this.#asking = false;
      if (this.#stopped.signal.aborted || !this.#reachable) return;
      this.#timer = this.#clock.setTimer(this.#periodMs, () => this.#tick());
    };
    // A failed answer is reported by `ask` itself; the poll goes on either way.
    this.#ask(this.#stopped.signal).then(next, next);
  }
}
