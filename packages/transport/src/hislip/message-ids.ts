const first = 0xffff_ff00;
const none = 0xffff_fefe;

/** The parameter of a response's part whose query the instrument cannot name yet (IVI-6.1, section 3.1). */
export const anyMessage = 0xffff_ffff;

/**
 * Numbers the messages that a client sends on the synchronous channel: from FFFFFF00 in steps of two, past FFFFFFFE on
 * with 0 (IVI-6.1, section 3.1.2).
 */
export class MessageIds {
  #next = first;
  #last = none;

  /** The id of the last message that was sent, FFFFFEFE when there is none since the opening or a device clear. */
  get last(): number {
    return this.#last;
  }

  /** The id for the next message, which is then the last. */
  take(): number {
    this.#last = this.#next;
    this.#next = (this.#next + 2) >>> 0;
    return this.#last;
  }

  /** After a device clear. */
  reset(): void {
    this.#next = first;
    this.#last = none;
  }
}
