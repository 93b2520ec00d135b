import { FourwireError } from '@fourwire/core';
import type { Clock, Timer } from '@fourwire/core';
import { decodeBlock, handshake, longestBlock, shortestBlock } from './block.ts';
import type { Block } from './block.ts';
import type { SecsISettings } from './secs-i-settings.ts';

const { enq, eot, ack, nak } = handshake;
const checksumBytes = 2;

/** What the line needs of its owner. */
export interface BlockLineOwner {
  /** Puts bytes onto the line. */
  write(bytes: Uint8Array): void;
  /** A good block came; it was acknowledged already. */
  received(block: Block): void;
}

/** A block that is to be sent, and who waits for it. */
interface Sending {
  readonly bytes: Uint8Array;
  attempts: number;
  readonly resolve: () => void;
  readonly reject: (error: FourwireError) => void;
}

type State = 'idle' | 'await-eot' | 'await-ack' | 'await-length' | 'receiving' | 'draining';

/**
 * The block protocol of one line: asks for it, sends a block, waits for the acknowledgement, tries again; and the same
 * from the other side. The one place that writes to the line. Source: SEMI E4; sheet secs-i.md sections 4 to 7.
 */
export class BlockLine {
  readonly #clock: Clock;
  readonly #settings: SecsISettings;
  readonly #owner: BlockLineOwner;
  readonly #queue: Sending[] = [];
  #state: State = 'idle';
  #timer: Timer | undefined;
  /** The block that comes in: header, data, checksum. */
  #incoming = new Uint8Array(longestBlock + checksumBytes);
  #expected = 0;
  #filled = 0;

  constructor(clock: Clock, settings: SecsISettings, owner: BlockLineOwner) {
    this.#clock = clock;
    this.#settings = settings;
    this.#owner = owner;
  }

  /**
   * Sends one block; fulfilled when the far side has acknowledged it.
   *
   * @throws FourwireError of kind `timeout`, code `secs-i-send-failed`, after the last retry
   */
  async send(bytes: Uint8Array): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#queue.push({ bytes, attempts: 0, resolve, reject });
      this.#next();
    });
  }

  /** The line is gone: whatever waits fails. */
  stop(error: FourwireError): void {
    this.#timer?.cancel();
    this.#state = 'idle';
    for (const { reject } of this.#queue.splice(0)) reject(error);
  }

  /** Takes bytes as they come, in pieces of any size. */
  take(chunk: Uint8Array): void {
    let at = 0;
    while (at < chunk.length) {
      if (this.#state === 'receiving') at += this.#fill(chunk.subarray(at));
      else if (this.#state === 'draining') {
        this.#drain();
        return;
      } else this.#takeByte(chunk[at++] ?? 0);
    }
    // A gap between characters is one between pieces.
    if (this.#state === 'receiving') this.#limit(this.#settings.t1Ms, () => this.#refuse());
  }

  #takeByte(byte: number): void {
    switch (this.#state) {
      case 'idle':
        if (byte === enq) this.#invite();
        break;
      case 'await-eot':
        if (byte === eot) this.#sendBlock();
        // Both want the line: the host yields, and starts anew afterwards; the equipment waits for its EOT.
        else if (byte === enq && this.#settings.role === 'host') {
          const [sending] = this.#queue;
          if (sending !== undefined) sending.attempts = 0;
          this.#invite();
        }
        break;
      case 'await-ack':
        if (byte === ack) this.#sent();
        else this.#tryAgain();
        break;
      case 'await-length':
        this.#begin(byte);
        break;
      case 'receiving':
      case 'draining':
        break;
    }
  }

  // --- sending ---------------------------------------------------------------------------------------------------

  #next(): void {
    if (this.#state !== 'idle' || this.#queue.length === 0) return;
    this.#state = 'await-eot';
    this.#write(enq);
    this.#limit(this.#settings.t2Ms, () => this.#tryAgain());
  }

  #sendBlock(): void {
    const [sending] = this.#queue;
    if (sending === undefined) return;
    this.#state = 'await-ack';
    this.#owner.write(sending.bytes);
    this.#limit(this.#settings.t2Ms, () => this.#tryAgain());
  }

  #sent(): void {
    this.#idle();
    this.#queue.shift()?.resolve();
    this.#next();
  }

  #tryAgain(): void {
    this.#idle();
    const [sending] = this.#queue;
    const { retries, address } = this.#settings;
    if (sending !== undefined && ++sending.attempts > retries) {
      this.#queue.shift();
      sending.reject(
        new FourwireError(
          'timeout',
          'secs-i-send-failed',
          `${address}: a block was not taken in ${retries + 1} attempts; check the line and that the far side runs.`,
          { retry: 'later' },
        ),
      );
    }
    this.#next();
  }

  // --- receiving -------------------------------------------------------------------------------------------------

  #invite(): void {
    this.#state = 'await-length';
    this.#write(eot);
    this.#limit(this.#settings.t2Ms, () => this.#refuse());
  }

  #begin(length: number): void {
    if (length < shortestBlock || length > longestBlock) {
      this.#drain();
      return;
    }
    this.#state = 'receiving';
    this.#expected = length + checksumBytes;
    this.#filled = 0;
  }

  /** Takes what belongs to the block; gives how much that was. */
  #fill(bytes: Uint8Array): number {
    const part = bytes.subarray(0, this.#expected - this.#filled);
    this.#incoming.set(part, this.#filled);
    this.#filled += part.length;
    if (this.#filled < this.#expected) return part.length;
    const block = decodeBlock(this.#incoming.subarray(0, this.#expected));
    if (block === undefined) {
      this.#drain();
      return part.length;
    }
    this.#idle();
    this.#write(ack);
    this.#owner.received(block);
    this.#next();
    return part.length;
  }

  /** Drops what comes until the line is silent, then says that it was bad. */
  #drain(): void {
    this.#state = 'draining';
    this.#limit(this.#settings.t1Ms, () => this.#refuse());
  }

  #refuse(): void {
    this.#idle();
    this.#write(nak);
    this.#next();
  }

  // --- both ------------------------------------------------------------------------------------------------------

  #idle(): void {
    this.#timer?.cancel();
    this.#timer = undefined;
    this.#state = 'idle';
  }

  #limit(ms: number, then: () => void): void {
    this.#timer?.cancel();
    this.#timer = this.#clock.setTimer(ms, then);
  }

  #write(byte: number): void {
    this.#owner.write(Uint8Array.of(byte));
  }
}
