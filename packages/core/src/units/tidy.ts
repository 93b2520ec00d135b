/** The nearest number of 12 digits: converting units must not invent digits such as 12.700000000000001. Never minus zero. */
export function tidy(value: number): number {
  return value === 0 ? 0 : Number(value.toPrecision(12));
}
