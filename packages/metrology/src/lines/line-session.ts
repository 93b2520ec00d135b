import { FourwireError, toMilliseconds } from '@fourwire/core';
import type { BusClient, ByteTransport, Call, Clock, Duration } from '@fourwire/core';
import type { Observable } from 'rxjs';
import { lineReaderOf } from './line-reader.ts';
import type { Accept, LineReader } from './line-reader.ts';

/** How a family writes its commands. */
export interface LineOptions {
  /** What ends a command; CR unless given. */
  readonly terminator?: string;
}

/** A device's conversation in lines of text with an instrument that also speaks unasked. */
export class LineSession {
  readonly #bus: BusClient<ByteTransport>;
  readonly #reader: LineReader;
  readonly #clock: Clock;
  readonly #terminator: string;

  constructor(bus: BusClient<ByteTransport>, clock: Clock, options: LineOptions = {}) {
    this.#bus = bus;
    this.#clock = clock;
    this.#terminator = options.terminator ?? '\r';
    this.#reader = lineReaderOf(bus.wire, clock);
    this.attach();
  }

  /** Begins to hear what comes unasked; done by the first exchange as well. */
  attach(): void {
    this.#reader.attach(this.#bus);
  }

  /** Lines that answer nothing: the data button, a print key, a continuous output. */
  get unasked$(): Observable<string> {
    return this.#reader.unasked$;
  }

  /**
   * Sends a command and waits for the line that answers it.
   *
   * @throws FourwireError of kind `timeout`, `link`, `aborted`, or what `accept` throws
   */
  async ask<T>(command: string, accept: Accept<T>, call: Call): Promise<T> {
    this.attach();
    const bytes = latin1(command + this.#terminator);
    const result = await this.#bus
      .exchange(
        async (_wire, turn) =>
          this.#reader.exchange(bytes, accept, turn).then((answer) => ({ answer }), whileInStep),
        call,
      )
      .catch((error: unknown) => {
        if (FourwireError.is(error) && (error.kind === 'timeout' || error.kind === 'aborted'))
          this.#reader.expectLateAnswer(this.#bus.timeoutMs);
        throw error;
      });
    if ('answer' in result) return result.answer;
    throw result.error.with({ path: this.#bus.path, command });
  }

  /** Sends a command that is not answered. */
  async tell(command: string, call: Call): Promise<void> {
    this.attach();
    const bytes = latin1(command + this.#terminator);
    await this.#bus.exchange((wire, turn) => wire.write(bytes, turn), call);
  }

  /**
   * Waits for a line that comes by itself, such as the end of something that was started. Does not hold the bus.
   *
   * @throws FourwireError of kind `timeout` after `within`, or `aborted`
   */
  async unasked<T>(accept: Accept<T>, within: Duration, signal?: AbortSignal): Promise<T> {
    const given = new AbortController();
    const abort = (): void => given.abort();
    signal?.addEventListener('abort', abort, { once: true });
    try {
      return await new Promise<T>((resolve, reject) => {
        const subscription = this.unasked$.subscribe({
          next: (line) => {
            try {
              const verdict = accept(line);
              if (verdict !== undefined && verdict !== 'more') resolve(verdict.answer);
            } catch (error) {
              reject(FourwireError.from(error));
            }
          },
          error: reject,
        });
        given.signal.addEventListener('abort', () => subscription.unsubscribe(), { once: true });
        this.#clock.sleep(within, given.signal).then(
          () =>
            reject(new FourwireError('timeout', 'timeout', `no answer within ${toMilliseconds(within)} ms.`)),
          (error: unknown) => reject(FourwireError.from(error)),
        );
      });
    } finally {
      signal?.removeEventListener('abort', abort);
      given.abort();
    }
  }

  /** Leaves the wire to others. */
  readonly release = (): Promise<void> => {
    this.#reader.detach(this.#bus);
    return Promise.resolve();
  };
}

/** Accepts the next line of which `parse` makes something. */
export function next<T>(parse: (line: string) => T | undefined): Accept<T> {
  return (line) => {
    const answer = parse(line);
    return answer === undefined ? undefined : { answer };
  };
}

/** An instrument that is busy has answered: the line is in step, and need not be opened anew. */
function whileInStep(error: unknown): { readonly error: FourwireError } {
  if (FourwireError.is(error) && error.kind === 'busy') return { error };
  throw error;
}

function latin1(text: string): Uint8Array {
  return Uint8Array.from(text, (character) => character.charCodeAt(0) & 0xff);
}
