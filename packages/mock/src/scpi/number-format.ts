/** Infinity in SCPI, and what most instruments answer for an overload. */
export const overload = 9.9e37;

/** Not a number, as SCPI writes it. */
export const noNumber = 9.91e37;

/** A number in the form NR3: `+1.04530000E+01`. */
export function nr3(value: number, decimals = 8, exponentDigits = 2): string {
  const [mantissa = '', exponent = ''] = Math.abs(value).toExponential(decimals).split('e');
  const digits = exponent.slice(1).padStart(exponentDigits, '0');
  return `${value < 0 ? '-' : '+'}${mantissa}E${exponent.charAt(0)}${digits}`;
}

/** A whole number with its sign: `+215`. */
export function nr1(value: number): string {
  return `${value < 0 ? '-' : '+'}${Math.abs(value)}`;
}
