import { describeLimits, isUnit, unitSymbol } from '@fourwire/core';
import type { ValueSchema } from '@fourwire/core';
import { withUnit } from './format-value.ts';
import { anything, shapeOf } from './shape.ts';
import { formatTable } from './table.ts';

/** What a value is, in words. */
export function describeSchema(schema: ValueSchema): string {
  const { type, unit, enum: choices, anyOf, contentEncoding, items } = shapeOf(schema);
  if (anyOf !== undefined) return anyOf.map((form) => withLimits(form)).join(' or ');
  if (choices !== undefined) return choices.join(' | ');
  switch (type) {
    case 'number':
      return unit !== undefined && unit !== '1' && isUnit(unit) ? unitSymbol(unit) : 'number';
    case 'integer':
      return 'whole number';
    case 'boolean':
      return 'true or false';
    case 'string':
      return contentEncoding === 'base64' ? 'bytes' : 'text';
    case 'array':
      return `list of ${items === undefined ? 'anything' : describeSchema(items)}`;
    case 'object':
      return fieldsOf(schema);
    default:
      return 'anything';
  }
}

/** The fields of a record, or the columns of a table, with their units; `?` marks those that may be left out. */
export function fieldsOf(schema: ValueSchema | undefined): string {
  const { properties, columns, required = [] } = shapeOf(schema ?? anything);
  return Object.entries(properties ?? columns ?? {})
    .map(([name, field]) => withUnit(required.includes(name) ? name : `${name}?`, field))
    .join(', ');
}

/** The fields of a record, and those of the records in it, as a table: name, value and what it is. */
export function formatFields(title: string, schema: ValueSchema, width: number): string {
  return formatTable([title, 'VALUE', 'WHAT IT IS'], rowsOf(schema, ''), width);
}

function rowsOf(schema: ValueSchema, prefix: string): string[][] {
  const { properties = {}, required = [] } = shapeOf(schema);
  return Object.entries(properties).flatMap(([name, field]) => {
    const { description = '', items, properties: inner } = shapeOf(field);
    const path = `${prefix}${name}`;
    const must = required.includes(name) ? ' (needed)' : '';
    const below = inner === undefined ? shapeOf(items ?? anything).properties : inner;
    const value = below === undefined ? withLimits(field) : items === undefined ? '' : 'list';
    const ofItems = inner === undefined ? (items ?? anything) : field;
    const rows = below === undefined ? [] : rowsOf(ofItems, `${path}${items === undefined ? '' : '[]'}.`);
    return [[`${path}${must}`, value, description], ...rows];
  });
}

function withLimits(schema: ValueSchema): string {
  const { items, enum: choices, unit } = shapeOf(schema);
  if (items !== undefined) return `list of ${withLimits(items)}`;
  const limits = choices === undefined ? describeLimits(schema) : '';
  const what = describeSchema(schema);
  if (limits === '') return what;
  return unit !== undefined && unit !== '1' ? limits : `${what} ${limits}`;
}
