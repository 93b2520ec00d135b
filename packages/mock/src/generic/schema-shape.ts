import type { Limits, ValueSchema } from '@fourwire/core';

/** The parts of JSON Schema that the builders of `@fourwire/core` use. */
export interface SchemaShape {
  readonly type?: 'number' | 'integer' | 'boolean' | 'string' | 'array' | 'object';
  readonly unit?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly resolution?: number;
  readonly enum?: readonly string[];
  readonly contentEncoding?: 'base64';
  readonly maxLength?: number;
  readonly pattern?: string;
  readonly items?: ValueSchema;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly columns?: Readonly<Record<string, ValueSchema>>;
  readonly properties?: Readonly<Record<string, ValueSchema>>;
  readonly required?: readonly string[];
}

/** A schema as the builders wrote it. */
export function shapeOf(schema: ValueSchema): SchemaShape {
  return schema as SchemaShape;
}

/** Whether its values are single numbers. */
export function isNumeric(schema: ValueSchema): boolean {
  const { type } = shapeOf(schema);
  return type === 'number' || type === 'integer';
}

/**
 * The range of a number from which values are chosen. A side that the schema and `limits` leave open is taken 100 away
 * from the other, or as 0 and 100 where both are open.
 */
export function numberRange(schema: ValueSchema, limits: Limits = {}): { min: number; max: number } {
  const shape = shapeOf(schema);
  const low = Math.max(shape.minimum ?? -Infinity, limits.min ?? -Infinity);
  const high = Math.min(shape.maximum ?? Infinity, limits.max ?? Infinity);
  const min = Number.isFinite(low) ? low : Math.min(0, high - 100);
  return { min, max: Number.isFinite(high) ? high : Math.max(100, min + 100) };
}
