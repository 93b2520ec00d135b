import { readFileSync } from 'node:fs';
import { FourwireError, StreamTransport, fileTrouble, printable, systemClock } from '@fourwire/core';
import type { Clock, Timer } from '@fourwire/core';
import { correlationOf, idOf, meaningOf, withId } from './correlation.ts';
import type { Correlation } from './correlation.ts';
import { parseTape } from './tape.ts';
import type { Tape, TapeMessage } from './tape.ts';
import { tapeDifference } from './tape-difference.ts';

/** How exactly a tape is followed. */
export interface ReplayOptions {
  /**
   * `strict` (unless given): every message in the order of the tape, each once. `tolerant`: each request gets what it
   * got on the tape, in whatever order they come; one that comes more often than on the tape gets its last answer again.
   */
  readonly order?: 'strict' | 'tolerant';
  /** `tolerant` (unless given): replies come at once. `strict`: as long after the request as on the tape, by `clock`. */
  readonly timing?: 'strict' | 'tolerant';
  /** The system's clock unless given. */
  readonly clock?: Clock;
}

/**
 * A link that answers from a tape that {@link record} made: give it where a transport is taken, or as what stands at an
 * address, `{ simulators: () => replay('oven.tape') }`, for Modbus and HSMS. Transaction ids and system bytes may differ
 * from those of the tape.
 *
 * Whatever is sent that the tape does not hold ends the connection with an error of kind `protocol`, code
 * `replay-mismatch`, that shows the difference. A driver may try again and end with an error of its own: call
 * {@link Replay.check} at the end of a test, which throws it.
 *
 * A tape holds messages; of wires with more than messages (GPIB, VXI-11, HiSLIP, USBTMC) the status byte, triggers and
 * service requests are not on it.
 *
 * @throws FourwireError of kind `range`, code `tape-unusable`, when the file is no tape
 */
export function replay(file: string, options: ReplayOptions = {}): Replay {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (cause) {
    throw new FourwireError('range', 'tape-unusable', `${file} cannot be read: ${fileTrouble(cause)}.`, {
      cause,
    });
  }
  return new Replay(parseTape(text, file), options);
}

/** See {@link replay}. */
export class Replay extends StreamTransport {
  readonly address: string;
  readonly tape: Tape;
  readonly #strict: boolean;
  readonly #timed: boolean;
  readonly #clock: Clock;
  readonly #correlation: Correlation;
  readonly #used = new Set<number>();
  readonly #timers = new Set<Timer>();
  /** The number of each request on the tape, and that of the request that was sent in its place. */
  readonly #ids = new Map<string, string>();
  #next = 0;
  #heard: Uint8Array = new Uint8Array(0);
  #mismatch: FourwireError | undefined;
  #connected = false;

  constructor(tape: Tape, options: ReplayOptions = {}) {
    super();
    this.tape = tape;
    this.address = `tape:${tape.address}`;
    this.#strict = (options.order ?? 'strict') === 'strict';
    this.#timed = options.timing === 'strict';
    this.#clock = (options.clock ?? systemClock).wire;
    this.#correlation = correlationOf(tape.wire);
  }

