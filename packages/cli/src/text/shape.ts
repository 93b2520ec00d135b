import type { ValueSchema } from '@fourwire/core';

/** The parts of a value's schema that the command line looks at. */
export interface Shape {
  readonly type?: 'number' | 'integer' | 'boolean' | 'string' | 'array' | 'object';
  readonly unit?: string;
  readonly enum?: readonly (string | number)[];
  readonly anyOf?: readonly ValueSchema[];
  readonly description?: string;
  readonly contentEncoding?: string;
  readonly items?: ValueSchema;
  readonly properties?: Readonly<Record<string, ValueSchema>>;
  readonly columns?: Readonly<Record<string, ValueSchema>>;
  readonly required?: readonly string[];
}

/** A schema, looked at as {@link Shape}. */
export function shapeOf(schema: ValueSchema): Shape {
  return schema;
}

/** The schema of a value of which nothing is known. */
export const anything = {} as ValueSchema;
