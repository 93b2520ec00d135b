import type { Clock } from '@fourwire/core';
import type { SentioAnswer } from './sentio-command.ts';
import { SentioRefusal, sentioError, sentioErrors } from './sentio-refusal.ts';

interface Job {
  result: Exclude<SentioAnswer, string> | undefined;
  readonly cancel: () => void;
  readonly done: Promise<void>;
}

/** The table of asynchronous commands: ids, results, waiting and aborting (sheet mpi-sentio.md, section 4.1). */
export class SentioJobs {
  readonly #clock: Clock;
  readonly #jobs = new Map<number, Job>();
  #last = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /**
   * Takes up work that gives a message or is refused; `cancel` ends it early. Gives the reply to the command.
   */
  start(work: Promise<string>, cancel: () => void): SentioAnswer {
    this.#last++;
    const id = this.#last;
    const finish = (error: number, message: string): void => {
      job.result ??= { error, id, message };
    };
    const done = work.then(
      (message) => finish(0, message),
      (error: unknown) => finish(...sentioError(error)),
    );
    const job: Job = { result: undefined, cancel, done };
    this.#jobs.set(id, job);
    return { id, message: 'OK' };
  }

  /** The result, or error 30 while it is pending. */
  query(id: number): SentioAnswer {
    const [error, message] = sentioErrors.pending;
    return this.#job(id).result ?? { error, id, message };
  }

  /** Ends a command early; it then reports error 31. One that has ended keeps its result. */
  abort(id: number): void {
    const job = this.#job(id);
    if (job.result !== undefined) return;
    const [error, message] = sentioErrors.aborted;
    job.result = { error, id, message };
    job.cancel();
  }

  /** Waits for the result; error 19 after `seconds`. */
  async wait(id: number, seconds: number, gone: AbortSignal): Promise<SentioAnswer> {
    const job = this.#job(id);
    await this.#until(job.done, seconds, gone);
    const [error, message] = sentioErrors.timeout;
    return job.result ?? { error, id, message };
  }

  /** Waits until no command is pending; error 19 after `seconds`. */
  async waitAll(seconds: number, gone: AbortSignal): Promise<SentioAnswer> {
    const pending = [...this.#jobs.values()].filter((job) => job.result === undefined);
    await this.#until(Promise.all(pending.map(async (job) => job.done)), seconds, gone);
    if (pending.some((job) => job.result === undefined)) throw new SentioRefusal('timeout');
    return 'OK';
  }

  #job(id: number): Job {
    const job = this.#jobs.get(id);
    if (job === undefined) throw new SentioRefusal('unknownId');
    return job;
  }

  async #until(done: Promise<unknown>, seconds: number, gone: AbortSignal): Promise<void> {
    await new Promise<void>((resolve) => {
      const finish = (): void => {
        timer.cancel();
        gone.removeEventListener('abort', finish);
        resolve();
      };
      const timer = this.#clock.setTimer(seconds * 1000, finish);
      gone.addEventListener('abort', finish);
      if (gone.aborted) finish();
      void done.then(finish);
    });
  }
}
