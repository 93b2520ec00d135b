import type { ByteTransport, Clock, Turn } from '@fourwire/core';
import { FourwireError } from '@fourwire/core';
import { Subject } from 'rxjs';
import type { Observable } from 'rxjs';

/** What a line is to the exchange that waits: `more` and another may follow, `undefined` when it is not an answer. */
export type LineVerdict<T> = { readonly answer: T } | 'more' | undefined;

/** Says what a line is to the exchange that waits; throws when the instrument answers with an error. */
export type Accept<T> = (line: string) => LineVerdict<T>;

/** The longest line that an instrument of this package sends, with room to spare; a longer one is noise. */
const longestLine = 4096;

const carriageReturn = 0x0d;
const lineFeed = 0x0a;

interface Waiting {
  take(line: string): boolean;
}

/**
 * Splits what one wire delivers into lines, and tells answers from what the instrument says unasked: a data button, a
 * print key, a continuous output. Lines end with CR, LF or both; empty ones are skipped.
 */
export class LineReader {
  /** What came that nobody had asked for, line by line. */
  readonly unasked$: Observable<string>;
  readonly #unasked$ = new Subject<string>();
  readonly #wire: ByteTransport;
  readonly #users = new Set<object>();
  #line: number[] = [];
  #waiting: Waiting | undefined;
  readonly #clock: Clock;
  /** Until when an answer may still be on its way to an exchange that gave up: it must not pass for an event. */
  #lateUntil = -Infinity;

  constructor(wire: ByteTransport, clock: Clock) {
    this.#wire = wire;
    this.#clock = clock;
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
    this.#line = [];
    this.#wire.listen((chunk) => this.#receive(chunk));
  }

  /** Stops to listen when nobody is left who does. */
  detach(user: object): void {
    this.#users.delete(user);
    if (this.#users.size === 0) this.#wire.listen?.(undefined);
  }

  /** An exchange gave up: its answer may still come within `ms`. */
  expectLateAnswer(ms: number): void {
    this.#line = [];
    this.#lateUntil = this.#clock.monotonic() + ms;
  }

  /** Sends a command, if there is one, and waits for the line that answers it. */
  async exchange<T>(command: Uint8Array, accept: Accept<T>, turn: Turn): Promise<T> {
    let settle: { resolve: (value: T) => void; reject: (error: unknown) => void } | undefined;
    const answer = new Promise<T>((resolve, reject) => {
      settle = { resolve, reject };
    });
    // Whoever is interrupted while the command is still being written learns it from there.
    answer.catch(() => {});
    this.#waiting = {
      take: (line) => {
        try {
          const verdict = accept(line);
          if (verdict === undefined) return false;
          turn.received(new TextEncoder().encode(line));
          if (verdict === 'more') return true;
          settle?.resolve(verdict.answer);
        } catch (error) {
          turn.received(new TextEncoder().encode(line));
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

  #receive(chunk: Uint8Array): void {
    for (const byte of chunk) {
      if (byte === carriageReturn || byte === lineFeed) this.#end();
      else if (this.#line.length < longestLine) this.#line.push(byte);
    }
  }

  #end(): void {
    if (this.#line.length === 0) return;
    const line = String.fromCharCode(...this.#line);
    this.#line = [];
    if (this.#waiting?.take(line) === true) return;
    if (this.#waiting !== undefined || this.#clock.monotonic() >= this.#lateUntil) this.#unasked$.next(line);
  }
}

const readers = new WeakMap<ByteTransport, LineReader>();

/** The reader of a wire; devices that share the wire share it. */
export function lineReaderOf(wire: ByteTransport, clock: Clock): LineReader {
  let reader = readers.get(wire);
  if (reader === undefined) {
    reader = new LineReader(wire, clock);
    readers.set(wire, reader);
  }
  return reader;
}
