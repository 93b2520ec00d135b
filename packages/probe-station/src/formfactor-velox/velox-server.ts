import type { BusClient, ByteTransport, Call, Clock, Timer, Turn } from '@fourwire/core';
import { FourwireError } from '@fourwire/core';
import { parseServerReply } from './velox-reply.ts';
import type { VeloxReply } from './velox-reply.ts';
import type { VeloxWire } from './velox-session.ts';

/** The name under which the message server knows this program: without blanks. */
const programName = 'Fourwire';

const lastId = 999;

/**
 * Not every reply ends with a line feed. One that has begun and grows no longer for this time, in ms, is taken as whole
 * (sheet formfactor-velox.md, section 1).
 */
const silenceMs = 500;

/** The longest reply without a line feed that is kept, in characters: the list of commands has some ten thousand. */
const longestReply = 1_000_000;

interface Waiting {
  take(line: string): boolean;
  fail(error: FourwireError): void;
}

/**
 * Velox's message server: `Cmd=<id>:<Name>:<parameters>`, answered by `Rsp=<id>:<code>:<values>`. Replies are matched by
 * their id, so that a late one is told from the one that is waited for.
 */
export class VeloxServer implements VeloxWire {
  readonly #bus: BusClient<ByteTransport>;
  readonly #clock: Clock;
  #id = 0;
  #pending = '';
  #waiting: Waiting | undefined;
  #silence: Timer | undefined;
  #attached = false;

  constructor(bus: BusClient<ByteTransport>, clock: Clock) {
    this.#bus = bus;
    this.#clock = clock;
  }

  async ask(name: string, parameters: readonly (string | number)[], call: Call): Promise<VeloxReply> {
    this.#id = (this.#id % lastId) + 1;
    const id = this.#id;
    return this.#exchange(
      `Cmd=${id}:${name}:${parameters.join(' ')}\n`,
      (line) => {
        const reply = parseServerReply(line);
        return reply?.id === id ? reply : undefined;
      },
      call,
    );
  }

  async greet(call: Call): Promise<void> {
    // What it answers is not documented: one message, whatever it says.
    await this.#exchange(`FCN=1:RegisterProberApp:${programName} ${programName} 0\n`, (line) => line, call);
  }

  async release(): Promise<void> {
    this.#attached = false;
    this.#bus.wire.listen?.(undefined);
    return Promise.resolve();
  }

  async #exchange<T>(request: string, accept: (line: string) => T | undefined, call: Call): Promise<T> {
    this.#attach();
    return this.#bus.exchange(async (wire, turn) => this.#answered(wire, turn, request, accept), call);
  }

  async #answered<T>(
    wire: ByteTransport,
    turn: Turn,
    request: string,
    accept: (line: string) => T | undefined,
  ): Promise<T> {
    // One conversation at a time: what was said before the request answers nothing.
    this.#pending = '';
    const answer = new Promise<T>((resolve, reject) => {
      this.#waiting = {
        take: (line) => {
          const accepted = accept(line);
          if (accepted === undefined) return false;
          turn.received(Buffer.from(line, 'utf8'));
          resolve(accepted);
          return true;
        },
        fail: reject,
      };
    });
    // Whoever is interrupted while the request is being written learns it from there.
    answer.catch(() => {});
    try {
      await wire.write(new TextEncoder().encode(request), turn);
      turn.check();
      turn.onInterrupt((error) => this.#waiting?.fail(error));
      return await answer;
    } finally {
      turn.onInterrupt(undefined);
      this.#waiting = undefined;
      this.#silence?.cancel();
    }
  }

  #attach(): void {
    if (this.#attached) return;
    const { wire } = this.#bus;
    if (wire.listen === undefined) {
      throw new FourwireError(
        'range',
        'stream-needed',
        `${wire.address}: the message server of Velox is reached over a TCP socket; set the option dialect to gpib for this wire.`,
      );
    }
    this.#attached = true;
    wire.listen((chunk) => this.#receive(Buffer.from(chunk).toString('utf8')));
  }

  #receive(text: string): void {
    if (this.#waiting === undefined) return;
    this.#silence?.cancel();
    const lines = (this.#pending + text).split(/[\r\n]+/);
    this.#pending = (lines.pop() ?? '').slice(0, longestReply);
    for (const line of lines) if (line !== '') this.#take(line);
    if (this.#pending === '') return;
    this.#silence = this.#clock.setTimer(silenceMs, () => {
      const line = this.#pending;
      this.#pending = '';
      this.#take(line);
    });
  }

  #take(line: string): void {
    if (this.#waiting?.take(line) === true) this.#waiting = undefined;
  }
}
