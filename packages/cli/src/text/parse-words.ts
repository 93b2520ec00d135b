import { FourwireError, parseQuantity } from '@fourwire/core';
import { InvalidArgumentError } from 'commander';

const longest = 7 * 86_400;

/** A length of time above 0 and at most a week, in seconds: `30`, `0.5`, `90s`, `5min`, `2 h`. */
export function seconds(text: string): number {
  const value = timeIn(text);
  if (value !== undefined && value > 0 && value <= longest) return value;
  throw new InvalidArgumentError(
    'It must be a time above 0 and at most 7 d, in seconds or with a unit, such as 30, 90s, 5min, 2h.',
  );
}

function timeIn(text: string): number | undefined {
  try {
    return parseQuantity(text, 's', 'time');
  } catch (error) {
    if (FourwireError.is(error)) return undefined;
    throw error;
  }
}

/** A word that says something: a file, a name. */
export function filled(text: string): string {
  if (text.trim() !== '') return text;
  throw new InvalidArgumentError('It is empty.');
}
