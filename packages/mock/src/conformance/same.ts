import type { ValueSchema } from '@fourwire/core';
import { shapeOf } from '../generic/schema-shape.ts';

/**
 * Whether two values of a schema are the same: numbers within `tolerance`, or else within half the resolution, or to
 * the six digits that 32-bit floats keep. The suite's own rule, so that a mistake in the runtime's does not hide itself.
 */
export function same(schema: ValueSchema | undefined, a: unknown, b: unknown, tolerance?: number): boolean {
  if (typeof a === 'number' && typeof b === 'number') {
    const { type, resolution = 0 } = schema === undefined ? {} : shapeOf(schema);
    const digits = type === 'integer' ? 0 : 2e-6 * Math.max(Math.abs(a), Math.abs(b));
    return Math.abs(a - b) <= (tolerance ?? Math.max(0.5001 * resolution, digits));
  }
  if (Object.is(a, b)) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  const { items, properties = {} } = schema === undefined ? {} : shapeOf(schema);
  const names = new Set([...Object.keys(a), ...Object.keys(b)]);
  return [...names].every((name) =>
    same(
      properties[name] ?? items,
      (a as Record<string, unknown>)[name],
      (b as Record<string, unknown>)[name],
      tolerance,
    ),
  );
}
