import { excerpt, malformed, refused } from './fault.ts';

/** The two marks that SCPI allows around a string. */
export type QuoteMark = '"' | "'";

/**
 * `text` as a quoted string with the marks inside doubled: `say "hi"` becomes `"say ""hi"""`.
 *
 * @throws FourwireError of kind `range` when it holds anything but printable ASCII: a line feed would end the command.
 */
export function quote(text: string, mark: QuoteMark = '"'): string {
  const position = text.search(/[^\x20-\x7e]/);
  if (position >= 0) {
    throw refused(
      'scpi-value-refused',
      `A string in a command may hold printable ASCII characters only, got ${excerpt(text, position)} at position ${position}; leave it out.`,
      { position },
    );
  }
  return mark + text.replaceAll(mark, mark + mark) + mark;
}

/**
 * The text inside a quoted string, in double or single quotes, doubled marks made single.
 *
 * @throws FourwireError of kind `protocol` when it is not exactly one quoted string.
 */
export function parseString(text: string): string {
  const trimmed = text.trim();
  const mark = trimmed.charAt(0);
  const end = mark === '"' || mark === "'" ? stringEnd(trimmed, 0) : -1;
  if (end !== trimmed.length) {
    throw malformed(
      'scpi-string-malformed',
      `Expected one quoted string, got ${excerpt(text)}.`,
      text,
      Math.max(0, end),
    );
  }
  return trimmed.slice(1, -1).replaceAll(mark + mark, mark);
}

/** The position after the string whose opening mark is at `from`, or -1 when it is not closed. */
export function stringEnd(text: string, from: number): number {
  const mark = text.charAt(from);
  let end = text.indexOf(mark, from + 1);
  while (end >= 0 && text.charAt(end + 1) === mark) end = text.indexOf(mark, end + 2);
  return end < 0 ? -1 : end + 1;
}
