import { excerpt, malformed } from './fault.ts';
import { fromSentinel } from './sentinel.ts';

/** A number in digits: NR1, NR2 or NR3. */
export const DECIMAL = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?$/;
const NON_DECIMAL = /^#(?:H([0-9A-F]+)|Q([0-7]+)|B([01]+))$/i;
const LONGEST_INTEGER = 128;

/**
 * The number in a response element: NR1 `+12`, NR2 `1.50`, NR3 `+1.50000E+00`, `#H1F`, `#Q17`, `#B101`, correctly
 * rounded. What is no measured value comes as one: overload (9.9E37, `INF`) is `Infinity` or `-Infinity`, "not a
 * number" (9.91E37, `NAN`, a field of `*`) is `NaN`. For a number with a unit glued to it use `parseReading`.
 *
 * Source: sheet scpi.md, 1.3 and 2.
 *
 * @throws FourwireError of kind `protocol` when the text is anything else.
 */
export function parseNumber(text: string): number {
  const trimmed = text.trim();
  if (DECIMAL.test(trimmed)) return fromSentinel(Number(trimmed));
  const word = specialNumber(trimmed);
  if (word !== undefined) return word;
  const integer = nonDecimal(trimmed);
  if (integer === undefined) {
    throw malformed('scpi-number-malformed', `Expected a number, got ${excerpt(text)}.`, text);
  }
  return safeInteger(Number(integer), text);
}

/**
 * The whole number in a response element, in any notation: `12`, `+1.20000000E+01`, `#HC`.
 *
 * @throws FourwireError of kind `protocol` when it is no number, has a fraction, or does not fit exactly into 53 bits.
 */
export function parseInteger(text: string): number {
  const value = parseNumber(text);
  if (!Number.isInteger(value)) {
    throw malformed('scpi-integer-malformed', `Expected a whole number, got ${excerpt(text)}.`, text);
  }
  return safeInteger(value, text);
}

/**
 * The whole number in a response element without a limit to 53 bits, for time stamps and 64-bit registers: `12`,
 * `#HFFFFFFFFFFFFFFFF`.
 *
 * @throws FourwireError of kind `protocol` when it is not written in digits only, or has more than 128 of them.
 */
export function parseBigInteger(text: string): bigint {
  const trimmed = text.trim();
  if (trimmed.length <= LONGEST_INTEGER) {
    const digits = /^([+-]?)(\d+)$/.exec(trimmed);
    if (digits?.[2] !== undefined) return digits[1] === '-' ? -BigInt(digits[2]) : BigInt(digits[2]);
    const integer = nonDecimal(trimmed);
    if (integer !== undefined) return integer;
  }
  throw malformed('scpi-integer-malformed', `Expected a whole number, got ${excerpt(text)}.`, text);
}

function specialNumber(text: string): number | undefined {
  switch (text.toUpperCase()) {
    case 'NAN': {
      return Number.NaN;
    }
    case 'INF':
    case '+INF':
    case 'INFINITY':
    case '+INFINITY': {
      return Number.POSITIVE_INFINITY;
    }
    case 'NINF':
    case '-INF':
    case 'NINFINITY':
    case '-INFINITY': {
      return Number.NEGATIVE_INFINITY;
    }
    default: {
      return /^\*+$/.test(text) ? Number.NaN : undefined;
    }
  }
}

function nonDecimal(text: string): bigint | undefined {
  if (text.length > LONGEST_INTEGER) return undefined;
  const [, hexadecimal, octal, binary] = NON_DECIMAL.exec(text) ?? [];
  if (hexadecimal !== undefined) return BigInt(`0x${hexadecimal}`);
  if (octal !== undefined) return BigInt(`0o${octal}`);
  return binary === undefined ? undefined : BigInt(`0b${binary}`);
}

function safeInteger(value: number, text: string): number {
  if (Number.isSafeInteger(value)) return value;
  throw malformed(
    'scpi-integer-too-large',
    `The whole number ${excerpt(text)} does not fit into 53 bits; read it with parseBigInteger.`,
    text,
  );
}
