const stx = 0x02;
const etx = 0x03;
/** No command or reply is longer than this. */
const longest = 128;

/** A text in the frame of the serial line (sheet cts.md, section 2): bit 7 set, and an exclusive or as its check. */
export function ctsFrame(address: number, text: string): Uint8Array {
  const body = Uint8Array.from([
    0x80 + address,
    ...Array.from(text, (letter) => letter.charCodeAt(0) | 0x80),
  ]);
  return Uint8Array.of(stx, ...body, check(body), etx);
}

/** Finds the frames for an address in chunks of any size. */
export class CtsFrames {
  readonly #address: number;
  #buffer: number[] = [];

  constructor(address: number) {
    this.#address = address;
  }

  /** Gives the texts that the bytes complete. Others' frames and those with a wrong check are dropped. */
  push(bytes: Uint8Array): readonly string[] {
    const texts: string[] = [];
    for (const byte of bytes) {
      if (byte === stx) this.#buffer = [];
      else if (byte === etx) {
        const text = this.#text(Uint8Array.from(this.#buffer));
        if (text !== undefined) texts.push(text);
        this.#buffer = [];
      } else if (this.#buffer.length < longest) this.#buffer.push(byte);
    }
    return texts;
  }

  #text(frame: Uint8Array): string | undefined {
    const body = frame.subarray(0, -1);
    if (body.length < 2 || body[0] !== 0x80 + this.#address || check(body) !== frame.at(-1)) return undefined;
    return Array.from(body.subarray(1), (byte) => String.fromCharCode(byte & 0x7f)).join('');
  }
}

function check(body: Uint8Array): number {
  let sum = 0;
  for (const byte of body) sum ^= byte;
  return sum | 0x80;
}
