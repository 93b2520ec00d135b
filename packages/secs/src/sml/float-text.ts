/** The shortest decimal text that is read back as the same number. */
export function doubleText(value: number): string {
  if (Number.isNaN(value)) return 'nan';
  if (!Number.isFinite(value)) return value > 0 ? 'inf' : '-inf';
  return Object.is(value, -0) ? '-0' : String(value);
}

/** The shortest decimal text that is read back as the same 4-byte number: `0.1`, not `0.10000000149011612`. */
export function singleText(value: number): string {
  if (!Number.isFinite(value) || value === 0) return doubleText(value);
  // Nine digits tell any two 4-byte numbers apart.
  for (let digits = 1; digits < 9; digits++) {
    const shorter = Number(value.toPrecision(digits));
    if (Math.fround(shorter) === value) return doubleText(shorter);
  }
  return doubleText(Number(value.toPrecision(9)));
}
