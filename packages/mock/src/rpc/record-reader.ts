/** The largest record that a mount takes unless told otherwise: a device write and what is around it. */
const last = 0x8000_0000;

/** A client announced more than the server takes. */
class RecordTooLong extends Error {}

/** Puts records together from the fragments of a TCP stream, in chunks of any size (RFC 5531, section 11). */
export class RecordReader {
  readonly #longest: number;
  #chunks: Uint8Array[] = [];
  #length = 0;
  #fragments: Uint8Array[] = [];
  #recordLength = 0;

  /** @param longest - the most bytes that a record may have */
  constructor(longest: number) {
    this.#longest = longest;
  }

  /**
   * Takes what arrived; gives the records that are complete.
   *
   * @throws RecordTooLong when a fragment's header announces more than is taken
   */
  push(chunk: Uint8Array): Uint8Array[] {
    this.#chunks.push(chunk.slice());
    this.#length += chunk.length;
    const records: Uint8Array[] = [];
    for (let header = this.#peek(); header !== undefined; header = this.#peek()) {
      const size = header % last;
      if (this.#recordLength + size > this.#longest) throw new RecordTooLong();
      if (this.#length < 4 + size) break;
      this.#fragments.push(this.#take(4 + size).subarray(4));
      this.#recordLength += size;
      if (header < last) continue;
      records.push(
        this.#fragments.length === 1 ? (this.#fragments[0] ?? empty) : Buffer.concat(this.#fragments),
      );
      this.#fragments = [];
      this.#recordLength = 0;
    }
    return records;
  }

  #peek(): number | undefined {
    if (this.#length < 4) return undefined;
    const [first] = this.#joined();
    return new DataView(first.buffer, first.byteOffset).getUint32(0);
  }

  #take(count: number): Uint8Array {
    const [first] = this.#joined();
    this.#chunks = [first.subarray(count)];
    this.#length -= count;
    return first.subarray(0, count);
  }

  #joined(): [Uint8Array] {
    const joined = this.#chunks.length === 1 ? (this.#chunks[0] ?? empty) : Buffer.concat(this.#chunks);
    this.#chunks = [joined];
    return [joined];
  }
}

const empty = new Uint8Array();
