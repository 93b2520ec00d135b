/**
 * The first number in a value that is none: NaN or an infinity, in whatever field or element. Typed arrays are taken as
 * they are: what a sample is worth says the member that gives them.
 */
export function findNonFinite(value: unknown): number | undefined {
  if (typeof value === 'number') return Number.isFinite(value) ? undefined : value;
  if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value)) return undefined;
  for (const part of Object.values(value)) {
    const found = findNonFinite(part);
    if (found !== undefined) return found;
  }
  return undefined;
}
