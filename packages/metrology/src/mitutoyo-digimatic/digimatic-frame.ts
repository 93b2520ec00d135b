import { FourwireError } from '@fourwire/core';
import { resolutionOf } from '../values/decimal.ts';
import { lengthOf } from '../values/length.ts';
import type { LengthReading } from '../values/length.ts';

/** How many groups of four bits a frame has. */
const frameNibbles = 13;

/** The most decimals a frame may state. */
const mostDecimals = 5;

/**
 * Groups the bits of a Digimatic frame, in the order in which the gauge clocks them out: the least significant bit of
 * each nibble comes first.
 *
 * @param bits - 52 times 0 or 1
 * @throws FourwireError of kind `protocol`
 */
export function digimaticNibbles(bits: readonly number[]): readonly number[] {
  if (bits.length !== 4 * frameNibbles || bits.some((bit) => bit !== 0 && bit !== 1)) {
    throw malformed(`a frame has 52 bits of 0 or 1, this one has ${bits.length}`);
  }
  return Array.from({ length: frameNibbles }, (_, index) =>
    bits.slice(4 * index, 4 * index + 4).reduce((nibble, bit, place) => nibble | (bit << place), 0),
  );
}

/**
 * Decodes a frame of Mitutoyo's Digimatic (SPC) output, classic (six digits) or Digimatic 2 (eight digits).
 *
 * Source: sheet mitutoyo-digimatic.md, section 1.
 *
 * @param nibbles - d1 to d13
 * @throws FourwireError of kind `protocol`, code `digimatic-frame`, for anything that is no whole frame
 *
 * @example
 * ```ts
 * decodeDigimatic([15, 15, 15, 15, 0, 0, 0, 0, 1, 2, 3, 3, 0]).value; // 0.123 mm
 * ```
 */
export function decodeDigimatic(nibbles: readonly number[]): LengthReading {
  if (nibbles.length !== frameNibbles) throw malformed(`a frame has 13 nibbles, this one ${nibbles.length}`);
  const [sign, decimals = 0, unit] = [nibbles[4], nibbles[11], nibbles[12]];
  const digits = digitsOf(nibbles);
  if (digits.some((digit) => !Number.isInteger(digit) || digit < 0 || digit > 9)) {
    throw malformed('a digit is not one of 0 to 9');
  }
  if (sign !== 0 && sign !== 8) throw malformed(`the sign is ${sign} instead of 0 or 8`);
  if (!Number.isInteger(decimals) || decimals < 0 || decimals > mostDecimals) {
    throw malformed(`the decimal point is ${decimals} instead of 0 to ${mostDecimals}`);
  }
  if (unit !== 0 && unit !== 1) throw malformed(`the unit is ${unit} instead of 0 or 1`);
  const magnitude = Number(`${digits.join('')}e-${decimals}`);
  // There is no minus zero on a ruler.
  const value = sign === 8 && magnitude > 0 ? -magnitude : magnitude;
  return lengthOf({ value, decimals, resolution: resolutionOf(decimals) }, unit === 0 ? 'mm' : '[in_i]');
}

/** The first nibble tells the two kinds apart: F for classic, 8 for Digimatic 2, whose digits begin earlier. */
function digitsOf(nibbles: readonly number[]): readonly number[] {
  const [first, second, third, fourth] = nibbles;
  if (first === 15 && second === 15 && third === 15 && fourth === 15) return nibbles.slice(5, 11);
  if (first === 8 && second === 15) return [...nibbles.slice(2, 4), ...nibbles.slice(5, 11)];
  throw malformed('it does not begin with F F F F or 8 F');
}

function malformed(why: string): FourwireError {
  return new FourwireError('protocol', 'digimatic-frame', `This is no Digimatic frame: ${why}.`);
}
