/** A number as these scopes answer it: `2.000000e-03`. */
export function scientific(value: number): string {
  const [mantissa = '', exponent = ''] = value.toExponential(6).split('e');
  return `${mantissa}e${exponent.charAt(0)}${exponent.slice(1).padStart(2, '0')}`;
}

/** What they answer where there is nothing to measure. */
export const invalid = '9.9E37';
