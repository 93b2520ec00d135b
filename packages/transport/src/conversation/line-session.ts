import type { BusClient, ByteTransport, Call, Clock, Duration } from '@fourwire/core';
import type { Observable } from 'rxjs';
import { MessageReader } from './message-reader.ts';
import type { Accept, MessageSplitter } from './message-reader.ts';
import { MessageSession } from './message-session.ts';

/** How a family writes its commands. */
export interface LineOptions {
  /** What ends a command; CR unless given. */
  readonly terminator?: string;
}

/** Says what a line is to the exchange that waits; throws when the instrument answers with an error. */
export type AcceptLine<T> = Accept<string, T>;

/** The longest line that such an instrument sends, with room to spare; a longer one is noise. */
const longestLine = 4096;

const carriageReturn = 0x0d;
const lineFeed = 0x0a;

const readers = new WeakMap<ByteTransport, MessageReader<string>>();

/**
 * A device's conversation in lines of text with an instrument that also speaks unasked. Lines end with CR, LF or both;
 * empty ones are skipped.
 */
export class LineSession {
  readonly #session: MessageSession<string>;
  readonly #terminator: string;
  /** Leaves the wire to others. */
  readonly release: () => Promise<void>;

  constructor(bus: BusClient<ByteTransport>, clock: Clock, options: LineOptions = {}) {
    this.#session = new MessageSession(bus, clock, lineReaderOf(bus.wire, clock));
    this.#terminator = options.terminator ?? '\r';
    this.release = this.#session.release;
  }

  /** Begins to hear what comes unasked; done by the first exchange as well. */
  attach(): void {
    this.#session.attach();
  }

  /** Lines that answer nothing: the data button, a print key, a continuous output. */
  get unasked$(): Observable<string> {
    return this.#session.unasked$;
  }

  /**
   * Sends a command and waits for the line that answers it.
   *
   * @throws FourwireError of kind `timeout`, `link`, `aborted`, or what `accept` throws
   */
  async ask<T>(command: string, accept: AcceptLine<T>, call: Call): Promise<T> {
    return this.#session.ask(latin1(command + this.#terminator), accept, call, command);
  }

  /** Sends a command that is not answered. */
  async tell(command: string, call: Call): Promise<void> {
    await this.#session.tell(latin1(command + this.#terminator), call);
  }

  /**
   * Waits for a line that comes by itself, such as the end of something that was started. Does not hold the bus.
   *
   * @throws FourwireError of kind `timeout` after `within`, or `aborted`
   */
  async unasked<T>(accept: AcceptLine<T>, within: Duration, signal?: AbortSignal): Promise<T> {
    return this.#session.unasked(accept, within, signal);
  }
}

/** Accepts the next line of which `parse` makes something. */
export function next<T>(parse: (line: string) => T | undefined): AcceptLine<T> {
  return (line) => {
    const answer = parse(line);
    return answer === undefined ? undefined : { answer };
  };
}

/** The reader of a wire; devices that share the wire share it. */
function lineReaderOf(wire: ByteTransport, clock: Clock): MessageReader<string> {
  let reader = readers.get(wire);
  if (reader === undefined) {
    reader = new MessageReader(wire, clock, { splitter: lineSplitter, bytesOf: latin1 });
    readers.set(wire, reader);
  }
  return reader;
}

function lineSplitter(): MessageSplitter<string> {
  let line: number[] = [];
  return {
    *push(chunk) {
      for (const byte of chunk) {
        if (byte !== carriageReturn && byte !== lineFeed) {
          if (line.length < longestLine) line.push(byte);
        } else if (line.length > 0) {
          const text = String.fromCharCode(...line);
          line = [];
          yield text;
        }
      }
    },
    reset: () => {
      line = [];
    },
  };
}

function latin1(text: string): Uint8Array {
  return Uint8Array.from(text, (character) => character.charCodeAt(0) & 0xff);
}
