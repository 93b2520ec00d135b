/** Longer program messages are refused: a client that never ends one must not fill the memory. */
const longestProgram = 64 * 1024 * 1024;

/** Gathers the parts of a program message until its end comes. */
export class ProgramInput {
  #parts: Uint8Array[] = [];
  #length = 0;
  /** A part was lost, so what follows of this message is of no use. */
  #spoilt = false;

  /** Takes a part; false when the message grows too long by it. */
  add(part: Uint8Array): boolean {
    if (this.#spoilt) return true;
    this.#length += part.length;
    if (this.#length > longestProgram) {
      this.spoil();
      return false;
    }
    this.#parts.push(part);
    return true;
  }

  /** Gives up the message under way, up to its end. */
  spoil(): void {
    this.clear();
    this.#spoilt = true;
  }

  /** The message ends: all of it, unless a part was lost. */
  end(): Uint8Array | undefined {
    const message = this.#spoilt ? undefined : Buffer.concat(this.#parts);
    this.clear();
    return message;
  }

  clear(): void {
    this.#parts = [];
    this.#length = 0;
    this.#spoilt = false;
  }
}
