import type { MessageService, MessageSession } from './message-service.ts';

/** What a mount is told about its link. */
export interface MessageOutputEvents {
  /** A response is there to be read. */
  available(): void;
  /** The instrument asks for service. */
  serviceRequested(): void;
}

/**
 * One link between a mount and an instrument, with the output queue and the query errors of IEEE 488.2: what VXI-11,
 * USBTMC and GPIB have in common. Parts of a message are gathered until the wire marks the end.
 */
export class MessageOutput {
  readonly session: MessageSession;
  #input: Uint8Array[] = [];
  #output: Uint8Array[] = [];
  /** How much of the first response was read. */
  #read = 0;

  constructor(service: MessageService, events: MessageOutputEvents) {
    this.session = service.connect({
      respond: (message) => {
        this.#output.push(message);
        this.#changed();
        events.available();
      },
      requestService: () => events.serviceRequested(),
    });
  }

  /** Whether a response can be read: MAV. */
  get available(): boolean {
    return this.#output.length > 0;
  }

  /** Whether a response can be read or may still come. */
  get expectsResponse(): boolean {
    return this.available || this.session.busy;
  }

  /** Takes a part of a program message; `end` says that it is the last. An unread response is lost with -410, unless the session keeps it. */
  write(part: Uint8Array, end: boolean): void {
    if (this.#input.length === 0 && this.available && this.session.keepsResponses !== true) {
      this.#output = [];
      this.#read = 0;
      this.session.interrupted();
      this.#changed();
    }
    this.#input.push(part.slice());
    if (!end) return;
    const message = this.#input.length === 1 ? this.#input[0] : Buffer.concat(this.#input);
    this.#input = [];
    if (message !== undefined) this.session.receive(message);
  }

  /**
   * Reads the next part of the oldest response: at most `most` bytes, and no further than `terminator` when given.
   *
   * @returns the bytes and whether the response ends with them; `undefined` when none is there
   */
  read(most: number, terminator?: number): { readonly bytes: Uint8Array; readonly end: boolean } | undefined {
    const response = this.#output[0];
    if (response === undefined) return undefined;
    const limit = Math.min(response.length, this.#read + most);
    const stop = terminator === undefined ? -1 : response.indexOf(terminator, this.#read);
    const until = stop >= 0 && stop < limit ? stop + 1 : limit;
    const bytes = response.subarray(this.#read, until);
    const end = until === response.length;
    this.#read = end ? 0 : until;
    if (end) {
      this.#output.shift();
      this.#changed();
    }
    return { bytes, end };
  }

  /** A read ended without a response: an error of the client's when none was under way. */
  gaveNothing(): void {
    if (!this.expectsResponse) this.session.unterminated();
  }

  /** Device clear. */
  clear(): void {
    this.#input = [];
    this.#output = [];
    this.#read = 0;
    this.session.clear();
    this.#changed();
  }

  /** Serial poll. */
  statusByte(): number {
    return this.session.statusByte(this.available);
  }

  #changed(): void {
    this.session.outputChanged(this.available);
  }
}
