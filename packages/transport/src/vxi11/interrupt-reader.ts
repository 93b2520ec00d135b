import { XdrReader } from '../rpc/xdr.ts';
import { serviceRequestProcedure, vxi11Program } from './programs.ts';

/** A mark and the six words of a call up to its procedure. */
const neededBytes = 28;

/** The longest call: marks, credentials and the handle stay far below. */
const longestCall = 1024;

/** By how much instruments announce more than they send. */
const missingBytes = 4;

/** The first byte of the mark of a call; no byte of the handle is like it. */
const firstOfMark = 0x80;

/**
 * Finds `device_intr_srq` calls in what an instrument sends on the interrupt channel. Leniently: the handle does not
 * matter where one link has a channel of its own, and some instruments (Keithley DMM6500, pyvisa-py pull request 621)
 * announce four bytes more than they send.
 */
export class InterruptReader {
  readonly #requested: () => void;
  #bytes: Uint8Array = new Uint8Array(0);
  /** How much of a call that was understood is still to come. */
  #skip = 0;

  constructor(requested: () => void) {
    this.#requested = requested;
  }

  /** Takes what arrived; false when it is no such call, and nothing that follows can be understood. */
  push(chunk: Uint8Array): boolean {
    if (this.#skip > 0 && this.#skip <= missingBytes && chunk[0] === firstOfMark) this.#skip = 0;
    const skipped = Math.min(this.#skip, chunk.length);
    this.#skip -= skipped;
    this.#bytes = Buffer.concat([this.#bytes, chunk.subarray(skipped)]);
    while (this.#bytes.length >= neededBytes) {
      const xdr = new XdrReader(this.#bytes);
      const [mark, , type, , program, , procedure] = Array.from({ length: neededBytes / 4 }, () =>
        xdr.word(),
      );
      const length = 4 + ((mark as number) & 0x7fff_ffff);
      const isRequest =
        type === 0 && program === vxi11Program.interrupt.program && procedure === serviceRequestProcedure;
      if (!isRequest || length < neededBytes || length > longestCall) return false;
      const end = this.#bytes[length - missingBytes] === firstOfMark ? length - missingBytes : length;
      this.#skip = Math.max(0, end - this.#bytes.length);
      this.#bytes = this.#bytes.subarray(end);
      this.#requested();
    }
    return true;
  }
}
