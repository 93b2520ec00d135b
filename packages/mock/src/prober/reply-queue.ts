/** Carries out a command; gives its reply, where it has one. */
export type ProberWork = () => string | undefined | Promise<string | undefined>;

/** What a station works on, one command after the other, whoever sent them and whether or not anybody still listens. */
export class CommandLane {
  last: Promise<unknown> = Promise.resolve();
}

/**
 * The commands of one connection to a simulated prober: carried out one after the other, and answered in that order. An
 * urgent one, a stop, is carried out at once, and its answer still waits for its turn. Once closed it sends nothing.
 */
export class ReplyQueue {
  readonly #send: (reply: string) => void;
  readonly #lane: CommandLane;
  #open = true;

  constructor(send: (reply: string) => void, lane: CommandLane) {
    this.#send = send;
    this.#lane = lane;
  }

  /** Takes a command; `work` must not be rejected. */
  push(work: ProberWork, urgent = false): void {
    const begun = urgent ? Promise.resolve(work()) : undefined;
    this.#lane.last = this.#lane.last.then(async () => {
      const reply = this.#open || begun !== undefined ? await (begun ?? work()) : undefined;
      if (this.#open && reply !== undefined) this.#send(reply);
    });
  }

  /** Answers nothing any more, and begins nothing. */
  close(): void {
    this.#open = false;
  }
}
