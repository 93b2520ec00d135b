/** Data as a definite block of IEEE 488.2, all as Latin-1; `digits` of the count where the instrument pads it. */
export function definiteBlock(data: string, digits = 1): string {
  const count = String(data.length).padStart(digits, '0');
  return `#${count.length}${count}${data}`;
}

/** Numbers as IEEE 754, as Latin-1; the most significant byte comes first unless `swapped`. */
export function realBytes(values: readonly number[], bits: 32 | 64, swapped: boolean): string {
  const size = bits / 8;
  const view = new DataView(new ArrayBuffer(values.length * size));
  for (const [index, value] of values.entries()) {
    if (bits === 32) view.setFloat32(index * size, value, swapped);
    else view.setFloat64(index * size, value, swapped);
  }
  return Buffer.from(view.buffer).toString('latin1');
}
