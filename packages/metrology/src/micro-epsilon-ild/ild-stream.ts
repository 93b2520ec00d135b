import { FourwireError, aborted, toMilliseconds } from '@fourwire/core';
import type { Call, Clock } from '@fourwire/core';
import { Observable, share } from 'rxjs';
import type { DisplacementBatch } from '../classes/displacement-sensor.ts';
import { SampleBatcher } from '../classes/sample-batcher.ts';
import type { IldLink } from './ild-link.ts';
import { IldWords, distanceOf, tooManyData } from './ild-word.ts';
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
  readonly #takers = new Set<(x: number, torn: number) => void>();
  /** Those who wait for one word only. */
  readonly #single = new Set<Promise<number>>();
  /** Starting and stopping, one after the other. */
  #turn: Promise<unknown> = Promise.resolve();

  /** @param range - measuring range in mm */
  constructor(link: IldLink, clock: Clock, range: number, scale: IldScale) {
    this.#link = link;
    this.#clock = clock;
    this.samples$ = new Observable<DisplacementBatch>((subscriber) => {
      const batcher = new SampleBatcher(clock, scale.step * range, (batch) => subscriber.next(batch));
      const leave = this.#join(
        (x, torn) => {
          batcher.lose(torn);
          // The sensor itself has dropped something: how much, it does not say.
          if (x === tooManyData) batcher.lose(1);
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
    if (this.running) await this.#start(call);
  }

  /** Ends the words because the device is left. */
  async end(call: Call): Promise<void> {
    const { running } = this;
    this.#takers.clear();
    await this.settled();
    if (running) await this.#link.stop(call);
  }

  #join(
    take: (x: number, torn: number) => void,
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
    await this.#link.start((chunk) => this.#receive(chunk), call);
  }

  #receive(chunk: Uint8Array): void {
    this.#words.decode(chunk, (x) => {
      const torn = this.#words.takeTorn();
      for (const take of this.#takers) take(x, torn);
    });
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
