import { FourwireError, toMilliseconds } from '@fourwire/core';
import type { BusClient, ByteTransport, Call, Clock, Duration } from '@fourwire/core';
import type { Observable } from 'rxjs';
import type { Accept, MessageReader } from './message-reader.ts';

/** A device's conversation in messages with an instrument that also speaks unasked. */
export class MessageSession<M> {
  readonly #bus: BusClient<ByteTransport>;
  readonly #reader: MessageReader<M>;
  readonly #clock: Clock;

  /** @param reader - that of the wire, which devices that share the wire share */
  constructor(bus: BusClient<ByteTransport>, clock: Clock, reader: MessageReader<M>) {
    this.#bus = bus;
    this.#clock = clock;
    this.#reader = reader;
    this.attach();
  }

  /** Begins to hear what comes unasked; done by the first exchange as well. */
  attach(): void {
    this.#reader.attach(this.#bus);
  }

  /** Messages that answer nothing: the data button, a continuous output, the end of a move. */
  get unasked$(): Observable<M> {
    return this.#reader.unasked$;
  }

  /**
   * Sends a command and waits for the message that answers it.
   *
   * @param name - what the command is called in errors
   * @throws FourwireError of kind `timeout`, `link`, `aborted`, or what `accept` throws
   */
  async ask<T>(command: Uint8Array, accept: Accept<M, T>, call: Call, name: string): Promise<T> {
    this.attach();
    const result = await this.#bus
      .exchange(
        async (_wire, turn) =>
          this.#reader.exchange(command, accept, turn).then((answer) => ({ answer }), whileInStep),
        call,
      )
      .catch((error: unknown) => {
        if (FourwireError.is(error) && (error.kind === 'timeout' || error.kind === 'aborted'))
          this.#reader.expectLateAnswer(this.#bus.timeoutMs);
        throw error;
      });
    if ('answer' in result) return result.answer;
    throw result.error.with({ path: this.#bus.path, command: name });
  }

  /** Sends a command that is not answered. */
  async tell(command: Uint8Array, call: Call): Promise<void> {
    this.attach();
    await this.#bus.exchange((wire, turn) => wire.write(command, turn), call);
  }

  /**
   * Waits for a message that comes by itself, such as the end of something that was started. Does not hold the bus.
   *
   * @throws FourwireError of kind `timeout` after `within`, or `aborted`
   */
  async unasked<T>(accept: Accept<M, T>, within: Duration, signal?: AbortSignal): Promise<T> {
    const given = new AbortController();
    const abort = (): void => given.abort();
    signal?.addEventListener('abort', abort, { once: true });
    try {
      return await new Promise<T>((resolve, reject) => {
        const subscription = this.unasked$.subscribe({
          next: (message) => {
            try {
              const verdict = accept(message);
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

/** An instrument that is busy has answered: the line is in step, and need not be opened anew. */
function whileInStep(error: unknown): { readonly error: FourwireError } {
  if (FourwireError.is(error) && error.kind === 'busy') return { error };
  throw error;
}
