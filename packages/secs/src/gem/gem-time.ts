import { FourwireError, instantOf } from '@fourwire/core';
import type { Instant } from '@fourwire/core';

/**
 * TimeFormat: 0 is `YYMMDDhhmmss`, 1 is `YYYYMMDDhhmmsscc`, 2 is ISO 8601 with a zone. Source: SEMI E30; sheet gem.md
 * section 4.
 */
export type TimeFormat = 0 | 1 | 2;

/** A time as the equipment tells it. */
export interface EquipmentTime {
  /** As it came; empty when the equipment has no clock. */
  readonly text: string;
  /** ISO 8601, for example `2026-11-23T14:00:30.15`; without a zone for the formats that are local time. */
  readonly iso: string | undefined;
}

/**
 * A moment as TIME.
 *
 * @param timeZone - an IANA name such as `Europe/Berlin`; the computer's own unless given. The extended format is in UTC.
 */
export function formatTime(at: Instant, format: TimeFormat, timeZone?: string): string {
  const zone = format === 2 ? 'UTC' : timeZone;
  const { year, month, day, hour, minute, second } = civilTime(at, zone);
  const hundredths = String(Math.floor((((at % 1000) + 1000) % 1000) / 10)).padStart(2, '0');
  if (format === 0) return `${year.slice(-2)}${month}${day}${hour}${minute}${second}`;
  if (format === 1) return `${year}${month}${day}${hour}${minute}${second}${hundredths}`;
  return `${year}-${month}-${day}T${hour}:${minute}:${second}.${hundredths}Z`;
}

/**
 * The time in a TIME item.
 *
 * @param now - years of two digits are taken within 50 years of it
 * @throws FourwireError of kind `protocol` when it has none of the three forms
 */
export function parseTime(text: string, now: Instant): EquipmentTime {
  if (text === '') return { text, iso: undefined };
  const short = /^(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)$/.exec(text);
  if (short !== null) {
    const [, year, ...rest] = short;
    return { text, iso: iso(fullYear(Number(year), now), rest) };
  }
  const long = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)$/.exec(text);
  if (long !== null) {
    const [, year = '', ...rest] = long;
    return { text, iso: iso(year, rest) };
  }
  if (/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d+(?:Z|[+-]\d\d:\d\d)$/.test(text)) return { text, iso: text };
  throw new FourwireError(
    'protocol',
    'time-format',
    `TIME: expected YYMMDDhhmmss, YYYYMMDDhhmmsscc or ISO 8601 with a zone, found ${JSON.stringify(text)}.`,
  );
}

/**
 * What a clock that shows TIME reads, in milliseconds since 1970 as if its zone were UTC: for differences between two
 * such clocks. Undefined when the text is no time.
 *
 * @param timeZone - where the clock stands; matters for the extended format, which carries its own zone
 */
export function localMilliseconds(text: string, now: Instant, timeZone?: string): number | undefined {
  const time = text === '' ? undefined : parseTime(text, now).iso;
  const match =
    time === undefined ? null : /^(\d+)-(\d+)-(\d+)T(\d+):(\d+):(\d+)(\.\d+)?(Z|[+-]\d\d:\d\d)?$/.exec(time);
  if (match === null) return undefined;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = match.slice(1, 7).map(Number);
  if (month < 1 || month > 12 || day < 1 || day > 31 || hour > 23 || minute > 59 || second > 60)
    return undefined;
  const shown =
    instantOf({ year, month, day, hour, minute, second }) + Math.round(Number(match[7] ?? 0) * 1000);
  const zone = match[8];
  if (zone === undefined) return shown;
  const [, sign = '+', hours = '0', minutes = '0'] = /([+-])(\d\d):(\d\d)/.exec(zone) ?? [];
  const offsetMs = (Number(hours) * 60 + Number(minutes)) * 60_000 * (sign === '-' ? -1 : 1);
  return localMilliseconds(formatTime(shown - offsetMs, 1, timeZone), now);
}

function iso(year: string, [month, day, hour, minute, second, hundredths]: readonly string[]): string {
  const fraction = hundredths === undefined ? '' : `.${hundredths}`;
  return `${year}-${month}-${day}T${hour}:${minute}:${second}${fraction}`;
}

function fullYear(year: number, now: Instant): string {
  const current = Number(civilTime(now, 'UTC').year);
  const sameCentury = current - (current % 100) + year;
  if (sameCentury > current + 50) return String(sameCentury - 100);
  return String(sameCentury <= current - 50 ? sameCentury + 100 : sameCentury);
}

type Civil = Record<'year' | 'month' | 'day' | 'hour' | 'minute' | 'second', string>;

function civilTime(at: Instant, timeZone: string | undefined): Civil {
  const format = new Intl.DateTimeFormat('en-GB', {
    ...(timeZone === undefined ? {} : { timeZone }),
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  });
  const parts = format.formatToParts(at).map(({ type, value }) => [type, value.padStart(2, '0')]);
  return Object.fromEntries(parts) as Civil;
}
