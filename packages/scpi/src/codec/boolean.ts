import { excerpt, malformed } from './fault.ts';
import { parseNumber } from './number.ts';

/**
 * The boolean in a response element or parameter: `1`, `0`, `ON`, `OFF` in any case; other numbers are rounded and
 * everything but 0 is true (sheet scpi.md, 1.3).
 *
 * @throws FourwireError of kind `protocol` when the text is anything else.
 */
export function parseBoolean(text: string): boolean {
  const word = text.trim().toUpperCase();
  if (word === '1' || word === 'ON') return true;
  if (word === '0' || word === 'OFF') return false;
  const value = /^[+\-.\d]/.test(word) ? parseNumber(word) : Number.NaN;
  if (!Number.isFinite(value)) {
    throw malformed('scpi-boolean-malformed', `Expected 0, 1, ON or OFF, got ${excerpt(text)}.`, text);
  }
  return Math.round(value) !== 0;
}
