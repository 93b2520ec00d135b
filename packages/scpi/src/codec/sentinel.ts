/** What instruments answer for "infinite" or "overload" (SCPI-99 volume 1, 7.2.1.4; sheet scpi.md, 1.3). */
export const SCPI_INFINITY = 9.9e37;

/** What instruments answer for "not a number": nothing measured, or not measurable (sheet scpi.md, 1.3). */
export const SCPI_NAN = 9.91e37;

// 9.9E37 is a little smaller once it has been a 32-bit float (instruments/README.md, 6: compare with a tolerance).
const LIMIT = 9.89e37;
const NAN_TOLERANCE = SCPI_NAN * 1e-6;

/**
 * The value that a number from an instrument stands for: 9.9E37 and more is `Infinity`, -9.9E37 and less is
 * `-Infinity`, 9.91E37 (within 1 part in 10⁶) is `NaN`; every other number is itself. Other overload values, such as
 * 2147483647, belong to the drivers of the instruments that use them.
 */
export function fromSentinel(value: number): number {
  if (!(Math.abs(value) >= LIMIT)) return value;
  if (Math.abs(value - SCPI_NAN) <= NAN_TOLERANCE) return Number.NaN;
  return value > 0 ? Number.POSITIVE_INFINITY : Number.NEGATIVE_INFINITY;
}

/** The reverse of {@link fromSentinel}: the number that an instrument answers for `value`. */
export function toSentinel(value: number): number {
  if (Number.isFinite(value)) return value;
  if (Number.isNaN(value)) return SCPI_NAN;
  return value > 0 ? SCPI_INFINITY : -SCPI_INFINITY;
}
