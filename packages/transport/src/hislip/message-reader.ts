import { checkPrologue, decodeHeader, headerBytes } from './message.ts';
import type { MessageHeader } from './message.ts';

/** Takes the messages that a {@link MessageReader} finds. */
export interface MessageSink {
  /**
   * A header came.
   *
   * @returns where the payload goes, as long as the header says; `undefined` to skip the payload
   */
  begin(header: MessageHeader): Uint8Array | undefined;
  /** The payload is whole; `payload` is what `begin` gave. */
  end(header: MessageHeader, payload: Uint8Array | undefined): void;
}

/**
 * Cuts a channel's bytes, in chunks of any size, into messages. A payload is copied once, to where the sink wants it,
 * so nothing is kept for a length that the sink refuses.
 */
export class MessageReader {
  readonly #sink: MessageSink;
  readonly #head = Buffer.alloc(headerBytes);
  #headLength = 0;
  #header: MessageHeader | undefined;
  #payload: Uint8Array | undefined;
  #received = 0;
  #stopped = false;

  constructor(sink: MessageSink) {
    this.#sink = sink;
  }

  /** Ignores whatever else comes, also the rest of the chunk that is being read. */
  stop(): void {
    this.#stopped = true;
  }

  /**
   * Takes what arrived.
   *
   * @throws FourwireError of kind `protocol`, code `hislip-header`, for bytes that begin no message, and whatever the
   * sink throws; nothing may be pushed after that
   */
  push(chunk: Buffer): void {
    let offset = 0;
    while (offset < chunk.length && !this.#stopped) {
      offset =
        this.#header === undefined ? this.#takeHeader(chunk, offset) : this.#takePayload(chunk, offset);
    }
  }

  #takeHeader(chunk: Buffer, offset: number): number {
    if (this.#headLength === 0 && chunk.length - offset >= headerBytes) {
      this.#begin(decodeHeader(chunk, offset));
      return offset + headerBytes;
    }
    const taken = chunk.copy(this.#head, this.#headLength, offset);
    this.#headLength += taken;
    // As soon as it can be known: a peer of another protocol may say no more than two bytes.
    if (this.#headLength >= 2) checkPrologue(this.#head, 0);
    if (this.#headLength === headerBytes) {
      this.#headLength = 0;
      this.#begin(decodeHeader(this.#head, 0));
    }
    return offset + taken;
  }

  #begin(header: MessageHeader): void {
    this.#payload = this.#sink.begin(header);
    if (header.length === 0) {
      this.#sink.end(header, this.#payload);
      return;
    }
    this.#header = header;
    this.#received = 0;
  }

  #takePayload(chunk: Buffer, offset: number): number {
    const header = this.#header as MessageHeader;
    const end = Math.min(chunk.length, offset + header.length - this.#received);
    this.#payload?.set(chunk.subarray(offset, end), this.#received);
    this.#received += end - offset;
    if (this.#received === header.length) {
      const payload = this.#payload;
      this.#header = undefined;
      this.#payload = undefined;
      this.#sink.end(header, payload);
    }
    return end;
  }
}
