import { ReplaySubject } from 'rxjs';
import type { Observable } from 'rxjs';
import { FourwireError } from '@fourwire/core';
import type { Clock, Timer } from '@fourwire/core';
import type { JournalSink } from './sink.ts';

/** Lines waiting for less than this long are lost when the process is killed. */
const flushMs = 50;
/** So much is written without waiting for the timer. */
const writeAt = 64 * 1024;
/** Above this, callers are asked to wait for {@link LineBuffer.flush}. */
const waitAt = 1024 * 1024;
/** Above this, lines are refused: the disk has stopped taking them. */
const refuseAt = 16 * 1024 * 1024;

/**
 * Gathers lines and writes them together: at the latest 50 ms after the first, at once when there are many. There is
 * a timer only while lines wait. Sizes are in UTF-16 units, which is near enough to bytes for a bound.
 */
export class LineBuffer {
  readonly #sink: JournalSink;
  readonly #clock: Clock;
  #waiting: string[] = [];
  #size = 0;
  #timer: Timer | undefined;
  #writing: Promise<void> | undefined;
  #failure: FourwireError | undefined;
  readonly #failure$ = new ReplaySubject<FourwireError>(1);
  /** Tells when nothing can be written any more. */
  readonly failure$: Observable<FourwireError> = this.#failure$.asObservable();

  constructor(sink: JournalSink, clock: Clock) {
    this.#sink = sink;
    // A paced clock runs ahead of the process that may be killed; 50 ms are meant in real time.
    this.#clock = clock.wire;
  }

  /**
   * Takes a line. Gives false when the caller should await {@link flush} before the next.
   *
   * @throws FourwireError of kind `busy` when 16 MiB wait, of kind `link` after a failed write.
   */
  append(line: string): boolean {
    if (this.#failure !== undefined) throw this.#failure;
    if (line.length > refuseAt) {
      throw new FourwireError(
        'range',
        'journal-entry-invalid',
        `An entry of ${Math.round(line.length / 1024 / 1024)} MiB refused, at most 16 MiB: put the data into a file of its own and its name into the journal.`,
      );
    }
    if (this.#size + line.length > refuseAt) {
      throw new FourwireError(
        'busy',
        'journal-stalled',
        'The journal refuses entries: 16 MiB wait for a disk that does not take them. Check the disk and await flush().',
        { retry: 'operator' },
      );
    }
    this.#waiting.push(line);
    this.#size += line.length;
    if (this.#writing === undefined) this.#arm();
    return this.#size < waitAt;
  }

  #arm(): void {
    if (this.#failure !== undefined) return;
    if (this.#size >= writeAt) this.#start();
    else this.#timer ??= this.#clock.setTimer(flushMs, () => this.#start());
  }

  /**
   * Resolves when every line taken so far is written and would survive a power cut.
   *
   * @throws FourwireError of kind `link` when a write failed.
   */
  async flush(): Promise<void> {
    if (this.#writing === undefined && this.#size > 0) this.#start();
    await this.#writing;
    if (this.#failure !== undefined) throw this.#failure;
    try {
      await this.#sink.sync();
    } catch (cause) {
      throw this.#fail(cause);
    }
  }

  #start(): void {
    this.#timer?.cancel();
    this.#timer = undefined;
    this.#writing = this.#writeAll().finally(() => {
      this.#writing = undefined;
      // A line that came between the last write and now found it still writing, and set no timer.
      if (this.#size > 0) this.#arm();
    });
  }

  async #writeAll(): Promise<void> {
    while (this.#size > 0 && this.#failure === undefined) {
      const lines = this.#waiting.join('');
      this.#waiting = [];
      this.#size = 0;
      try {
        await this.#sink.write(lines);
      } catch (cause) {
        this.#fail(cause);
      }
    }
  }

  #fail(cause: unknown): FourwireError {
    if (this.#failure !== undefined) return this.#failure;
    const reason = FourwireError.is(cause) ? cause.message : String(cause);
    const failure = new FourwireError(
      'link',
      'journal-write-failed',
      `The journal could not be written and takes no more entries: ${reason}.`,
      { retry: 'operator', cause },
    );
    this.#failure = failure;
    this.#waiting = [];
    this.#size = 0;
    this.#failure$.next(failure);
    return failure;
  }
}
