import { FourwireError, aborted, toMilliseconds } from '@fourwire/core';
import type { Call, Clock } from '@fourwire/core';
import { Observable, share } from 'rxjs';
import type { DisplacementBatch } from '../classes/displacement-sensor.ts';
import { SampleBatcher } from '../classes/sample-batcher.ts';
import type { IldLink } from './ild-link.ts';
import { IldWords, counterPeriod, distanceOf, tooManyData } from './ild-word.ts';
import type { IldScale } from './ild-word.ts';

/** How long one value may take to come, unless the call says otherwise. */
const firstWordMs = 2000;

/** The sensor's words while somebody listens, as raw numbers and as batches of distances. */
export class IldStream {
  /** Distances in batches; starts and stops the sensor's output. */
  readonly samples$: Observable<DisplacementBatch>;
  readonly #link: IldLink;
  readonly #clock: Clock;
  readonly #words = new IldWords();
  readonly #takers = new Set<(x: number, lost: number) => void>();
  /** Those who wait for one word only. */
  readonly #single = new Set<Promise<number>>();
  /** The sensor's number of the last value. */
  #last: number | undefined;
  /** Whether the stream goes on after it was cut off. */
  #resumed = false;
  /** Starting and stopping, one after the other. */
  #turn: Promise<unknown> = Promise.resolve();

  /** @param range - measuring range in mm */
  constructor(link: IldLink, clock: Clock, range: number, scale: IldScale) {
    this.#link = link;
    this.#clock = clock;
    this.samples$ = new Observable<DisplacementBatch>((subscriber) => {
      const batcher = new SampleBatcher(clock, scale.step * range, (batch) => subscriber.next(batch));
      const leave = this.#join(
        (x, lost) => {
          batcher.lose(lost);
          batcher.add(distanceOf(x, range, scale));
        },
        {},
        (error) => subscriber.error(error),
      );
      return () => {
        batcher.end();
        leave();
      };
    }).pipe(share());
  }

  /** Whether the sensor numbers its values, so that each one that is missing is noticed. */
  set counted(counted: boolean) {
    this.#words.counted = counted;
  }

  /** Whether words come, so that no command can be sent. */
  get running(): boolean {
    return this.#takers.size > 0;
  }

  /** The next word. */
  async next(call: Call): Promise<number> {
    const word = this.#next(call);
    this.#single.add(word);
    try {
      return await word;
    } finally {
      this.#single.delete(word);
    }
  }

  async #next(call: Call): Promise<number> {
    const limit = call.timeout === undefined ? firstWordMs : toMilliseconds(call.timeout);
    return new Promise((resolve, reject) => {
      let leave: () => void = () => {};
      const end = (): void => {
        timer.cancel();
        call.signal?.removeEventListener('abort', onAbort);
        leave();
      };
      const fail = (error: FourwireError): void => {
        end();
        reject(error);
      };
      const { signal } = call;
      const onAbort = (): void => {
        if (signal !== undefined) fail(aborted(signal));
      };
      const timer = this.#clock.setTimer(limit, () =>
        fail(new FourwireError('timeout', 'timeout', `The sensor sent no value within ${limit} ms.`)),
      );
      call.signal?.addEventListener('abort', onAbort, { once: true });
      leave = this.#join(
        (x) => {
          end();
          resolve(x);
        },
        call,
        fail,
      );
    });
  }

  /** Starts the words again on a link that is new, if somebody listens. */
  async resume(call: Call): Promise<void> {
    if (!this.running) return;
    const last = this.#last;
    await this.#start(call);
    this.#last = last;
    this.#resumed = true;
  }

  /** Ends the words because the device is left. */
  async end(call: Call): Promise<void> {
    const { running } = this;
    this.#takers.clear();
    await this.settled();
    if (running) await this.#link.stop(call);
  }

  #join(
    take: (x: number, lost: number) => void,
    call: Call,
    failed: (error: FourwireError) => void,
  ): () => void {
    this.#takers.add(take);
    if (this.#takers.size === 1) {
      this.#inTurn(async () => this.#start({ signal: undefined, timeout: call.timeout })).catch(
        (error: unknown) => {
          if (this.#takers.delete(take)) failed(FourwireError.from(error));
        },
      );
    }
    return () => {
      if (!this.#takers.delete(take) || this.running) return;
      // Somebody may have come meanwhile. A sensor that cannot be told to stop is stopped when it is opened again.
      this.#inTurn(async () => {
        if (!this.running) await this.#link.stop({});
      }).catch(() => {});
    };
  }

  async #start(call: Call): Promise<void> {
    this.#words.reset();
    this.#last = undefined;
    this.#resumed = false;
    await this.#link.start((chunk) => this.#receive(chunk), call);
  }

  #receive(chunk: Uint8Array): void {
    this.#words.decode(chunk, (x, counter) => {
      const lost = this.#lostBefore(x, counter);
      for (const take of this.#takers) take(x, lost);
    });
  }

  /** How many values are missing before this one: by the sensor's numbers, or what was torn where it has none. */
  #lostBefore(x: number, counter: number | undefined): number {
    const torn = this.#words.takeTorn();
    // How much was missed while the link was down, or the sensor off, is not known without a number; that something was, is.
    const least = this.#resumed || (counter === undefined && this.#last !== undefined) ? 1 : 0;
    this.#resumed = false;
    // Without numbers the sensor says that it dropped something, but not how much.
    if (counter === undefined) {
      this.#last = undefined;
      return Math.max(least, torn + (x === tooManyData ? 1 : 0));
    }
    const gap = this.#last === undefined ? 0 : (counter - this.#last - 1 + counterPeriod) % counterPeriod;
    this.#last = counter;
    return Math.max(least, gap);
  }

  /** Waits for single words that somebody waits for, and for what was begun before: no command may be sent amid words. */
  async settled(): Promise<void> {
    while (this.#single.size > 0) await Promise.allSettled(this.#single);
    await this.#turn;
  }

  async #inTurn(work: () => Promise<void>): Promise<void> {
    const done = this.#turn.then(work);
    this.#turn = done.catch(() => {});
    return done;
  }
}
