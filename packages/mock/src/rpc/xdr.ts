/** What was received is not the XDR that it should be. The RPC layer answers it with `garbage arguments`. */
export class XdrMistake extends Error {}

/** Takes XDR values from bytes (RFC 4506): everything is a multiple of four bytes, big-endian. */
export class XdrReader {
  readonly #view: DataView;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  unsigned(): number {
    return this.#take(4).getUint32(0);
  }

  integer(): number {
    return this.#take(4).getInt32(0);
  }

  boolean(): boolean {
    return this.unsigned() !== 0;
  }

  /** `opaque<>`: length, bytes, padding; a view of what was received. */
  opaque(): Uint8Array {
    const length = this.unsigned();
    const body = this.#take(length);
    this.#take((4 - (length % 4)) % 4);
    return new Uint8Array(body.buffer, body.byteOffset, length);
  }

  text(): string {
    return Buffer.from(this.opaque()).toString('latin1');
  }

  #take(length: number): DataView {
    const start = this.#view.byteOffset + this.#at;
    if (this.#at + length > this.#view.byteLength) throw new XdrMistake('the arguments are too short');
    this.#at += length;
    return new DataView(this.#view.buffer, start, length);
  }
}

/** An XDR `unsigned` or `int`. */
export function xdrNumber(value: number): Uint8Array {
  const bytes = new Uint8Array(4);
  new DataView(bytes.buffer).setInt32(0, value | 0);
  return bytes;
}

/** An XDR `opaque<>`. */
export function xdrOpaque(body: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(4 + body.length + ((4 - (body.length % 4)) % 4));
  new DataView(bytes.buffer).setUint32(0, body.length);
  bytes.set(body, 4);
  return bytes;
}
