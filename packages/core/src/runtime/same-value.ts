import type { ValueSchema } from '../values/schemas.ts';

/** The parts of JSON Schema that decide how values are compared. */
interface ComparedSchema {
  readonly type?: string;
  readonly resolution?: number;
  readonly items?: ValueSchema;
  readonly properties?: Readonly<Record<string, ValueSchema>>;
}

/**
 * Whether two values of members are equal: texts by value, numbers within the schema's resolution, arrays, bytes and
 * records by their contents. Without a schema numbers must be equal.
 */
export function sameValue(a: unknown, b: unknown, schema?: ValueSchema): boolean {
  const shape = (schema ?? {}) as ComparedSchema;
  if (typeof a === 'number' && typeof b === 'number') return sameNumber(a, b, shape);
  if (Object.is(a, b)) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (isList(a) || isList(b)) {
    if (!isList(a) || !isList(b) || a.length !== b.length) return false;
    return a.every((item, index) => sameValue(item, b[index], shape.items));
  }
  const [left, right] = [given(a), given(b)];
  return (
    left.size === right.size &&
    [...left].every(
      ([key, value]) => right.has(key) && sameValue(value, right.get(key), shape.properties?.[key]),
    )
  );
}

function sameNumber(a: number, b: number, { type, resolution }: ComparedSchema): boolean {
  if (a === b || Object.is(a, b)) return true;
  if (type !== 'number' && resolution === undefined) return false;
  // Devices keep 32-bit floats: seven digits are all that can come back.
  const digits = type === 'number' ? Math.abs(a) * 1e-6 : 0;
  const tolerance = Math.max((resolution ?? 0) / 2, digits);
  // A difference of decimal fractions may miss a tolerance it meets on paper by the last binary digits.
  return Math.abs(a - b) <= tolerance + (Math.abs(a) + tolerance) * 1e-12;
}

/** Arrays and bytes; waveforms (`Float64Array`) count as lists of numbers. */
function isList(value: object): value is readonly unknown[] {
  return Array.isArray(value) || value instanceof Uint8Array || value instanceof Float64Array;
}

/** The fields that are there: one left out and one that is `undefined` are the same. */
function given(record: object): Map<string, unknown> {
  return new Map(Object.entries(record).filter(([, value]) => value !== undefined));
}
