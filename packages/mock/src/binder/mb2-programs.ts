import type { Clock } from '@fourwire/core';
import type { ProgramLoop, ProgramSegment } from '../chamber-controller/chamber-program.ts';
import { wordRegister } from '../modbus/word-bank.ts';
import type { RegisterEntry } from '../modbus/word-bank.ts';

/** The buffer through which programs are written and read (sheet binder-modbus.md, program transfer). */
const buffer = { control: 0x30_00, status: 0x30_02, segments: 0x30_03, program: 0x30_04 } as const;
const segmentStart = 0x30_14;
const segmentWords = 0x30;
const title = { start: 0x43_00, words: 32 } as const;
const end = title.start + title.words;
const longest = 99;

/** What is written to the control register, and the bit that says that it is not done yet. */
const commands = { remove: 0x06, load: 0x0b, store: 0x0c, busy: 0x80 } as const;

/** How long a transfer takes, in ms. Unconfirmed: the sheet says seconds. */
const transfer = 2000;

/** A program as it lies in the buffer. */
type Stored = readonly number[];

/** The program memory of an MB2: 18 floats a segment, of which the first is the temperature and the second the humidity. */
export class Mb2Programs {
  readonly #clock: Clock;
  readonly #words = Array.from({ length: end - buffer.control }, () => 0);
  readonly #stored = new Map<number, Stored>();
  #busyUntil = Number.NEGATIVE_INFINITY;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** A register of the buffer, which has thousands. While a transfer is under way nothing in it can be written. */
  register(address: number): RegisterEntry | undefined {
    if (address < buffer.control || address >= end) return undefined;
    const index = address - buffer.control;
    return wordRegister(
      () => (index === 0 ? this.#control : (this.#words[index] ?? 0)),
      (value) => {
        if (this.#busy) return false;
        if (index === 0) return this.#command(value);
        this.#words[index] = value & 0xffff;
        return true;
      },
    );
  }

  /** The segments of a stored program and its loops. */
  get(
    number: number,
    outputs: number,
  ): { readonly segments: readonly ProgramSegment[]; readonly loops: readonly ProgramLoop[] } | undefined {
    const words = this.#stored.get(number);
    if (words === undefined) return undefined;
    const count = words[buffer.segments - buffer.control] ?? 0;
    const starts = Array.from(
      { length: count },
      (_, index) => segmentStart - buffer.control + segmentWords * index,
    );
    const loops = starts.flatMap((start, after): readonly ProgramLoop[] => {
      const repeat = words[start + 0x29] ?? 0;
      return (repeat & 0xff) === 0
        ? []
        : [{ after, to: Math.max(0, (repeat >> 8) - 1), repeats: repeat & 0xff }];
    });
    const segments = starts.map((start): ProgramSegment => {
      const contacts = words[start + 0x28] ?? 0;
      const ramp = (words[start + 0x2e] ?? 0) === 0;
      return {
        temperature: float(words, start),
        humidity: (contacts & 1) === 1 ? 'off' : float(words, start + 2),
        ramp,
        humidityRamp: ramp,
        seconds: ((words[start + 0x25] ?? 0) << 16) + (words[start + 0x24] ?? 0),
        outputs: Array.from({ length: outputs }, (_, bit) => ((contacts >> bit) & 1) === 1),
      };
    });
    return { segments, loops };
  }

  get #busy(): boolean {
    return this.#clock.monotonic() < this.#busyUntil;
  }

  get #control(): number {
    return (this.#words[0] ?? 0) | (this.#busy ? commands.busy : 0);
  }

  #command(code: number): boolean {
    const number = this.#words[buffer.program - buffer.control] ?? 0;
    const count = this.#words[buffer.segments - buffer.control] ?? 0;
    if (code === commands.store) {
      if (count < 1 || count > longest) return false;
      this.#stored.set(number, this.#words.slice());
    } else if (code === commands.load) {
      const found = this.#stored.get(number);
      if (found === undefined) return false;
      this.#words.splice(0, found.length, ...found);
    } else if (code === commands.remove) this.#stored.delete(number);
    else return false;
    this.#words[0] = code;
    this.#busyUntil = this.#clock.monotonic() + transfer;
    return true;
  }
}

/** A float whose low word comes first. */
function float(words: Stored, index: number): number {
  const view = new DataView(new ArrayBuffer(4));
  view.setUint16(0, words[index + 1] ?? 0);
  view.setUint16(2, words[index] ?? 0);
  return view.getFloat32(0);
}
