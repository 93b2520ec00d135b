import type { ByteTransport, Clock, Turn } from '@fourwire/core';
import { FourwireError } from '@fourwire/core';
import { Subject } from 'rxjs';
import type { Observable } from 'rxjs';

/** What a message is to the exchange that waits: `more` and another may follow, `undefined` when it is not an answer. */
export type Verdict<T> = { readonly answer: T } | 'more' | undefined;

/** Says what a message is to the exchange that waits; throws when the instrument answers with an error. */
export type Accept<M, T> = (message: M) => Verdict<T>;

/** Cuts what one wire delivers into messages. */
export interface MessageSplitter<M> {
  /** The messages that are whole with this chunk. Must not grow without bound on noise. */
  push(chunk: Uint8Array): Iterable<M>;
  /** Drops a message begun: the wire was opened anew, or its rest will not come. */
  reset(): void;
}

/** How a protocol whose instruments also speak unasked cuts its messages. */
export interface Messages<M> {
  /** A splitter for one wire. */
  splitter(): MessageSplitter<M>;
  /** The bytes of a message, for the trace. */
  bytesOf(message: M): Uint8Array;
}

interface Waiting<M> {
  take(message: M): boolean;
}

/** Tells the answers on one wire from what its instruments say unasked: a data button, an alert, the end of a move. */
export class MessageReader<M> {
  /** What came that nobody had asked for, message by message. */
  readonly unasked$: Observable<M>;
  readonly #unasked$ = new Subject<M>();
  readonly #wire: ByteTransport;
  readonly #users = new Set<object>();
  readonly #messages: Messages<M>;
  readonly #splitter: MessageSplitter<M>;
  #waiting: Waiting<M> | undefined;
  readonly #clock: Clock;
  /** Until when an answer may still be on its way to an exchange that gave up: it must not pass for an event. */
  #lateUntil = -Infinity;

  constructor(wire: ByteTransport, clock: Clock, messages: Messages<M>) {
    this.#wire = wire;
    this.#clock = clock;
    this.#messages = messages;
    this.#splitter = messages.splitter();
    this.unasked$ = this.#unasked$.asObservable();
  }

  /** Begins to listen, for one more user. */
  attach(user: object): void {
    if (this.#users.has(user)) return;
    if (this.#wire.listen === undefined) {
      throw new FourwireError(
        'range',
        'stream-needed',
        `${this.#wire.address}: this instrument also speaks unasked; use a serial port or a TCP socket.`,
      );
    }
    this.#users.add(user);
    this.#splitter.reset();
    this.#wire.listen((chunk) => {
      for (const message of this.#splitter.push(chunk)) this.#receive(message);
    });
  }

  /** Stops to listen when nobody is left who does. */
  detach(user: object): void {
    this.#users.delete(user);
    if (this.#users.size === 0) this.#wire.listen?.(undefined);
  }

  /** An exchange gave up: its answer may still come within `ms`. */
  expectLateAnswer(ms: number): void {
    this.#splitter.reset();
    this.#lateUntil = this.#clock.monotonic() + ms;
  }

  /** Sends a command, if there is one, and waits for the message that answers it. */
  async exchange<T>(command: Uint8Array, accept: Accept<M, T>, turn: Turn): Promise<T> {
    let settle: { resolve: (value: T) => void; reject: (error: unknown) => void } | undefined;
    const answer = new Promise<T>((resolve, reject) => {
      settle = { resolve, reject };
    });
    // Whoever is interrupted while the command is still being written learns it from there.
    answer.catch(() => {});
    this.#waiting = {
      take: (message) => {
        try {
          const verdict = accept(message);
          if (verdict === undefined) return false;
          turn.received(this.#messages.bytesOf(message));
          if (verdict === 'more') return true;
          settle?.resolve(verdict.answer);
        } catch (error) {
          turn.received(this.#messages.bytesOf(message));
          settle?.reject(error);
        }
        this.#waiting = undefined;
        return true;
      },
    };
    try {
      if (command.length > 0) await this.#wire.write(command, turn);
      turn.check();
      turn.onInterrupt((error) => settle?.reject(error));
      return await answer;
    } finally {
      turn.onInterrupt(undefined);
      this.#waiting = undefined;
    }
  }

  #receive(message: M): void {
    if (this.#waiting?.take(message) === true) return;
    if (this.#waiting !== undefined || this.#clock.monotonic() >= this.#lateUntil)
      this.#unasked$.next(message);
  }
}
