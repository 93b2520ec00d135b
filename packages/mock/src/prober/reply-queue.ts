/** Carries out a command; gives its reply, where it has one. */
export type ProberWork = () => string | undefined | Promise<string | undefined>;

/**
 * The commands of one connection to a simulated prober: carried out one after the other, and answered in that order. An
 * urgent one, a stop, is carried out at once, and its answer still waits for its turn. Once closed it sends nothing.
 */
export class ReplyQueue {
  readonly #send: (reply: string) => void;
  #last: Promise<unknown> = Promise.resolve();
  #open = true;
  #pending = 0;

  constructor(send: (reply: string) => void) {
    this.#send = send;
  }

  /** Whether commands are under way. */
  get busy(): boolean {
    return this.#pending > 0;
  }

  /** Takes a command; `work` must not be rejected. */
  push(work: ProberWork, urgent = false): void {
    this.#pending++;
    const begun = urgent ? Promise.resolve(work()) : undefined;
    this.#last = this.#last.then(async () => {
      const reply = this.#open || begun !== undefined ? await (begun ?? work()) : undefined;
      this.#pending--;
      if (this.#open && reply !== undefined) this.#send(reply);
    });
  }

  /** Answers nothing any more, and begins nothing. */
  close(): void {
    this.#open = false;
  }
}
