/** Overload, as the meter reports it. */
export const overload = 9.9e37;

/** A number as the meter answers it: `+1.04530000E+01`. */
export function nr3(value: number): string {
  const [mantissa = '', exponent = ''] = Math.abs(value).toExponential(8).split('e');
  const digits = exponent.slice(1).padStart(2, '0');
  return `${value < 0 ? '-' : '+'}${mantissa}E${exponent.charAt(0)}${digits}`;
}

/** A whole number as the meter answers it: `+215`. */
export function nr1(value: number): string {
  return `${value < 0 ? '-' : '+'}${Math.abs(value)}`;
}

/** How readings are sent. */
export interface ReadingFormat {
  /** Bits of a binary number; `undefined` for text. */
  real: 32 | 64 | undefined;
  /** Whether the least significant byte comes first. */
  swapped: boolean;
}

/** Readings as `READ?` sends them, as Latin-1; a text is put into a block only when `block` is set, as `R?` does. */
export function formatReadings(
  readings: readonly number[],
  { real, swapped }: ReadingFormat,
  block = false,
): string {
  if (real === undefined) {
    const text = readings.map(nr3).join(',');
    return block ? definiteBlock(text) : text;
  }
  const size = real / 8;
  const view = new DataView(new ArrayBuffer(readings.length * size));
  for (const [index, reading] of readings.entries()) {
    if (real === 32) view.setFloat32(index * size, reading, swapped);
    else view.setFloat64(index * size, reading, swapped);
  }
  return definiteBlock(Buffer.from(view.buffer).toString('latin1'));
}

function definiteBlock(data: string): string {
  const count = String(data.length);
  return `#${count.length}${count}${data}`;
}
