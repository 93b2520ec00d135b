import { hasCrc } from './crc16.ts';

/** The longest RTU frame: unit, 253 bytes of request, check sum. */
const longest = 256;

/** What the bytes from some place on may be. */
type Guess = 'frame' | 'unfinished' | 'unknown-function' | 'nothing';

/**
 * Finds requests in a stream of bytes without looking at the time: the function code says how long a request is, the
 * check sum that it is one. After garbage it goes on at the next request; it never keeps more than one frame.
 *
 * @internal
 */
export class RtuFrames {
  readonly #unit: number;
  #buffer = new Uint8Array();

  /** @param unit - the only unit whose requests with an unknown function code, and so an unknown length, are found */
  constructor(unit: number) {
    this.#unit = unit;
  }

  /** Forgets an unfinished request. */
  clear(): void {
    this.#buffer = new Uint8Array();
  }

  /** Takes bytes and gives the requests they complete, check sums included. */
  push(bytes: Uint8Array): readonly Uint8Array[] {
    const frames: Uint8Array[] = [];
    for (let start = 0; start < bytes.length; start += longest) {
      const piece = bytes.subarray(start, start + longest);
      const buffer = new Uint8Array(this.#buffer.length + piece.length);
      buffer.set(this.#buffer);
      buffer.set(piece, this.#buffer.length);
      this.#buffer = buffer;
      for (let frame = this.#next(); frame !== undefined; frame = this.#next()) frames.push(frame);
    }
    return frames;
  }

  #next(): Uint8Array | undefined {
    const buffer = this.#buffer;
    let kept: number | undefined;
    for (let start = 0; start < buffer.length; start++) {
      const rest = buffer.subarray(start);
      const length = requestLength(rest) ?? rest.length;
      const guess = this.#guess(rest);
      if (guess === 'frame') {
        this.#buffer = buffer.slice(start + length);
        return rest.slice(0, length);
      }
      if (guess !== 'nothing') kept ??= start;
      if (guess === 'unfinished') break;
    }
    this.#buffer = buffer.slice(Math.max(kept ?? buffer.length, buffer.length - longest + 1));
    return undefined;
  }

  #guess(rest: Uint8Array): Guess {
    const unit = rest[0] ?? 0;
    if (unit > 247) return 'nothing';
    if (rest.length < 2) return 'unfinished';
    const length = requestLength(rest);
    if (length === undefined) {
      // The end of an unknown request shows only in that nothing follows, so nothing waits for it either.
      if (unit !== this.#unit) return 'nothing';
      return rest.length <= longest && hasCrc(rest) ? 'frame' : 'unknown-function';
    }
    if (!countsAgree(rest)) return 'nothing';
    if (rest.length < length) return 'unfinished';
    return hasCrc(rest.subarray(0, length)) ? 'frame' : 'nothing';
  }
}

/** Length of a request with its check sum; `undefined` for a function that is not known. */
function requestLength(frame: Uint8Array): number | undefined {
  const functionCode = frame[1] ?? 0;
  if (functionCode >= 1 && functionCode <= 6) return 8;
  if (functionCode === 15 || functionCode === 16) return 9 + (frame[6] ?? 0);
  return undefined;
}

/** Whether the two counts of a write of several agree; garbage that looks like a long write must hold nobody up. */
function countsAgree(frame: Uint8Array): boolean {
  const functionCode = frame[1] ?? 0;
  if (functionCode < 15 || frame.length < 7) return true;
  const count = ((frame[4] ?? 0) << 8) | (frame[5] ?? 0);
  const bytes = functionCode === 15 ? Math.ceil(count / 8) : 2 * count;
  return bytes >= 1 && bytes <= 246 && frame[6] === bytes;
}
