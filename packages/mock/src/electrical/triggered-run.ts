import { FourwireError } from '@fourwire/core';
import type { Clock } from '@fourwire/core';
import { ScpiRefusal } from '../scpi/status-model.ts';

/** What an instrument is at: nothing, waiting for a trigger, or its work. */
export type RunState = 'idle' | 'waiting' | 'running';

/** What the work of a run may wait for. Both end with an abort. */
export interface RunSteps {
  /** Lets time pass. A clock coarser than the steps is caught up with, so that the rate is right. */
  readonly wait: (seconds: number) => Promise<void>;
  /** Waits until one of these sources fires. */
  readonly trigger: (...sources: readonly string[]) => Promise<void>;
  /** Seconds since the run began, by its own steps. */
  readonly elapsed: () => number;
}

/** What an instrument does by itself once it is told to: a sweep, a scan, a series of readings. One at a time. */
export class TriggeredRun {
  /** Called whenever the state is another. */
  onState: (state: RunState) => void = () => {};
  /** Called with what ended a run early, other than an abort: it belongs into the error queue. */
  onRefusal: (refusal: ScpiRefusal) => void = () => {};
  readonly #clock: Clock;
  #state: RunState = 'idle';
  #abort = new AbortController();
  #done: Promise<void> = Promise.resolve();
  #awaited:
    | {
        readonly sources: readonly string[];
        readonly resolve: () => void;
        readonly reject: (error: FourwireError) => void;
      }
    | undefined;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  get state(): RunState {
    return this.#state;
  }

  /** Begins; refused with -213 while another is under way. */
  start(work: (steps: RunSteps) => Promise<void>): void {
    if (this.#state !== 'idle') throw new ScpiRefusal(-213);
    this.#abort = new AbortController();
    this.#become('running');
    this.#done = this.#run(work, this.#abort.signal);
  }

  /** Ends at once what is under way; {@link idle} resolves then. */
  abort(): void {
    if (this.#state === 'idle') return;
    const error = new FourwireError('aborted', 'aborted', 'The run was aborted.');
    this.#abort.abort(error);
    this.#awaited?.reject(error);
    this.#become('idle');
  }

  /** Resolves when nothing is under way; a run that never ends by itself ends with an abort. */
  async idle(): Promise<void> {
    while (this.#state !== 'idle') await this.#done;
  }

  /** A trigger; false when none from there is awaited. */
  fire(source: string): boolean {
    const awaited = this.#awaited;
    if (awaited?.sources.includes(source) !== true) return false;
    awaited.resolve();
    return true;
  }

  async #run(work: (steps: RunSteps) => Promise<void>, signal: AbortSignal): Promise<void> {
    const begin = this.#clock.monotonic();
    let due = begin;
    try {
      await work({
        wait: async (seconds) => {
          due += 1000 * seconds;
          const rest = due - this.#clock.monotonic();
          if (rest > 0) await this.#clock.sleep(rest, signal);
          signal.throwIfAborted();
        },
        trigger: async (...sources) => {
          this.#become('waiting');
          await new Promise<void>((resolve, reject) => {
            this.#awaited = { sources, resolve, reject };
          }).finally(() => {
            this.#awaited = undefined;
          });
          due = this.#clock.monotonic();
          this.#become('running');
        },
        elapsed: () => (due - begin) / 1000,
      });
      this.#become('idle');
    } catch (error) {
      // An abort has set the state, and another run may have begun since.
      if (FourwireError.is(error) && error.kind === 'aborted') return;
      if (!(error instanceof ScpiRefusal)) throw error;
      this.onRefusal(error);
      this.#become('idle');
    }
  }

  #become(state: RunState): void {
    if (state === this.#state) return;
    this.#state = state;
    this.onState(state);
  }
}
