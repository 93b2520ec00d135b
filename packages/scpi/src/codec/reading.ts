import { excerpt, malformed } from './fault.ts';
import { parseNumber } from './number.ts';
import { parseSuffix } from './suffix.ts';

/** A number from an instrument with what came with it. */
export interface ScpiReading {
  /** `Infinity` and `-Infinity` are overload, `NaN` is nothing measured; see `parseNumber`. */
  readonly value: number;
  /** The unit as the instrument wrote it, for example `VDC`; `undefined` when it wrote none. */
  readonly unit: string | undefined;
  /** The element as it came, for the journal. */
  readonly text: string;
}

/**
 * A response element that may carry a unit, glued or after a blank: `+1.040564E-06A`, `+1.73730000E+00 VDC`,
 * `9.91E37`. A unit has at most six characters and does not begin with `E`, so that replies run together
 * (`0MANUFACTURE`) or cut short (`1.04E`) are not taken for readings.
 *
 * @throws FourwireError of kind `protocol` when there is no number, or when the unit has a multiplier (`MV`): responses
 * are in plain units, and which of milli and mega a vendor means then is for its driver to say.
 */
export function parseReading(text: string): ScpiReading {
  const [, number = text, unit] =
    /^\s*([+-]?(?:\d|\.\d)[\d.]*(?:[eE][+-]?\d+)?)\s*([A-DF-Za-df-z%][A-Za-z0-9%/]{0,5})\s*$/.exec(text) ??
    [];
  const value = parseNumber(number);
  if (unit !== undefined && (parseSuffix(unit)?.exponent ?? 0) !== 0) {
    throw malformed(
      'scpi-suffix-unknown',
      `Expected a reading in a plain unit, got the multiplier in ${excerpt(text)}.`,
      text,
    );
  }
  return { value, unit, text };
}
