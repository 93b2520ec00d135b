import { FourwireError } from '@fourwire/core';

/** A message as it comes, in pieces that are copied once, at its end. */
export class Parts {
  readonly #maximum: number;
  readonly #parts: Uint8Array[] = [];
  #length = 0;

  /** @param maximum - the longest message in bytes */
  constructor(maximum: number) {
    this.#maximum = maximum;
  }

  get length(): number {
    return this.#length;
  }

  /**
   * Says that `size` more bytes are announced.
   *
   * @throws FourwireError of kind `protocol`, code `message-too-long`, when they are too many
   */
  reserve(size: number): void {
    if (this.#length + size <= this.#maximum) return;
    throw new FourwireError(
      'protocol',
      'message-too-long',
      `The peer announces ${this.#length + size} bytes, more than the ${this.#maximum} allowed for one message.`,
    );
  }

  add(part: Uint8Array): void {
    if (part.length === 0) return;
    this.#parts.push(part);
    this.#length += part.length;
  }

  /** The message, in memory of its own. */
  join(): Uint8Array {
    const message = new Uint8Array(this.#length);
    let at = 0;
    for (const part of this.#parts) {
      message.set(part, at);
      at += part.length;
    }
    return message;
  }
}