  /**
   * Throws unless everything went as on the tape.
   *
   * @throws FourwireError of kind `protocol`, code `replay-mismatch`, with the difference; `replay-unfinished` when, in
   * strict order, the tape goes on
   */
  check(): void {
    if (this.#mismatch !== undefined) throw this.#mismatch;
    const { messages } = this.tape;
    const next = messages[this.#next];
    if (!this.#strict || next === undefined) return;
    throw new FourwireError(
      'protocol',
      'replay-unfinished',
      `${this.address}: ${messages.length - this.#next} messages of the tape are left; the next is ${next.direction}: ${printable(next.bytes)}`,
    );
  }

  protected async connect(): Promise<void> {
    if (this.#mismatch !== undefined) throw this.#mismatch;
    this.#connected = true;
    this.#heard = new Uint8Array(0);
    if (this.#strict) this.#playOn(0);
  }

  protected async disconnect(): Promise<void> {
    this.#connected = false;
    for (const timer of this.#timers) timer.cancel();
    this.#timers.clear();
  }

  protected send(data: Uint8Array): undefined {
    this.#heard = Uint8Array.from(Buffer.concat([this.#heard, data]));
    // On a later microtask, as on a real wire.
    queueMicrotask(() => this.#listen());
  }

  #listen(): void {
    while (this.#heard.length > 0 && this.#connected) {
      const index = this.#strict ? this.#nextInOrder() : this.#anyOf();
      if (index === 'more') return;
      const request = this.tape.messages[index];
      if (request === undefined) return;
      const came = this.#heard.subarray(0, request.bytes.length);
      this.#heard = this.#heard.slice(request.bytes.length);
      this.#used.add(index);
      const [taped, now] = [idOf(this.#correlation, request.bytes), idOf(this.#correlation, came)];
      if (taped !== undefined && now !== undefined) this.#ids.set(taped, now);
      if (this.#strict) {
        this.#next = index + 1;
        this.#playOn(request.at);
      } else {
        for (const reply of this.#repliesTo(index)) this.#play(reply, reply.at - request.at, () => {});
      }
    }
  }

  /** The request that the tape holds next, if it is what came. */
  #nextInOrder(): number | 'more' {
    const request = this.tape.messages[this.#next];
    if (request?.direction !== 'sent') return this.#fail(this.#next);
    const fit = this.#compare(request);
    return fit === 'other' ? this.#fail(this.#next) : fit === 'same' ? this.#next : 'more';
  }

  /** The first request on the tape that is what came and was not answered yet, else the last that is. */
  #anyOf(): number | 'more' {
    const found: number[] = [];
    let begun = false;
    for (const [index, message] of this.tape.messages.entries()) {
      if (message.direction !== 'sent') continue;
      const fit = this.#compare(message);
      if (fit === 'same') found.push(index);
      else if (fit === 'begun') begun = true;
    }
    const index = found.find((one) => !this.#used.has(one)) ?? found.at(-1);
    if (index !== undefined) return index;
    if (begun) return 'more';
    const unused = this.tape.messages.findIndex(
      ({ direction }, at) => direction === 'sent' && !this.#used.has(at),
    );
    return this.#fail(unused < 0 ? this.tape.messages.length : unused);
  }

  #compare({ bytes }: TapeMessage): 'same' | 'begun' | 'other' {
    const came = this.#heard.subarray(0, bytes.length);
    if (came.length === bytes.length) {
      const same = meaningOf(this.#correlation, came) === meaningOf(this.#correlation, bytes);
      return same ? 'same' : 'other';
    }
    const { offset = 0, length = 0 } = this.#correlation.at(bytes) ?? {};
    const begun = came.every((byte, at) => byte === bytes[at] || (at >= offset && at < offset + length));
    return begun ? 'begun' : 'other';
  }

  #repliesTo(index: number): TapeMessage[] {
    const { messages } = this.tape;
    const id = idOf(this.#correlation, messages[index]?.bytes ?? this.#heard);
    const replies: TapeMessage[] = [];
    for (const message of messages.slice(index + 1)) {
      const own = idOf(this.#correlation, message.bytes);
      if (message.direction === 'sent' && (id === undefined || own === id)) break;
      if (message.direction === 'received' && own === id) replies.push(message);
      // With ids a reply may come after other requests; the first is all there is.
      if (id !== undefined && replies.length > 0) break;
    }
    return replies;
  }

  /** Plays what the tape received from here to the next request. */
  #playOn(since: number): void {
    const message = this.tape.messages[this.#next];
    if (message?.direction !== 'received') return;
    this.#play(message, message.at - since, () => {
      this.#next++;
      this.#playOn(message.at);
    });
  }

  #play({ bytes }: TapeMessage, seconds: number, then: () => void): void {
    const say = (): void => {
      if (!this.#connected) return;
      const id = idOf(this.#correlation, bytes);
      const now = id === undefined ? undefined : this.#ids.get(id);
      then();
      this.receive(now === undefined ? bytes.slice() : withId(this.#correlation, bytes, now));
    };
    if (!this.#timed) {
      queueMicrotask(say);
      return;
    }
    const timer = this.#clock.setTimer(Math.max(0, seconds * 1000), () => {
      this.#timers.delete(timer);
      say();
    });
    this.#timers.add(timer);
  }

  #fail(index: number): 'more' {
    const difference = tapeDifference(this.tape.messages, index, this.#heard);
    this.#mismatch = new FourwireError(
      'protocol',
      'replay-mismatch',
      `${this.address}: what was sent is not what the tape holds.\n${difference}`,
    );
    this.#connected = false;
    this.disconnected(this.#mismatch);
    return 'more';
  }
}
