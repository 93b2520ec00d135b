import { excerpt, malformed } from './fault.ts';

/** The multipliers before a unit, as powers of ten (sheet scpi.md, 1.3). */
const MULTIPLIERS: Readonly<Record<string, number>> = {
  EX: 18,
  PE: 15,
  T: 12,
  G: 9,
  MA: 6,
  K: 3,
  M: -3,
  U: -6,
  N: -9,
  P: -12,
  F: -15,
  A: -18,
};

/** The units of SCPI in capitals (sheet scpi.md, 1.3). */
export const SCPI_UNITS: ReadonlySet<string> = new Set(
  'V A W OHM HZ S F H C SIE J N PAL BAR CEL FAR K DEG RAD PCT DB DBM DBUV M G L MOL LM CD LX T WB'.split(' '),
);

/** A suffix taken apart: `MV` is `{ unit: 'V', exponent: -3 }`, the number before it counts times 10 to the exponent. */
export interface ScpiSuffix {
  readonly unit: string;
  readonly exponent: number;
}

/** A number with its unit, in that unit without a multiplier; no unit means the default unit of the parameter. */
export interface ScpiQuantity {
  readonly value: number;
  readonly unit: string | undefined;
}

/**
 * The unit and the power of ten of a suffix, in any case: `uA` is A and -6, `MA` is A and -3 (milliampere), `MAV` is V
 * and 6, `MHZ` and `MOHM` are mega by exception, `V/US` is `V/S` and 6, `M/S2` is itself. `undefined` when it is none.
 *
 * Source: sheet scpi.md, 1.3.
 */
export function parseSuffix(suffix: string): ScpiSuffix | undefined {
  let exponent = 0;
  let unit = '';
  let sign = 1;
  for (const part of suffix
    .trim()
    .toUpperCase()
    .split(/([/.])/)) {
    if (part === '/' || part === '.') {
      // A division counts for the one factor after it, as in UCUM.
      sign = part === '/' ? -1 : 1;
      unit += part;
      continue;
    }
    const [, name = '', power = ''] = /^([A-Z]+)(-?[1-9])?$/.exec(part) ?? [];
    const simple = simpleSuffix(name);
    if (simple === undefined) return undefined;
    exponent += sign * simple.exponent * (power === '' ? 1 : Number(power));
    unit += simple.unit + power;
  }
  return { unit, exponent };
}

/**
 * The number in a parameter with an optional suffix, brought to the plain unit and correctly rounded: `1.5 MV` is
 * 0.0015 V, `10MHZ` is 10,000,000 Hz, `3` has no unit.
 *
 * @throws FourwireError of kind `protocol` when there is no number or the suffix is unknown.
 */
export function parseQuantity(text: string): ScpiQuantity {
  const [, mantissa, exponent = '0', suffix = ''] =
    /^\s*([+-]?(?:\d+(?:\.\d*)?|\.\d+))(?:\s*[eE]\s*([+-]?\d{1,6}))?\s*([A-Za-z][\w/.-]*)?\s*$/.exec(text) ??
    [];
  if (mantissa === undefined) {
    throw malformed('scpi-number-malformed', `Expected a number with a unit, got ${excerpt(text)}.`, text);
  }
  if (suffix === '') return { value: Number(`${mantissa}e${exponent}`), unit: undefined };
  const parsed = parseSuffix(suffix);
  if (parsed === undefined) {
    throw malformed(
      'scpi-suffix-unknown',
      `Expected a unit of SCPI with or without a multiplier, got ${excerpt(suffix)}.`,
      text,
      text.lastIndexOf(suffix),
    );
  }
  // Shifting the decimal exponent, not multiplying, keeps 1.5 MV exactly what 0.0015 is.
  return { value: Number(`${mantissa}e${Number(exponent) + parsed.exponent}`), unit: parsed.unit };
}

function simpleSuffix(name: string): ScpiSuffix | undefined {
  if (name === 'MHZ' || name === 'MOHM') return { unit: name.slice(1), exponent: 6 };
  if (SCPI_UNITS.has(name)) return { unit: name, exponent: 0 };
  for (const length of [1, 2]) {
    const exponent = MULTIPLIERS[name.slice(0, length)];
    const unit = name.slice(length);
    if (exponent !== undefined && SCPI_UNITS.has(unit)) return { unit, exponent };
  }
  return undefined;
}
