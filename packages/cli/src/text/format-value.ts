import { formatQuantity, isUnit, unitSymbol } from '@fourwire/core';
import type { ValueSchema } from '@fourwire/core';
import { plain } from './plain.ts';
import { anything, shapeOf } from './shape.ts';
import { formatTable } from './table.ts';

/** A member's value for people: scalars on one line with their unit, lists and records as tables. */
export function formatValue(schema: ValueSchema, value: unknown): string {
  const shape = shapeOf(schema);
  if (value instanceof Uint8Array) return `${Buffer.from(value).toString('base64')}\n`;
  if (shape.columns !== undefined) return formatColumns(shape.columns, value as Record<string, Float64Array>);
  if (Array.isArray(value)) return formatList(shape.items ?? anything, value);
  if (shape.properties !== undefined) {
    const fields = Object.entries(value as Record<string, unknown>);
    return formatTable(
      [],
      fields.map(([name, field]) => [name, cell(shape.properties?.[name] ?? anything, field)]),
    );
  }
  return `${cell(schema, value)}\n`;
}

function formatList(items: ValueSchema, values: readonly unknown[]): string {
  if (values.length === 0) return '(none)\n';
  const { properties } = shapeOf(items);
  if (properties === undefined) return values.map((value) => `${cell(items, value)}\n`).join('');
  return formatTable(
    Object.keys(properties),
    values.map((value) =>
      Object.entries(properties).map(([name, schema]) =>
        cell(schema, (value as Record<string, unknown>)[name]),
      ),
    ),
  );
}

function formatColumns(
  columns: Readonly<Record<string, ValueSchema>>,
  values: Readonly<Record<string, Float64Array>>,
): string {
  const names = Object.keys(columns);
  const length = values[names[0] ?? '']?.length ?? 0;
  return formatTable(
    names.map((name) => withUnit(name, columns[name] ?? anything)),
    Array.from({ length }, (_, row) => names.map((name) => shortest(values[name]?.[row] ?? Number.NaN))),
  );
}

/** A name with the unit of its values in brackets. */
export function withUnit(name: string, schema: ValueSchema): string {
  const { unit } = shapeOf(schema);
  const symbol = unit !== undefined && isUnit(unit) ? unitSymbol(unit) : '';
  return symbol === '' ? name : `${name} (${symbol})`;
}

/** A value on one line. */
function cell(schema: ValueSchema, value: unknown): string {
  if (value === undefined) return '';
  if (typeof value === 'number') {
    const { unit } = shapeOf(schema);
    return unit !== undefined && isUnit(unit)
      ? formatQuantity(value, unit).replace(String(value), shortest(value))
      : shortest(value);
  }
  return plain(typeof value === 'string' ? value : JSON.stringify(value));
}

/** A number with no more digits than it has: many machines keep 32-bit floats, where 23.1 comes as 23.100000381469727. */
function shortest(value: number): string {
  if (Math.fround(value) !== value) return String(value);
  for (let digits = 6; digits < 9; digits++) {
    const short = Number(value.toPrecision(digits));
    if (Math.fround(short) === value) return String(short);
  }
  return String(value);
}
