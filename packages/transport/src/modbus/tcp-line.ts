import { FourwireError } from '@fourwire/core';
import type { ByteTransport, TransportHost, Turn } from '@fourwire/core';
import { MbapReader, toMbap } from './mbap.ts';
import type { MbapFrame } from './mbap.ts';
import { checkWhole } from './modbus-limits.ts';
import type { ModbusLine } from './modbus-line.ts';

/** After so many timeouts one after the other with nothing received, the connection is dead, though nobody closed it. */
const mostUnanswered = 3;

/** How many ids of unanswered requests are kept from being used again, of 65,536. */
const mostOwed = 4096;

interface Waiting {
  readonly turn: Turn;
  /** The epoch in which it was sent. */
  readonly epoch: number;
  resolve(reply: Uint8Array): void;
}

/**
 * Modbus on a stream with transaction ids: several requests may be under way, replies come in any order, and one
 * that comes too late is recognised and dropped.
 */
export class TcpLine implements ModbusLine {
  readonly concurrency: number;
  readonly matchesReplies = true;
  readonly #bytes: ByteTransport & Required<Pick<ByteTransport, 'listen'>>;
  readonly #waiting = new Map<number, Waiting>();
  /** Ids of requests that were given up: not used again before the reply came. */
  readonly #owed = new Set<number>();
  #transaction = 0;
  /** Timeouts since something was received. Those of requests that waited together count as one. */
  #unanswered = 0;
  /** Ends with each frame received and each timeout counted. */
  #epoch = 0;
  #host: TransportHost | undefined;
  #reader = new MbapReader();

  constructor(bytes: ByteTransport, outstanding: number) {
    if (!streams(bytes)) {
      throw new FourwireError(
        'range',
        'stream-needed',
        `${bytes.address} carries messages; Modbus TCP needs a stream such as a TCP socket.`,
      );
    }
    checkWhole('outstanding', outstanding, 1, 1000);
    this.#bytes = bytes;
    this.concurrency = outstanding;
  }

  async open(host: TransportHost, turn: Turn): Promise<void> {
    const reader = new MbapReader();
    this.#reader = reader;
    this.#waiting.clear();
    this.#owed.clear();
    this.#unanswered = 0;
    this.#host = host;
    this.#bytes.listen((chunk) => {
      if (!reader.push(chunk, (frame) => this.#received(frame))) {
        this.#lose('link-out-of-step', 'what came is no Modbus TCP frame');
      }
    });
    await this.#bytes.open(host, turn);
  }

  async close(): Promise<void> {
    this.#host = undefined;
    this.#bytes.listen(undefined);
    await this.#bytes.close();
  }

  /** Nothing to do: replies carry ids. */
  async recover(): Promise<boolean> {
    return true;
  }

  // oxlint-disable-next-line typescript/promise-function-async -- on every exchange's way: one promise, not two
  exchange(frame: Uint8Array, turn: Turn): Promise<Uint8Array> {
    const transaction = this.#nextTransaction();
    return new Promise((resolve, reject) => {
      const waiting: Waiting = { turn, epoch: this.#epoch, resolve };
      const giveUp = (error: FourwireError): void => {
        reject(error);
        if (this.#waiting.get(transaction) === waiting) this.#giveUp(transaction, waiting, error);
      };
      // Before it is sent: in one process the reply may be there before `write` is done.
      this.#waiting.set(transaction, waiting);
      this.#bytes.write(toMbap(frame, transaction), turn).then(() => {
        if (this.#waiting.get(transaction) !== waiting) return;
        if (turn.error === undefined) turn.onInterrupt(giveUp);
        else giveUp(turn.error);
      }, giveUp);
    });
  }

  #received({ transaction, adu, rtu }: MbapFrame): void {
    this.#unanswered = 0;
    this.#epoch++;
    const waiting = this.#waiting.get(transaction);
    if (waiting === undefined) {
      this.#owed.delete(transaction);
      this.#host?.trace('received', adu);
      return;
    }
    this.#waiting.delete(transaction);
    waiting.turn.onInterrupt(undefined);
    waiting.turn.received(adu);
    waiting.resolve(rtu);
  }

  #giveUp(transaction: number, waiting: Waiting, error: FourwireError): void {
    this.#waiting.delete(transaction);
    this.#owed.add(transaction);
    const [oldest] = this.#owed;
    if (this.#owed.size > mostOwed && oldest !== undefined) this.#owed.delete(oldest);
    // The rest of half a reply may never come, and the next one would be taken for it.
    if (this.#waiting.size === 0 && this.#reader.isUnfinished) {
      this.#lose('link-out-of-step', 'a reply broke off');
      return;
    }
    if (error.kind !== 'timeout' || waiting.epoch !== this.#epoch) return;
    this.#epoch++;
    this.#unanswered++;
    if (this.#unanswered >= mostUnanswered)
      this.#lose('link-silent', `${mostUnanswered} requests in a row got no answer`);
  }

  #lose(code: string, why: string): void {
    const host = this.#host;
    this.#host = undefined;
    host?.lost(
      new FourwireError('link', code, `${this.#bytes.address}: ${why}; the connection is opened anew.`),
    );
  }

  #nextTransaction(): number {
    do this.#transaction = (this.#transaction + 1) & 0xffff;
    while (this.#waiting.has(this.#transaction) || this.#owed.has(this.#transaction));
    return this.#transaction;
  }
}

function streams(bytes: ByteTransport): bytes is ByteTransport & Required<Pick<ByteTransport, 'listen'>> {
  return bytes.listen !== undefined;
}
