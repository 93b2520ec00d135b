import { parseDecimal } from '../wire/texts.ts';
import { unexpectedReply } from '../wire/errors.ts';

/** The number in a field of a reply. */
export function numberAt(fields: readonly string[], index: number): number {
  const field = fields[index];
  if (field === undefined) throw unexpectedReply(`${index + 1} fields or more`, fields.join(','));
  return parseDecimal(field);
}

/** A field that holds a whole number. */
export function wholeNumberOf(field: string): number {
  if (!/^\d+$/.test(field)) throw unexpectedReply('a whole number', field);
  return Number(field);
}

/** Hours and minutes, `1:30`, in s. */
export function secondsOf(field: string): number {
  const [, hours, minutes] = /^(\d+):(\d+)$/.exec(field) ?? [];
  if (hours === undefined || minutes === undefined) throw unexpectedReply('a time as h:mm', field);
  return Number(hours) * 3600 + Number(minutes) * 60;
}
