import type { Observable, Subscription } from 'rxjs';
import { FourwireError } from '../errors/fourwire-error.ts';
import type { Clock, Timer } from '../time/clock.ts';
import type { Reachability } from './member-context.ts';

/**
 * Asks again and again while it is started: at once, then a period after each answer. Stands still while the device
 * cannot be reached, says so at once, and goes on at once when it is back.
 */
export class Poll {
  readonly #clock: Clock;
  readonly #periodMs: number;
  readonly #reachable$: Observable<Reachability>;
  readonly #ask: () => Promise<unknown>;
  readonly #unreachable: (error: FourwireError) => void;
  #subscription: Subscription | undefined;
  #timer: Timer | undefined;
  #asking = false;
  #reachable = false;

  constructor(
    clock: Clock,
    periodMs: number,
    reachable$: Observable<Reachability>,
    ask: () => Promise<unknown>,
    unreachable: (error: FourwireError) => void,
  ) {
    this.#clock = clock;
    this.#periodMs = periodMs;
    this.#reachable$ = reachable$;
    this.#ask = ask;
    this.#unreachable = unreachable;
  }

  start(): void {
    this.#subscription = this.#reachable$.subscribe({
      next: (state) => {
        this.#reachable = state.ok;
        this.#timer?.cancel();
        if (state.ok) this.#tick();
        else this.#unreachable(state.error);
      },
      error: (error: unknown) => this.#unreachable(FourwireError.from(error)),
    });
  }

  /** Asks no more. An answer that is under way is waited for: cutting it short would cost the link its step. */
  stop(): void {
    this.#reachable = false;
    this.#timer?.cancel();
    this.#subscription?.unsubscribe();
  }

  #tick(): void {
    if (this.#asking) return;
    this.#asking = true;
    const next = (): void => {
      this.#asking = false;
      if (!this.#reachable) return;
      this.#timer = this.#clock.setTimer(this.#periodMs, () => this.#tick());
    };
    // A failed answer is reported by `ask` itself; the poll goes on either way.
    this.#ask().then(next, next);
  }
}
