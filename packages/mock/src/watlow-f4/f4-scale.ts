/** How an F4 turns values into whole numbers, and back. Both are settings of the chamber (sheet, section 3). */
export interface F4Scale {
  /** Decimal places of temperatures. */
  decimals: number;
  /** Decimal places of the humidity. */
  humidityDecimals: number;
  unit: 'celsius' | 'fahrenheit';
}

/** Counts of a temperature in °C. */
export function temperatureCounts(scale: F4Scale, celsius: number): number {
  return inRange((scale.unit === 'celsius' ? celsius : celsius * 1.8 + 32) * 10 ** scale.decimals);
}

/** °C of counts. */
export function temperatureOf(scale: F4Scale, counts: number): number {
  const value = counts / 10 ** scale.decimals;
  return scale.unit === 'celsius' ? value : (value - 32) / 1.8;
}

/** Counts of a difference in K. */
export function differenceCounts(scale: F4Scale, kelvin: number): number {
  return inRange((scale.unit === 'celsius' ? kelvin : kelvin * 1.8) * 10 ** scale.decimals);
}

/** K of counts. */
export function differenceOf(scale: F4Scale, counts: number): number {
  const value = counts / 10 ** scale.decimals;
  return scale.unit === 'celsius' ? value : value / 1.8;
}

/** A register holds 16 bits with a sign. */
function inRange(counts: number): number {
  return Math.max(-0x8000, Math.min(0x7fff, Math.round(counts)));
}
