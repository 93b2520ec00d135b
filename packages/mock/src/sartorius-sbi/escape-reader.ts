const escape = '\u001B';

/** Cuts what a client sends into commands: ESC and a letter, or ESC, a letter, digits or text, and an underscore. */
export class EscapeReader {
  readonly #command: (code: string) => void;
  #rest = '';

  /** @param command - called with each command, without its ESC */
  constructor(command: (code: string) => void) {
    this.#command = command;
  }

  push(bytes: Uint8Array): void {
    this.#rest += new TextDecoder('latin1').decode(bytes);
    for (;;) {
      const at = this.#rest.indexOf(escape);
      if (at < 0) {
        this.#rest = '';
        return;
      }
      this.#rest = this.#rest.slice(at);
      const letter = this.#rest.charAt(1);
      if (letter === '') return;
      // Capital letters stand alone; the others go on to the underscore.
      const end = letter >= 'A' && letter <= 'Z' ? 1 : this.#rest.indexOf('_');
      if (end < 0) {
        if (this.#rest.length > 64) this.#rest = '';
        return;
      }
      const code = this.#rest.slice(1, end + 1);
      this.#rest = this.#rest.slice(end + 1);
      this.#command(code);
    }
  }
}
