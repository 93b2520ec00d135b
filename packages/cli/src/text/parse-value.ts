import { FourwireError, checkValue, isUnit, parseQuantity } from '@fourwire/core';
import type { ValueSchema } from '@fourwire/core';
import { anything, shapeOf } from './shape.ts';

const words = new Map([
  ['true', true],
  ['on', true],
  ['yes', true],
  ['1', true],
  ['false', false],
  ['off', false],
  ['no', false],
  ['0', false],
]);

/**
 * The value that a word of the command line stands for: numbers in the member's unit or with one that measures the same,
 * `true`, `false`, `on`, `off`, `yes`, `no`, `1` and `0`, words and texts as they are, bytes in base64, lists, records and
 * tables as JSON.
 *
 * @param member - its name, for messages
 * @throws FourwireError of kind `range`, code `value-refused` or `unit-mismatch`, when it does not fit the
 * schema
 */
export function parseValue(schema: ValueSchema, text: string, member: string): unknown {
  const value = understand(schema, text, member);
  const problem = checkValue(schema, value, member);
  if (problem !== undefined) throw refused(`${problem}.`);
  return value;
}

function understand(schema: ValueSchema, text: string, member: string): unknown {
  const shape = shapeOf(schema);
  switch (shape.type) {
    case 'number':
    case 'integer':
      return quantity(schema, text, member);
    case 'boolean':
      return words.get(text.trim().toLowerCase()) ?? text;
    case 'string':
      // Capitals do not make another word, where there is one to choose.
      return shape.enum?.includes(text) === false
        ? (shape.enum.find((word) => String(word).toLowerCase() === text.trim().toLowerCase()) ?? text)
        : fromJson(schema, text);
    case 'array':
    case 'object':
      return fromJson(schema, parseJson(text, member));
    default:
      return text;
  }
}

function quantity(schema: ValueSchema, text: string, member: string): unknown {
  const { unit } = shapeOf(schema);
  const value = parseQuantity(text, unit !== undefined && isUnit(unit) ? unit : '1', member);
  if (value !== undefined) return value;
  if (/^[+-]?\d+,\d+/.test(text.trim())) {
    throw refused(`${member} must be a number with a decimal point; write ${text.trim().replace(',', '.')}.`);
  }
  // What is no number stays a text, which the check refuses in its own words.
  return text;
}

function parseJson(text: string, member: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch (cause) {
    throw refused(`${member} must be JSON, for example [1, 2] or {"name": 1}; ${explain(cause)}.`, cause);
  }
}

function explain(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause);
}

function refused(message: string, cause?: unknown): FourwireError {
  return new FourwireError('range', 'value-refused', message, { cause });
}

/** Gives back what JSON cannot carry: bytes and columns of numbers. What does not fit stays, for the check to refuse. */
function fromJson(schema: ValueSchema, value: unknown): unknown {
  const { contentEncoding, items, properties, columns } = shapeOf(schema);
  if (contentEncoding === 'base64' && typeof value === 'string' && isBase64(value)) {
    return new Uint8Array(Buffer.from(value, 'base64'));
  }
  if (items !== undefined && Array.isArray(value)) return value.map((item) => fromJson(items, item));
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  const fields = Object.entries(value as Record<string, unknown>);
  if (columns !== undefined) return Object.fromEntries(fields.map(([name, field]) => [name, column(field)]));
  if (properties === undefined) return value;
  return Object.fromEntries(
    fields.map(([name, field]) => [name, fromJson(properties[name] ?? anything, field)]),
  );
}

function column(value: unknown): unknown {
  const numbers = Array.isArray(value) && value.every((item) => typeof item === 'number');
  return numbers ? Float64Array.from(value) : value;
}

function isBase64(text: string): boolean {
  return text.length % 4 === 0 && /^[A-Za-z\d+/]*={0,2}$/.test(text);
}
