import { decodeBulkOutHeader, headerLength, padded } from './bulk-header.ts';
import type { BulkOutHeader } from './bulk-header.ts';

/**
 * The bulk-OUT endpoint: joins the pieces of a transfer and halts the endpoint where the rules of USBTMC 1.0,
 * section 3.2, are broken: a bad header, more or fewer bytes than the header announces, a transfer without its padding.
 */
export class BulkOut {
  readonly #packetSize: number;
  readonly #largest: number;
  readonly #accept: (header: BulkOutHeader, data: Uint8Array) => boolean;
  #header: BulkOutHeader | undefined;
  #pieces: Uint8Array[] = [];
  #received = 0;
  #lastTag = 0;
  #halted = false;

  /**
   * @param largest - the most message bytes that one transfer may announce
   * @param accept - takes a whole transfer; gives `false` to halt the endpoint
   */
  constructor(
    packetSize: number,
    largest: number,
    accept: (header: BulkOutHeader, data: Uint8Array) => boolean,
  ) {
    this.#packetSize = packetSize;
    this.#largest = largest;
    this.#accept = accept;
  }

  get halted(): boolean {
    return this.#halted;
  }

  /** The tag of the transfer that is under way; `undefined` when none is. */
  get tag(): number | undefined {
    return this.#header?.tag;
  }

  /** The tag of the last transfer that began, 0 before the first. */
  get lastTag(): number {
    return this.#lastTag;
  }

  /** How many message bytes of the transfer under way have come. */
  get received(): number {
    return Math.max(0, this.#received - headerLength);
  }

  /** Takes a piece of a transfer; `false` when the endpoint is halted, also by this piece. */
  receive(piece: Uint8Array): boolean {
    if (this.#halted) return false;
    const header = (this.#header ??= decodeBulkOutHeader(piece));
    const expected = header === undefined ? 0 : this.#expectedLength(header);
    if (header !== undefined) this.#lastTag = header.tag;
    this.#received += piece.length;
    const isShort = piece.length === 0 || piece.length % this.#packetSize !== 0;
    if (expected === 0 || this.#received > expected || (isShort && this.#received < expected)) {
      this.halt(true);
      return false;
    }
    this.#pieces.push(piece.slice());
    if (header === undefined || this.#received < expected) return true;
    const transfer = Buffer.concat(this.#pieces);
    this.#forget();
    if (!this.#accept(header, transfer.subarray(headerLength, headerLength + dataLength(header))))
      this.#halted = true;
    return !this.#halted;
  }

  /** Halts the endpoint, which loses the transfer under way, or clears the halt. */
  halt(halted: boolean): void {
    this.#halted = halted;
    this.#forget();
  }

  #forget(): void {
    this.#header = undefined;
    this.#pieces = [];
    this.#received = 0;
  }

  /** The length of the whole transfer, 0 when it is too large to take. */
  #expectedLength(header: BulkOutHeader): number {
    const data = dataLength(header);
    return data > this.#largest ? 0 : headerLength + padded(data);
  }
}

function dataLength(header: BulkOutHeader): number {
  return header.kind === 'message' ? header.size : 0;
}
