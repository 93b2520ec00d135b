import { FourwireError } from '@fourwire/core';
import { encodeRecord, putLength } from './encode-record.ts';
import type { StdfRecord, StdfRecordOf } from './records.ts';

/** Where the bytes of a file go; never called while an earlier call is under way. */
export type StdfSink = (bytes: Uint8Array) => Promise<void> | void;

/** How an STDF file is written. */
export interface StdfOptions {
  /** Order of the bytes of a number; readers take both. Default `little-endian`, that of today's computers. */
  readonly byteOrder?: 'little-endian' | 'big-endian';
}

/** A parametric test whose results are written one after the other; what they share is encoded once. */
export interface StdfTest {
  /**
   * Writes a result (PTR).
   *
   * @param flags - `TEST_FLG`: 0 passed, 0x80 failed, 0x40 without a verdict; see {@link testFlags}
   */
  result(head: number, site: number, value: number, flags?: number, parameterFlags?: number): boolean;
}

/** What the results of a test share. */
export type StdfTestFields = Omit<
  StdfRecordOf<'PTR'>,
  'record' | 'HEAD_NUM' | 'SITE_NUM' | 'TEST_FLG' | 'PARM_FLG' | 'RESULT'
>;

/** Bits of `TEST_FLG` (sheet wafer-map-and-data.md section 5.3). */
export const testFlags = {
  alarm: 0x01,
  resultInvalid: 0x02,
  unreliable: 0x04,
  timeout: 0x08,
  notExecuted: 0x10,
  aborted: 0x20,
  noVerdict: 0x40,
  failed: 0x80,
} as const;

/** Bits of `PART_FLG`. */
export const partFlags = {
  supersedesById: 0x01,
  supersedesByCoordinates: 0x02,
  abnormalEnd: 0x04,
  failed: 0x08,
  noVerdict: 0x10,
} as const;

/** Bytes that are collected before they go to the sink. */
const chunkLength = 1024 * 1024;

/** Chunks that may wait for the sink before `write` says so, and before it refuses. */
const tolerated = 2;
const atMost = 16;

/** Offsets in a PTR of HEAD_NUM, SITE_NUM, TEST_FLG, PARM_FLG, which are four bytes together; of RESULT; of what follows. */
const offsets = { own: 8, result: 12, rest: 16 } as const;

/**
 * Writes an STDF V4 file in one pass with flat memory. The order of records is the caller's: FAR comes by
 * itself, then MIR, per wafer WIR, for each part PIR, its results and PRR, then WRR, at the end PCR and MRR. What a later
 * result of a test shares with its first is left out, as the format has it.
 *
 * @example
 * ```ts no-run
 * const file = await open('lot.stdf', 'wx');
 * const stdf = new StdfWriter((bytes) => file.writeFile(bytes));
 * stdf.write({ record: 'MIR', SETUP_T: 0, START_T: 0, STAT_NUM: 1, LOT_ID: 'LOT1' });
 * const capacitance = stdf.test({ TEST_NUM: 100, TEST_TXT: 'C_sense', UNITS: 'F', LO_LIMIT: 0.9e-12, HI_LIMIT: 1.1e-12 });
 * stdf.write({ record: 'PIR', HEAD_NUM: 1, SITE_NUM: 0 });
 * if (!capacitance.result(1, 0, 1.02e-12)) await stdf.ready();
 * await stdf.flush();
 * ```
 */
export class StdfWriter {
  readonly #sink: StdfSink;
  readonly #little: boolean;
  readonly #statics = new Map<string, Uint8Array>();
  #chunk: Uint8Array = newChunk();
  #view = viewOf(this.#chunk);
  #length = 0;
  #waiting: Uint8Array[] = [];
  #writing: Promise<void> | undefined;
  #failure: FourwireError | undefined;
  #resumes: (() => void)[] = [];

