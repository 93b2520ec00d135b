/** A text with one character to a register, padded with zeros or blanks. */
export function registerText(words: readonly number[]): string {
  return String.fromCharCode(...words.map((word) => word & 0xff))
    .replaceAll('\0', '')
    .trim();
}
