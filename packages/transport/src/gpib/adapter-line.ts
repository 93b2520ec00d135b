import { FourwireError, ReceiveBuffer, Turn } from '@fourwire/core';
import type { ByteTransport, Clock, MessageEnd, TransportHost } from '@fourwire/core';
import { pause } from '../stream/pause.ts';

/** The longest message that is received, in bytes. */
const longestMessage = 64 * 1024 * 1024;

/** Silence of a line; never seen outside of this file. */
const silence = new FourwireError('timeout', 'timeout', 'The line is silent.');

/** The stream of bytes to an adapter: sends lines whole, and receives until an end or until silence. */
export class AdapterLine {
  readonly #stream: ByteTransport;
  readonly #input = new ReceiveBuffer(longestMessage);
  #host: TransportHost | undefined;
  /** Ends with the connection: what is being sent goes on after the caller was interrupted, but not after that. */
  #connection = new Turn();
  #sent: Promise<void> = Promise.resolve();
  #chunk = { bytes: Infinity, pauseMs: 0 };
  #heardAt = 0;
  #heard: () => void = () => {};

  /** @throws FourwireError of kind `range`, code `stream-needed`, when the transport has messages instead of a stream */
  constructor(stream: ByteTransport) {
    if (stream.listen === undefined) {
      throw new FourwireError(
        'range',
        'stream-needed',
        `${stream.address} is no stream of bytes, which a GPIB adapter needs; use a TCP, serial or in-process link.`,
      );
    }
    this.#stream = stream;
  }

  get clock(): Clock {
    if (this.#host === undefined) throw this.#closed();
    return this.#host.clock;
  }

  async open(host: TransportHost, turn: Turn): Promise<void> {
    this.#input.discard();
    this.#connection = new Turn();
    this.#sent = Promise.resolve();
    this.#chunk = { bytes: Infinity, pauseMs: 0 };
    this.#host = host;
    // Not before: a stream may be given to several, of whom one opens it.
    this.#stream.listen?.((chunk) => {
      this.#heardAt = host.clock.monotonic();
      this.#input.push(chunk);
      this.#heard();
    });
    await this.#stream.open(host, turn);
  }

  async close(): Promise<void> {
    this.#host = undefined;
    this.#connection.interrupt(this.#closed());
    await this.#stream.close();
    this.#input.discard();
  }

  /** Sends at most `bytes` at once from now on, with a pause after each. */
  pace(bytes: number, pauseMs: number): void {
    this.#chunk = { bytes, pauseMs };
  }

  /**
   * Sends whole lines. When the turn is interrupted, the rest of them is sent all the same, before anything else: half
   * a line would become one with the next.
   *
   * @param shown - what error messages show as the command; what they showed before unless given
   */
  async send(lines: string | Uint8Array, turn: Turn, shown?: Uint8Array): Promise<void> {
    turn.check();
    const bytes = typeof lines === 'string' ? Buffer.from(lines, 'latin1') : lines;
    const before = turn.lastSent;
    turn.sent(bytes);
    turn.lastSent = shown ?? before ?? bytes;
    const sent = this.#sent.then(async () => this.#deliver(bytes));
    this.#sent = sent.catch(() => {});
    await new Promise<void>((resolve, reject) => {
      turn.onInterrupt(reject);
      sent.then(resolve, reject);
    });
    turn.onInterrupt(undefined);
  }

  /** Receives up to an end. */
  async receive(end: MessageEnd, turn: Turn): Promise<Uint8Array>;
  /**
   * Receives up to an end, or gives undefined after a silence; what came by then is kept for the next call.
   *
   * @param quiet - how long the line must be silent, in milliseconds; asked again after each chunk
   */
  async receive(end: MessageEnd, turn: Turn, quiet: () => number): Promise<Uint8Array | undefined>;
  async receive(end: MessageEnd, turn: Turn, quiet = () => Infinity): Promise<Uint8Array | undefined> {
    turn.check();
    const clock = this.clock;
    const from = clock.monotonic();
    const part = new Turn();
    const watch = (): (() => void) => {
      const since = Math.max(from, this.#heardAt);
      const timer = clock.setTimer(since + quiet() - clock.monotonic(), () => part.interrupt(silence));
      return () => timer.cancel();
    };
    try {
      const message = this.#input.read(end, part);
      let unwatch = watch();
      this.#heard = () => {
        unwatch();
        unwatch = watch();
      };
      turn.onInterrupt((error) => part.interrupt(error));
      const received = await message.finally(() => unwatch());
      turn.received(received);
      return received;
    } catch (error) {
      if (error === silence) return undefined;
      turn.lastReceived = part.lastReceived ?? turn.lastReceived;
      throw error;
    } finally {
      this.#heard = () => {};
      turn.onInterrupt(undefined);
    }
  }

  /** Drops what arrived and was not received; gives it back as text. */
  discard(): string {
    if (this.#input.length === 0) return '';
    const dropped = this.#input.discard();
    this.#host?.trace('received', dropped);
    return Buffer.from(dropped).toString('latin1');
  }

  async #deliver(bytes: Uint8Array): Promise<void> {
    const connection = this.#connection;
    const { clock } = this;
    const { bytes: size, pauseMs } = this.#chunk;
    if (bytes.length <= size) {
      await this.#stream.write(bytes, connection);
      return;
    }
    for (let start = 0; start < bytes.length; start += size) {
      await this.#stream.write(bytes.subarray(start, start + size), connection);
      await pause(clock, pauseMs, connection);
    }
  }

  #closed(): FourwireError {
    return new FourwireError('link', 'link-closed', `${this.#stream.address} is not open.`);
  }
}
