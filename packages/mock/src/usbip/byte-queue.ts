/** Bytes of a stream, which come in chunks of any size and are taken in pieces of a known size. */
export class ByteQueue {
  #chunks: Uint8Array[] = [];
  #length = 0;

  get length(): number {
    return this.#length;
  }

  push(bytes: Uint8Array): void {
    this.#chunks.push(bytes.slice());
    this.#length += bytes.length;
  }

  /** Looks at the first `length` bytes, when they are there. */
  peek(length: number): Uint8Array | undefined {
    if (this.#length < length) return undefined;
    const [first] = this.#chunks;
    if (first === undefined || first.length < length) this.#chunks = [Buffer.concat(this.#chunks)];
    return this.#chunks[0]?.subarray(0, length) ?? new Uint8Array(0);
  }

  /** Takes the first `length` bytes, when they are there. */
  take(length: number): Uint8Array | undefined {
    const taken = this.peek(length);
    const [first] = this.#chunks;
    if (taken === undefined || first === undefined) return taken;
    this.#length -= length;
    if (first.length === length) this.#chunks.shift();
    else this.#chunks[0] = first.subarray(length);
    return taken;
  }
}
