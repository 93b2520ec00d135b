import { FourwireError } from '@fourwire/core';
import { overload, underload } from '../values/faults.ts';

/** How a family turns the number of a word into a distance. */
export interface IldScale {
  /** Distance in mm of a number, for a measuring range in mm. */
  distance(x: number, range: number): number;
  /** The numbers between which a distance lies within the measuring range. */
  readonly lowest: number;
  readonly highest: number;
  /** The distance of one count, as a share of the measuring range. */
  readonly step: number;
}

/** ILD1320, 1420 and 1750, without mastering (1420 manual, A 3.5): `(102 x / 65520 - 1) / 100` of the range. */
export const scale1420: IldScale = {
  distance: (x, range) => (((102 * x) / 65_520 - 1) / 100) * range,
  lowest: 643,
  highest: 64_877,
  step: 102 / 65_520 / 100,
};

/** ILD1900 without mastering (IF2030/ENETIP manual, A 3.8): `(x - 98232) / 65536` of the range, from its start. */
export const scale1900: IldScale = {
  distance: (x, range) => ((x - 98_232) / 65_536) * range,
  lowest: 98_232,
  highest: 98_232 + 65_536,
  step: 1 / 65_536,
};

/** The lowest number that is an error instead of a distance. */
const firstError = 262_075;

/** What the numbers mean that stand in place of a distance (1420 manual, A 3.5). */
const errors: Readonly<Record<number, string>> = {
  262_075: 'there are too many data for the baud rate',
  262_076: 'there is no peak: no target, or too little light',
  262_077: 'the peak is before the range',
  262_078: 'the peak is behind the range',
  262_080: 'the distance cannot be calculated',
  262_081: 'the peak is too wide',
  262_082: 'the laser is off',
};

/** The error number that says that samples were dropped on the sensor's side. */
export const tooManyData = 262_075;

/** The distance of a word in mm, or NaN where it is none. */
export function distanceOf(x: number, range: number, scale: IldScale): number {
  return x < scale.lowest || x > scale.highest ? NaN : scale.distance(x, range);
}

/** Why a word is no distance. */
export function whyNoDistance(x: number, scale: IldScale): FourwireError {
  if (x === 262_077) return underload('The target is nearer than the measuring range.');
  if (x === 262_078) return overload('The target is beyond the measuring range.');
  if (x >= firstError)
    return new FourwireError(
      'device',
      'sensor-error',
      `No distance: ${errors[x] ?? `error ${x} of the sensor`}.`,
      {
        device: { code: x, text: errors[x] ?? '' },
      },
    );
  return x < scale.lowest
    ? underload('The target is nearer than the measuring range.')
    : overload('The target is beyond the measuring range.');
}

/** The counter of the sensor is one word, of 18 bits: it begins again at 0 after so many values. */
export const counterPeriod = 2 ** 18;

/** Takes a distance word, with the sensor's number of it where it numbers them. */
export type TakeWord = (x: number, counter: number | undefined) => void;

/**
 * Takes the three-byte words of the sensors apart, also from a stream that begins in the middle of one. The two top
 * bits of each byte say where in the word it belongs: 00 low, 01 middle, 10 high; 11 high of a word that follows in
 * the same set: the counter of a sensor that numbers its values; otherwise it is skipped.
 */
export class IldWords {
  /** Whether the word after each distance is its number. A distance whose number is torn is dropped then. */
  counted = false;
  #low = -1;
  #middle = -1;
  /** The distance whose number is to follow. */
  #distance = -1;
  /** Words that were torn since the last look. */
  #torn = 0;
  #begun = false;

  /** Hands every distance word of the chunk to `take`. */
  decode(chunk: Uint8Array, take: TakeWord): void {
    for (let index = 0; index < chunk.length; index++) {
      const byte = chunk[index] ?? 0;
      const bits = byte & 0x3f;
      switch (byte >> 6) {
        case 0:
          if (this.#low >= 0) this.#tear();
          this.#low = bits;
          this.#middle = -1;
          this.#begun = true;
          break;
        case 1:
          if (this.#low < 0 || this.#middle >= 0) this.#tear();
          else this.#middle = bits;
          break;
        default:
          this.#end(bits, byte >> 6 === 2, take);
      }
    }
  }

  /** How many words were torn since the last call. */
  takeTorn(): number {
    const torn = this.#torn;
    this.#torn = 0;
    return torn;
  }

  /** Forgets everything: a new stream begins. */
  reset(): void {
    this.#low = -1;
    this.#middle = -1;
    this.#distance = -1;
    this.#torn = 0;
    this.#begun = false;
  }

  /** Takes the last byte of a word. */
  #end(bits: number, first: boolean, take: TakeWord): void {
    const [low, middle] = [this.#low, this.#middle];
    if (low < 0 || middle < 0) {
      this.#tear();
      return;
    }
    this.#low = -1;
    this.#middle = -1;
    const x = (bits << 12) | (middle << 6) | low;
    if (!this.counted) {
      if (first) take(x, undefined);
    } else if (first) {
      // The sensor has been switched on anew, and numbers nothing now.
      if (this.#distance >= 0) take(this.#distance, undefined);
      this.#distance = x;
    } else if (this.#distance >= 0) {
      take(this.#distance, x);
      this.#distance = -1;
    }
  }

  /** One word is missing, whichever of its bytes is. What comes before the first low byte is the rest of an older word. */
  #tear(): void {
    if (this.#begun) this.#torn++;
    // The rest of the torn word is not torn again.
    this.#begun = false;
    this.#low = -1;
    this.#middle = -1;
    this.#distance = -1;
  }
}
