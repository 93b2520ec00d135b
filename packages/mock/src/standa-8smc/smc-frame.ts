import { crc16 } from '../modbus/crc16.ts';

/** Bytes of data behind the four letters of a request, by command (sheet standa-8smc.md, section 2). */
const smcRequestLengths = {
  gent: 0,
  geng: 0,
  gets: 0,
  gpos: 0,
  spos: 20,
  move: 12,
  movr: 12,
  left: 0,
  rigt: 0,
  loft: 0,
  home: 0,
  stop: 0,
  sstp: 0,
  pwof: 0,
  gmov: 0,
  smov: 24,
  gpwr: 0,
  spwr: 14,
} as const;

/** The four letters of a command. */
export type SmcCommand = keyof typeof smcRequestLengths;

/** A request, or what is wrong with what came instead of one. */
export type SmcRequest =
  | { readonly command: SmcCommand; readonly data: DataView }
  | { readonly refused: 'errc' | 'errd' }
  | { readonly zero: true };

/** Cuts what a client sends into requests. After a wrong check sum it is out of step until zeros come. */
export class SmcReader {
  #rest: readonly number[] = [];
  #lost = false;

  /** Takes bytes; gives the requests that are whole. */
  take(bytes: Uint8Array): readonly SmcRequest[] {
    const rest = [...this.#rest, ...bytes];
    const requests: SmcRequest[] = [];
    for (;;) {
      const request = this.#next(rest);
      if (request === undefined) break;
      requests.push(request);
    }
    this.#rest = rest;
    return requests;
  }

  /** Takes one request off the front. */
  #next(rest: number[]): SmcRequest | undefined {
    if (this.#lost) {
      const zero = rest.indexOf(0);
      rest.splice(0, zero < 0 ? rest.length : zero);
      this.#lost = zero < 0;
    }
    if (rest[0] === 0) {
      rest.shift();
      return { zero: true };
    }
    if (rest.length < 4) return undefined;
    const name = String.fromCharCode(...rest.slice(0, 4));
    const command = Object.keys(smcRequestLengths).find((known): known is SmcCommand => known === name);
    if (command === undefined) {
      rest.splice(0, 4);
      return { refused: 'errc' };
    }
    const length = smcRequestLengths[command];
    if (length === 0) {
      rest.splice(0, 4);
      return { command, data: new DataView(new ArrayBuffer(0)) };
    }
    if (rest.length < 4 + length + 2) return undefined;
    const message = Uint8Array.from(rest.splice(0, 4 + length + 2));
    const checked = message.subarray(4);
    if (crc16(checked) !== 0) {
      this.#lost = true;
      return { refused: 'errd' };
    }
    return { command, data: new DataView(checked.buffer, checked.byteOffset, length) };
  }
}

/** Writes the fields of a reply one after the other, low bytes first; what is left over is zero. */
export class SmcData {
  readonly bytes: Uint8Array;
  readonly #view: DataView;
  #at = 0;

  constructor(length: number) {
    this.bytes = new Uint8Array(length);
    this.#view = new DataView(this.bytes.buffer);
  }

  u8(...values: readonly number[]): this {
    for (const value of values) this.#view.setUint8(this.#at++, value);
    return this;
  }

  i16(...values: readonly number[]): this {
    for (const value of values) this.#view.setInt16(this.#step(2), value, true);
    return this;
  }

  i32(...values: readonly number[]): this {
    for (const value of values) this.#view.setInt32(this.#step(4), value, true);
    return this;
  }

  i64(value: number): this {
    this.#view.setBigInt64(this.#step(8), BigInt(value), true);
    return this;
  }

  #step(size: number): number {
    const at = this.#at;
    this.#at += size;
    return at;
  }
}
