import type { Reading, ValueSchema } from '@fourwire/core';
import { formatValue } from './format-value.ts';
import { plain } from './plain.ts';

/** A reading on one line: the value with its unit, and what is wrong with it. */
export function formatReading(schema: ValueSchema, reading: Reading<unknown>): string {
  const { quality, value, error } = reading;
  if (quality === 'bad') return `bad: ${plain(error.message)}`;
  const text = formatValue(schema, value)
    .trimEnd()
    .replaceAll(/\s*\n\s*/g, '; ');
  return quality === 'good' ? text : `${text} (stale: ${plain(error.message)})`;
}
