const stx = 0x02;
const etx = 0x03;

/** Two hexadecimal digits that make the sum of all bytes from STX on zero (sheet weiss-ascii2.md, section 7). */
function checkDigits(text: string): string {
  let sum = 0;
  for (let index = 0; index < text.length; index++) sum += text.charCodeAt(index);
  return (-sum & 0xff).toString(16).toUpperCase().padStart(2, '0');
}

/** A payload in its frame, as Latin-1 text. */
export function framed(payload: string): string {
  const start = `${String.fromCharCode(stx)}${payload}`;
  return `${start}${checkDigits(start)}${String.fromCharCode(etx)}`;
}

/** Finds frames in chunks of any size. */
export class Sb22Frames {
  #rest = '';

  /** Gives the payloads that the bytes complete; frames with a wrong check are dropped. */
  push(bytes: Uint8Array): readonly string[] {
    this.#rest += new TextDecoder('latin1').decode(bytes);
    const payloads: string[] = [];
    for (let end = this.#rest.indexOf(String.fromCharCode(etx)); end >= 0;) {
      const start = this.#rest.lastIndexOf(String.fromCharCode(stx), end);
      const frame = this.#rest.slice(Math.max(0, start), end);
      if (start >= 0 && frame.length > 3 && checkDigits(frame.slice(0, -2)) === frame.slice(-2))
        payloads.push(frame.slice(1, -2));
      this.#rest = this.#rest.slice(end + 1);
      end = this.#rest.indexOf(String.fromCharCode(etx));
    }
    // No frame is longer than 64 characters.
    this.#rest = this.#rest.slice(-64);
    return payloads;
  }
}
