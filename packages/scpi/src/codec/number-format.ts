import { refused } from './fault.ts';
import { toSentinel } from './sentinel.ts';

/**
 * A number as an instrument takes it (NRf): the shortest text that reads back as the same number, so 1 µA is `0.000001`
 * and 0.1 µA is `1E-7`; -0 is `0`.
 *
 * @throws FourwireError of kind `range` for NaN and the infinities; where a command allows them, send
 * `keyword('INF')`, `keyword('NINF')` or `keyword('NAN')`.
 */
export function formatNumber(value: number): string {
  if (!Number.isFinite(value)) {
    throw refused(
      'scpi-value-refused',
      `A number in a command must be finite, got ${value}; where the command allows it, send keyword('INF'), keyword('NINF') or keyword('NAN').`,
    );
  }
  return String(value).toUpperCase();
}

/** A whole number as instruments answer it (NR1): `12`, with `plus` `+12`. For simulators. */
export function formatNr1(value: number, plus = false): string {
  return formatNr2(value, 0, plus);
}

/**
 * A number with a fixed count of decimals as instruments answer it (NR2): `1.50`. For simulators; never use it for
 * commands, small values would become 0. NaN and the infinities become 9.91E37 and ±9.9E37.
 *
 * @throws FourwireError of kind `range` at 10²¹ and above, which this notation cannot write.
 */
export function formatNr2(value: number, decimals: number, plus = false): string {
  if (!Number.isFinite(value)) return formatNr3(value);
  if (Math.abs(value) >= 1e21) {
    throw refused('scpi-value-refused', `NR2 can write numbers below 1E21, got ${value}; use formatNr3.`);
  }
  return (plus && value >= 0 ? '+' : '') + (value + 0).toFixed(decimals);
}

/**
 * A number with sign, decimals and exponent as instruments answer it (NR3): `+1.23400000E-06`. NaN and the infinities
 * become 9.91E37 and ±9.9E37. For simulators.
 */
export function formatNr3(value: number, decimals = 8): string {
  // Adding 0 turns -0 into 0.
  const text = (toSentinel(value) + 0).toExponential(decimals);
  const [mantissa = '', exponent = ''] = text.split('e');
  return `${value < 0 ? '' : '+'}${mantissa}E${exponent.charAt(0)}${exponent.slice(1).padStart(2, '0')}`;
}
