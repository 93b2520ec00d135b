import type { BlockDialect } from './block-header.ts';
import { readBlockHeader } from './block-header.ts';
import { asBuffer } from './latin1.ts';

const LINE_FEED = 0x0a;
const BLANK = 0x20;
const DOUBLE_QUOTE = 0x22;
const HASH = 0x23;
const SINGLE_QUOTE = 0x27;
const COMMA = 0x2c;
const COLON = 0x3a;
const SEMICOLON = 0x3b;

/** From this many bytes on, native searching beats looking at every byte. */
const LONG = 256;

type State =
  /** Where data may begin: at the start and after a separator. */
  | 'start'
  /** In a response header, after whose blank data begin. */
  | 'header'
  /** In data that last until a separator. */
  | 'plain'
  | 'string'
  /** After a quote mark that closes the string unless another follows. */
  | 'string-end'
  | 'block-header'
  | 'block'
  | 'indefinite';

/**
 * Finds the line feed that ends a response on a byte stream, not taking those in definite blocks and quoted strings for
 * it. It remembers where it is between chunks and looks at no byte twice; inside a block it looks at none.
 *
 * Source: sheet scpi.md, 2.1; raw-socket-and-serial.md, 1.2.
 */
export class ScpiMessageEnd {
  readonly #dialect: BlockDialect;
  #state: State = 'start';
  #mark = 0;
  #header: number[] = [];
  #blockLeft = 0;
  #taken = 0;
  #expected: number | undefined;
  #dataAt: number | undefined;

  constructor(dialect: BlockDialect = 'standard') {
    this.#dialect = dialect;
  }

  /**
   * Whether an indefinite block (`#0…`) has begun: any line feed may be data, so no end will be found and only the END of a
   * message transport, or silence, can tell.
   */
  get indefinite(): boolean {
    return this.#state === 'indefinite';
  }

  /**
   * How many bytes the response has up to the line feed after the block it is in, so that room for a long block can be made
   * at once; `undefined` before the first block.
   */
  get expected(): number | undefined {
    return this.#expected;
  }

  /** Where in its response the data of the last definite block begin; `undefined` before the first. */
  get dataAt(): number | undefined {
    return this.#dataAt;
  }

  /**
   * Takes the bytes of `chunk` from `from` on and returns the position after the line feed that ends the response, or
   * -1 when it needs the next chunk. After an end it begins anew, so call it again with that position.
   */
  push(chunk: Uint8Array, from = 0): number {
    let at = this.#skipPlain(chunk, from);
    while (at < chunk.length) {
      if (this.#state === 'block') {
        const step = Math.min(this.#blockLeft, chunk.length - at);
        this.#blockLeft -= step;
        at += step;
        if (this.#blockLeft === 0) this.#state = 'plain';
      } else if (this.#state === 'indefinite') {
        break;
      } else {
        const ended = this.#take(chunk[at] as number);
        at++;
        if (ended) {
          this.reset();
          return at;
        }
        if (this.#blockLeft > 0) {
          this.#dataAt = this.#taken + at - from;
          this.#expected = this.#dataAt + this.#blockLeft + 1;
        }
      }
    }
    this.#taken += chunk.length - from;
    return -1;
  }

  /** Forgets a response in progress. */
  reset(): void {
    this.#state = 'start';
    this.#blockLeft = 0;
    this.#taken = 0;
    this.#expected = undefined;
  }

  /** Goes on with one byte; true when it ends the response. */
  #take(byte: number): boolean {
    if (this.#state === 'string') {
      if (byte === this.#mark) this.#state = 'string-end';
      return false;
    }
    if (this.#state === 'string-end' && byte === this.#mark) {
      this.#state = 'string';
      return false;
    }
    if (this.#state === 'start') return this.#start(byte);
    if (this.#state === 'block-header') return this.#blockHeader(byte);
    if (this.#state === 'header' && byte !== LINE_FEED && byte !== COMMA && byte !== SEMICOLON) {
      if (byte <= BLANK) this.#state = 'start';
      return false;
    }
    return this.#plain(byte);
  }

  #start(byte: number): boolean {
    if (byte === LINE_FEED || byte === COMMA || byte === SEMICOLON) return this.#plain(byte);
    if (byte <= BLANK) return false;
    if (byte === DOUBLE_QUOTE || byte === SINGLE_QUOTE) {
      this.#state = 'string';
      this.#mark = byte;
    } else if (byte === HASH) {
      this.#state = 'block-header';
      this.#header = [byte];
    } else {
      this.#state = byte === COLON ? 'header' : 'plain';
    }
    return false;
  }

  #plain(byte: number): boolean {
    this.#state = byte === COMMA || byte === SEMICOLON || byte === LINE_FEED ? 'start' : 'plain';
    return byte === LINE_FEED;
  }

  #blockHeader(byte: number): boolean {
    this.#header.push(byte);
    const header = readBlockHeader((position) => this.#header[position], 0, this.#dialect);
    if (header.kind === 'none') return this.#plain(byte);
    if (header.kind === 'indefinite') this.#state = 'indefinite';
    if (header.kind === 'definite') {
      this.#blockLeft = header.length;
      this.#state = header.length === 0 ? 'plain' : 'block';
    }
    return false;
  }

  /**
   * In a long stretch of plain data up to the line feed or the end of the chunk, goes straight to the last separator: without
   * quotes and `#` nothing before it can hide a line feed.
   */
  #skipPlain(chunk: Uint8Array, from: number): number {
    if (chunk.length - from < LONG || (this.#state !== 'plain' && this.#state !== 'start')) return from;
    const lineFeed = asBuffer(chunk).indexOf(LINE_FEED, from);
    const stretch = asBuffer(chunk).subarray(from, lineFeed < 0 ? chunk.length : lineFeed);
    if (stretch.length < LONG || [DOUBLE_QUOTE, SINGLE_QUOTE, HASH].some((byte) => stretch.includes(byte))) {
      return from;
    }
    const separator = Math.max(stretch.lastIndexOf(COMMA), stretch.lastIndexOf(SEMICOLON));
    if (separator < 0) return from;
    this.#state = 'start';
    return from + separator + 1;
  }
}

/**
 * The position after the line feed that ends the response beginning at `from`, or -1 when it is not complete. For bytes
 * that arrive in chunks use {@link ScpiMessageEnd}, which does not begin again each time.
 */
export function findMessageEnd(buffer: Uint8Array, from = 0, dialect: BlockDialect = 'standard'): number {
  return new ScpiMessageEnd(dialect).push(buffer, from);
}
