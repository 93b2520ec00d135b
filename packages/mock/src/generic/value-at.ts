import type { Limits, ValueSchema } from '@fourwire/core';
import { numberRange, shapeOf } from './schema-shape.ts';
import type { SchemaShape } from './schema-shape.ts';
import { textOfPattern } from './text-of-pattern.ts';

/** How many items and rows are made where the schema leaves it open. */
const usualItems = 2;

/**
 * A value of a schema, chosen by a fraction from 0 to 1: the lowest number, the first word, `false` at 0, the highest,
 * the last, `true` at 1. The same fraction gives the same value every time. Fields that may be left out are left out.
 *
 * @param limits - narrower limits of a number
 */
export function valueAt(schema: ValueSchema, fraction: number, limits?: Limits): unknown {
  const shape = shapeOf(schema);
  switch (shape.type) {
    case 'number':
    case 'integer':
      return numberAt(schema, fraction, limits);
    case 'boolean':
      return fraction >= 0.5;
    case 'string':
      return shape.contentEncoding === 'base64' ? bytesAt(shape, fraction) : textAt(shape, fraction);
    case 'array': {
      const count = Math.min(Math.max(shape.minItems ?? 0, usualItems), shape.maxItems ?? Infinity);
      return Array.from({ length: count }, () =>
        shape.items === undefined ? undefined : valueAt(shape.items, fraction),
      );
    }
    case 'object':
      return shape.columns === undefined ? recordAt(shape, fraction) : tableAt(shape.columns, fraction);
    default:
      return undefined;
  }
}

function numberAt(schema: ValueSchema, fraction: number, limits: Limits | undefined): number {
  const { type, resolution = type === 'integer' ? 1 : undefined } = shapeOf(schema);
  const { min, max } = numberRange(schema, limits);
  if (fraction <= 0) return min;
  if (fraction >= 1) return max;
  const exact = min + (max - min) * fraction;
  const steps = resolution === undefined ? exact : Math.round(exact / resolution) * resolution;
  // Few digits, so that the value survives 32-bit floats and decimal texts.
  return Math.min(max, Math.max(min, Number(steps.toPrecision(6))));
}

function textAt(shape: SchemaShape, fraction: number): string {
  if (shape.enum !== undefined) return shape.enum[Math.round(fraction * (shape.enum.length - 1))] ?? '';
  if (shape.pattern !== undefined)
    return textOfPattern(shape.pattern, fraction).slice(0, shape.maxLength ?? Infinity);
  return `text ${Math.round(fraction * 100)}`.slice(0, shape.maxLength ?? Infinity);
}

function bytesAt({ maxLength = 8 }: SchemaShape, fraction: number): Uint8Array {
  return Uint8Array.from(
    { length: Math.min(8, maxLength) },
    (_, index) => Math.round(fraction * 255) ^ index,
  );
}

function tableAt(columns: Readonly<Record<string, ValueSchema>>, fraction: number): unknown {
  const column = (schema: ValueSchema): Float64Array =>
    Float64Array.from({ length: usualItems }, () => valueAt(schema, fraction) as number);
  return Object.fromEntries(Object.entries(columns).map(([name, schema]) => [name, column(schema)]));
}

function recordAt({ properties = {}, required = [] }: SchemaShape, fraction: number): unknown {
  return Object.fromEntries(
    Object.entries(properties)
      .filter(([name]) => required.includes(name))
      .map(([name, schema]) => [name, valueAt(schema, fraction)]),
  );
}
