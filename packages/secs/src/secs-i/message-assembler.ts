import type { Clock, Timer } from '@fourwire/core';
import type { Block } from './block.ts';

/** A message whose blocks are coming in. */
interface OpenMessage {
  last: Block;
  readonly parts: Uint8Array[];
  timer: Timer;
}

/** Who takes what was put together, and hears of what could not be. */
export interface AssemblerOwner {
  /** A whole message: its last block, and all data. */
  complete(last: Block, body: Uint8Array): void;
  /** The next block did not come within T4; the message is dropped. */
  timedOut(last: Block): void;
  /** A block that belongs to no message is dropped. */
  stray(block: Block, why: string): void;
}

/** More messages than this are not open at once, whatever the far side does. */
const mostOpen = 64;

/**
 * Puts messages together from blocks. Messages may be interleaved, and a block that comes twice counts once. Source:
 * SEMI E4; sheet secs-i.md section 8.
 */
export class MessageAssembler {
  readonly #clock: Clock;
  readonly #t4Ms: number;
  readonly #owner: AssemblerOwner;
  /** By device id, direction and system bytes. */
  readonly #open = new Map<string, OpenMessage>();
  /** The header of the last block that was taken, to know it again. */
  #lastHeader: Uint8Array | undefined;

  constructor(clock: Clock, t4Ms: number, owner: AssemblerOwner) {
    this.#clock = clock;
    this.#t4Ms = t4Ms;
    this.#owner = owner;
  }

  take(block: Block): void {
    // It was acknowledged again already; the far side did not hear it the first time.
    if (this.#lastHeader !== undefined && sameBytes(block.header, this.#lastHeader)) return;
    const key = `${block.deviceId} ${String(block.toHost)} ${block.systemBytes}`;
    const open = this.#open.get(key);
    if (open !== undefined && continues(open.last, block)) {
      open.timer.cancel();
      this.#append(key, open, block);
    } else if (block.number === 1 || (block.number === 0 && block.last)) {
      // A first block begins anew, whatever was open under its number.
      open?.timer.cancel();
      this.#open.delete(key);
      if (this.#open.size >= mostOpen) {
        this.#owner.stray(block, `${mostOpen} messages are open already`);
        return;
      }
      this.#append(key, { last: block, parts: [], timer: none }, block);
    } else {
      this.#owner.stray(block, `block ${block.number} continues no message`);
    }
  }

  stop(): void {
    for (const { timer } of this.#open.values()) timer.cancel();
    this.#open.clear();
    this.#lastHeader = undefined;
  }

  #append(key: string, open: OpenMessage, block: Block): void {
    this.#lastHeader = block.header;
    open.parts.push(block.data);
    open.last = block;
    if (block.last) {
      this.#open.delete(key);
      const [only] = open.parts;
      this.#owner.complete(block, open.parts.length === 1 && only ? only : Buffer.concat(open.parts));
      return;
    }
    open.timer = this.#clock.setTimer(this.#t4Ms, () => {
      this.#open.delete(key);
      this.#owner.timedOut(block);
    });
    this.#open.set(key, open);
  }
}

const none: Timer = { cancel: () => {} };

function continues(last: Block, { head, number }: Block): boolean {
  return (
    number === last.number + 1 &&
    head.stream === last.head.stream &&
    head.function === last.head.function &&
    head.reply === last.head.reply
  );
}

function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.every((byte, index) => byte === b[index]);
}
