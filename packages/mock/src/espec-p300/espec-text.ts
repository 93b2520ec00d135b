import { EspecRefusal } from './espec-refusal.ts';

/** One decimal, and never a negative zero. */
export function decimal(value: number): string {
  const text = value.toFixed(1);
  return text === '-0.0' ? '0.0' : text;
}

/** A duration in whole minutes as `h:mm`, rounded up as a panel counts down. */
export function hours(seconds: number): string {
  const minutes = Math.ceil(seconds / 60);
  return `${Math.floor(minutes / 60)}:${two(minutes % 60)}`;
}

export function two(value: number): string {
  return String(value).padStart(2, '0');
}

export function onOff(on: boolean): string {
  return on ? 'ON' : 'OFF';
}

/** The count of what is listed, and the list. */
export function counted(items: readonly (number | string)[]): string {
  return [items.length, ...items].join(',');
}

/**
 * A number in a command.
 *
 * @throws EspecRefusal PARA ERR when it is none, DATA OUT OF RANGE when it is outside
 */
export function numberOf(text: string | undefined, low: number, high: number): number {
  if (text === undefined || !/^[-+]?\d+(?:\.\d*)?$/.test(text.trim())) throw new EspecRefusal('PARA ERR');
  const value = Number(text);
  if (value < low || value > high) throw new EspecRefusal('DATA OUT OF RANGE');
  return value;
}

/** `ON` or `OFF`. */
export function switchOf(text: string | undefined): boolean {
  if (text !== 'ON' && text !== 'OFF') throw new EspecRefusal('PARA ERR');
  return text === 'ON';
}

/** The groups of a pattern that a command must have. */
export function groupsOf(pattern: RegExp, text: string): readonly string[] {
  const match = pattern.exec(text);
  if (match === null) throw new EspecRefusal('PARA ERR');
  return match.slice(1);
}