  constructor(sink: StdfSink, options: StdfOptions = {}) {
    this.#sink = sink;
    this.#little = options.byteOrder !== 'big-endian';
    this.write({ record: 'FAR', CPU_TYPE: this.#little ? 2 : 1, STDF_VER: 4 });
  }

  /**
   * Takes a record. Gives false when some 2 MB wait for the sink: then await {@link ready} before the next.
   *
   * @throws FourwireError of kind `range`, code `stdf-value`, for a field that does not fit; `busy` when 16 MB wait;
   * `link`, code `stdf-write-failed`, after the sink failed
   */
  write(record: StdfRecord): boolean {
    const { bytes, staticAt } = encodeRecord(record, this.#little);
    if (
      (record.record === 'PTR' || record.record === 'MPR') &&
      this.#isKnown(record, bytes.subarray(staticAt))
    ) {
      putLength(bytes, staticAt, this.#little);
      return this.#append(bytes.subarray(0, staticAt));
    }
    return this.#append(bytes);
  }

  /** Prepares a test; the first of its results carries what all of them share. Throws as {@link write}. */
  test(fields: StdfTestFields): StdfTest {
    const first = {
      record: 'PTR',
      HEAD_NUM: 1,
      SITE_NUM: 0,
      TEST_FLG: 0,
      PARM_FLG: 0,
      RESULT: 0,
      ...fields,
    } as const;
    const { bytes, staticAt } = encodeRecord(first, this.#little);
    const later = bytes.slice(0, staticAt);
    putLength(later, later.length, this.#little);
    const repeated = new Template(later);
    let template = new Template(bytes);
    return {
      result: (head, site, value, flags = 0, parameterFlags = 0) => {
        if (template !== repeated && this.#isKnown(first, bytes.subarray(staticAt))) template = repeated;
        const isNumber = Number.isFinite(value);
        // Written at once where all fits; what does not is refused by the slow way.
        if (!isNumber || (head | site | flags | parameterFlags) >>> 8 !== 0) {
          return this.write({
            ...first,
            HEAD_NUM: head,
            SITE_NUM: site,
            TEST_FLG: isNumber ? flags : flags | testFlags.resultInvalid | testFlags.noVerdict,
            PARM_FLG: parameterFlags,
            RESULT: isNumber ? value : 0,
          });
        }
        const at = this.#reserve(template.length);
        const view = this.#view;
        template.copyTo(view, at);
        view.setUint32(at + offsets.own, head | (site << 8) | (flags << 16) | (parameterFlags << 24), true);
        view.setFloat32(at + offsets.result, value, this.#little);
        template = repeated;
        return this.#waiting.length < tolerated;
      },
    };
  }

  /** Resolves as soon as the writer takes more, while the sink still writes. Rejects when the sink failed. */
  async ready(): Promise<void> {
    if (this.#waiting.length >= tolerated && this.#failure === undefined) {
      await new Promise<void>((resolve) => this.#resumes.push(resolve));
    }
    if (this.#failure !== undefined) throw this.#failure;
  }

  /** Resolves when everything so far is with the sink, which is the caller's to close. Rejects when the sink failed. */
  async flush(): Promise<void> {
    this.#handOver();
    await this.#writing;
    if (this.#failure !== undefined) throw this.#failure;
  }

  /** Whether the static part of a test is in the file already; remembers that of the first. */
  #isKnown({ record, TEST_NUM }: StdfRecordOf<'PTR'> | StdfRecordOf<'MPR'>, part: Uint8Array): boolean {
    const key = `${record} ${TEST_NUM}`;
    const known = this.#statics.get(key);
    if (known === undefined) {
      this.#statics.set(key, part.slice());
      return false;
    }
    return Buffer.compare(known, part) === 0;
  }

  #append(bytes: Uint8Array): boolean {
    const at = this.#reserve(bytes.length);
    this.#chunk.set(bytes, at);
    return this.#waiting.length < tolerated;
  }

  /** Where so many bytes go. */
  #reserve(length: number): number {
    if (this.#length + length > chunkLength) this.#handOver();
    const at = this.#length;
    this.#length += length;
    return at;
  }

  #handOver(): void {
    if (this.#failure !== undefined) throw this.#failure;
    if (this.#waiting.length >= atMost) {
      throw new FourwireError(
        'busy',
        'stdf-writing',
        'Too much waits to be written; await ready() when write gives false.',
      );
    }
    if (this.#length === 0) return;
    this.#waiting.push(this.#chunk.subarray(0, this.#length));
    this.#chunk = newChunk();
    this.#view = viewOf(this.#chunk);
    this.#length = 0;
    this.#writing ??= this.#drain();
  }

  async #drain(): Promise<void> {
    try {
      for (let next = this.#waiting[0]; next !== undefined; next = this.#waiting[0]) {
        await this.#sink(next);
        this.#waiting.shift();
        if (this.#waiting.length < tolerated) this.#resume();
      }
    } catch (cause) {
      this.#failure = new FourwireError(
        'link',
        'stdf-write-failed',
        `The STDF file could not be written: ${String(cause)}.`,
        { retry: 'operator', cause },
      );
    } finally {
      this.#writing = undefined;
      this.#resume();
    }
  }

  #resume(): void {
    for (const resume of this.#resumes.splice(0)) resume();
  }
}

/** A result of a test, copied by words of four bytes: for so few, faster than copying an array. */
class Template {
  readonly length: number;
  readonly #words: Uint32Array;

  constructor(bytes: Uint8Array) {
    this.length = bytes.length;
    const padded = new Uint8Array(Math.ceil(bytes.length / 4) * 4);
    padded.set(bytes);
    const view = viewOf(padded);
    this.#words = Uint32Array.from({ length: padded.length / 4 }, (_, word) =>
      view.getUint32(4 * word, true),
    );
  }

  /** Copies all but the fields that every result has its own of; up to three bytes more than its length are overwritten. */
  copyTo(view: DataView, at: number): void {
    const words = this.#words;
    view.setUint32(at, words[0] ?? 0, true);
    view.setUint32(at + 4, words[1] ?? 0, true);
    for (let word = offsets.rest / 4; word < words.length; word++) {
      view.setUint32(at + 4 * word, words[word] ?? 0, true);
    }
  }
}

/** A chunk, with room for the last word of a {@link Template} that ends with it. */
function newChunk(): Uint8Array {
  return Buffer.allocUnsafe(chunkLength + 4);
}

function viewOf({ buffer, byteOffset, byteLength }: Uint8Array): DataView {
  return new DataView(buffer, byteOffset, byteLength);
}
