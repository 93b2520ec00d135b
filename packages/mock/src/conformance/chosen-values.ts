import type { Limits, ValueSchema } from '@fourwire/core';
import { isNumeric, numberRange, shapeOf } from '../generic/schema-shape.ts';
import { valueAt } from '../generic/value-at.ts';

/** Values of a schema that are worth trying, inside the limits: every word, both truth values, some numbers. */
export function rightValues(schema: ValueSchema, limits?: Limits): unknown[] {
  const shape = shapeOf(schema);
  if (shape.enum !== undefined) return [...shape.enum];
  if (shape.type === 'boolean') return [true, false];
  return [0.25, 0.75, 0.5].map((fraction) => valueAt(schema, fraction, limits));
}

/** A value that must be refused. */
export interface WrongValue {
  /** What is wrong with it. */
  readonly what: string;
  readonly value: unknown;
}

/** Values just beyond the limits of a number. */
export function valuesBeyond(schema: ValueSchema, limits: Limits = {}): WrongValue[] {
  if (!isNumeric(schema)) return [];
  const shape = shapeOf(schema);
  const min = Math.max(shape.minimum ?? -Infinity, limits.min ?? -Infinity);
  const max = Math.min(shape.maximum ?? Infinity, limits.max ?? Infinity);
  const range = numberRange(schema, limits);
  const step = shape.type === 'integer' ? 1 : (shape.resolution ?? (range.max - range.min) * 1e-3);
  return [
    ...(Number.isFinite(min) ? [{ what: `${min - step}, below ${min}`, value: min - step }] : []),
    ...(Number.isFinite(max) ? [{ what: `${max + step}, above ${max}`, value: max + step }] : []),
  ];
}

/** Values that are no values of a schema: of another sort, not finite, with fields too many or too few. */
export function wrongValues(schema: ValueSchema): WrongValue[] {
  const shape = shapeOf(schema);
  const wrong = (what: string, value: unknown): WrongValue => ({ what, value });
  switch (shape.type) {
    case 'number':
    case 'integer':
      return [
        wrong('NaN', NaN),
        wrong('Infinity', Infinity),
        wrong('-Infinity', -Infinity),
        wrong('the text "1"', '1'),
        wrong('null', null),
        ...(shape.type === 'integer' ? [wrong('a fraction', numberRange(schema).min + 0.5)] : []),
      ];
    case 'boolean':
      return [wrong('0', 0), wrong('the text "true"', 'true'), wrong('nothing', undefined)];
    case 'string':
      if (shape.contentEncoding === 'base64') return [wrong('a text', 'abc'), wrong('nothing', undefined)];
      return [
        wrong('the number 1', 1),
        wrong('nothing', undefined),
        ...(shape.enum === undefined ? [] : [wrong('another word', `${shape.enum.join('')}?`)]),
        ...(shape.enum !== undefined || shape.maxLength === undefined
          ? []
          : [wrong('a text that is too long', 'x'.repeat(shape.maxLength + 1))]),
      ];
    case 'array':
      return [
        wrong('a text', 'abc'),
        ...(shape.items === undefined
          ? []
          : wrongValues(shape.items).map(({ what, value }) => wrong(`an item that is ${what}`, [value]))),
      ];
    case 'object':
      return [
        wrong('a number', 1),
        wrong('nothing', undefined),
        ...(shape.properties === undefined ? [] : wrongRecords(schema, shape.properties)),
      ];
    default:
      return [];
  }
}

function wrongRecords(schema: ValueSchema, properties: Readonly<Record<string, ValueSchema>>): WrongValue[] {
  const right = valueAt(schema, 0.5) as Readonly<Record<string, unknown>>;
  const { required = [] } = shapeOf(schema);
  return [
    { what: 'a record with a field that is not known', value: { ...right, 'no-such-field': 1 } },
    ...required.map((name) => ({
      what: `a record without ${name}`,
      value: Object.fromEntries(Object.entries(right).filter(([field]) => field !== name)),
    })),
    ...Object.entries(properties).flatMap(([name, field]) =>
      [...wrongValues(field), ...valuesBeyond(field)]
        .filter(({ value }) => value !== undefined)
        .map(({ what, value }) => ({ what: `${name} as ${what}`, value: { ...right, [name]: value } })),
    ),
  ];
}
