const [lineFeed, carriageReturn, escape, plus] = [0x0a, 0x0d, 0x1b, 0x2b];

/** A line that an adapter received: a command of its own, or data for the instrument. */
export interface AdapterLine {
  readonly command: boolean;
  /** Without its end; the data with its escapes taken out. */
  readonly bytes: Uint8Array;
}

/**
 * Cuts what an adapter receives into lines: they end with CR or LF, unless ESC is before it; ESC makes any byte data
 * (sheet gpib-adapters.md, section 2). Empty lines are ignored.
 */
export class AdapterLines {
  readonly #longest: number;
  #bytes: number[] = [];
  #escaped = false;
  /** How many of the first two bytes are a `+` without ESC: two make it a command. */
  #pluses = 0;

  /** @param longest - bytes of a line; what comes behind is lost */
  constructor(longest: number) {
    this.#longest = longest;
  }

  push(chunk: Uint8Array): AdapterLine[] {
    const lines: AdapterLine[] = [];
    for (const byte of chunk) {
      if (this.#escaped) {
        this.#escaped = false;
        this.#add(byte);
      } else if (byte === escape) {
        this.#escaped = true;
      } else if (byte === carriageReturn || byte === lineFeed) {
        if (this.#bytes.length > 0)
          lines.push({ command: this.#pluses === 2, bytes: Uint8Array.from(this.#bytes) });
        this.#bytes = [];
        this.#pluses = 0;
      } else {
        if (byte === plus && this.#bytes.length < 2 && this.#pluses === this.#bytes.length) this.#pluses++;
        this.#add(byte);
      }
    }
    return lines;
  }

  #add(byte: number): void {
    if (this.#bytes.length < this.#longest) this.#bytes.push(byte);
  }
}
