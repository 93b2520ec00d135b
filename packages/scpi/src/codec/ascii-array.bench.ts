import { bench, describe } from 'vitest';
import { seededRandom } from '@fourwire/core';
import { parseAsciiArray } from './ascii-array.ts';
import { latin1, latin1Bytes } from './latin1.ts';
import { formatNr3 } from './number-format.ts';

const COUNT = 1_000_000;
const random = seededRandom('ascii-array');
const reply = latin1Bytes(
  `${Array.from({ length: COUNT }, () => formatNr3(random.normal() * 10 ** random.integer(-7, 1))).join(',')}\n`,
);
const target = new Float64Array(COUNT);
const powers = Float64Array.from({ length: 40 }, (_, exponent) => 10 ** exponent);

/** What one writes by hand for this one format, without a look at rounding, units, overload or mistakes. */
function byHand(data: Uint8Array, out: Float64Array): number {
  let count = 0;
  let at = 0;
  while (at < data.length) {
    let byte = data[at] as number;
    const negative = byte === 45;
    if (negative || byte === 43) byte = data[++at] as number;
    let mantissa = 0;
    let decimals = 0;
    while (byte >= 48 && byte <= 57) {
      mantissa = mantissa * 10 + byte - 48;
      byte = data[++at] as number;
    }
    if (byte === 46) {
      byte = data[++at] as number;
      while (byte >= 48 && byte <= 57) {
        mantissa = mantissa * 10 + byte - 48;
        decimals++;
        byte = data[++at] as number;
      }
    }
    let exponent = 0;
    if (byte === 69 || byte === 101) {
      byte = data[++at] as number;
      const down = byte === 45;
      if (down || byte === 43) byte = data[++at] as number;
      while (byte >= 48 && byte <= 57) {
        exponent = exponent * 10 + byte - 48;
        byte = data[++at] as number;
      }
      if (down) exponent = -exponent;
    }
    exponent -= decimals;
    const value =
      exponent < 0 ? mantissa / (powers[-exponent] as number) : mantissa * (powers[exponent] as number);
    out[count++] = negative ? -value : value;
    at++;
  }
  return count;
}

describe('1,000,000 ASCII numbers into a reused array (goal: 0.9 of the loop by hand)', () => {
  bench('byte loop by hand', () => {
    byHand(reply, target);
  });
  bench('parseAsciiArray', () => {
    parseAsciiArray(reply, target);
  });
});

describe('1,000,000 ASCII numbers into a new array', () => {
  bench('split and Number()', () => {
    Float64Array.from(latin1(reply).split(','), Number);
  });
  bench('parseAsciiArray', () => {
    parseAsciiArray(reply);
  });
});
