import { blockLength } from './message.ts';

/** The longest header of a definite block: `#9` and nine digits. */
const longestBlockHeader = 11;

/**
 * Cuts a stream into program messages: they end with a line feed that is not inside a definite block. A line feed ends
 * a message inside quotes too, so that a forgotten quote costs one message and not all that follow.
 */
export class MessageSplitter {
  #text = '';
  #at = 0;
  #mark = '';

  /** How many characters wait for their line feed. */
  get waiting(): number {
    return this.#text.length;
  }

  /** Takes what arrived, as Latin-1; gives the messages that are complete, without their line feeds. */
  push(text: string): string[] {
    this.#text += text;
    const messages: string[] = [];
    let start = 0;
    while (this.#at < this.#text.length) {
      const character = this.#text.charAt(this.#at);
      if (character === '\n') {
        messages.push(this.#text.slice(start, this.#at));
        start = this.#at + 1;
        this.#mark = '';
      } else if (this.#mark !== '') {
        if (character === this.#mark) this.#mark = '';
      } else if (character === '"' || character === "'") {
        this.#mark = character;
      } else if (character === '#') {
        const skip = this.#block();
        if (skip === undefined) break;
        this.#at += skip;
      }
      this.#at++;
    }
    this.#text = this.#text.slice(start);
    this.#at -= start;
    return messages;
  }

  /** Forgets what waits. */
  clear(): void {
    this.#text = '';
    this.#at = 0;
    this.#mark = '';
  }

  /** How many characters behind the `#` belong to its block; `undefined` while that cannot be told yet. */
  #block(): number | undefined {
    const length = blockLength(this.#text, this.#at);
    if (length > 0) return length - 1;
    const header = this.#text.slice(this.#at, this.#at + longestBlockHeader);
    const digits = Number(header.charAt(1));
    const incomplete = header.length === 1 || (digits >= 1 && header.length < 2 + digits);
    return incomplete && /^#\d*$/.test(header) ? undefined : 0;
  }
}
