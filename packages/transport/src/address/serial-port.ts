import { invalid } from './part.ts';
import type { Part } from './part.ts';

/** The serial port in `part`: an absolute device path as given, or a Windows name in upper case. */
export function parseSerialPort(part: Part, example: string): string {
  const { text } = part;
  if (/^COM\d{1,4}$/i.test(text)) return text.toUpperCase();
  if (/^\/[^?\p{Cc}]+$/u.test(text) && !text.includes('::') && !/[\s:]$/.test(text)) return text;
  throw invalid(part, 'an absolute device path or COM and a number', example);
}
