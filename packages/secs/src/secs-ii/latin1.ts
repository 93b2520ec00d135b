const longestShort = 16;
const scratch = Array.from({ length: longestShort + 1 }, (_, length) => Array<number>(length).fill(0));

/**
 * The text whose characters have the numbers of `bytes[start]` to `bytes[end - 1]`. Short texts, and most are, take a
 * way around the native call, which costs more than the text.
 */
export function latin1Text(bytes: Buffer, start: number, end: number): string {
  const length = end - start;
  if (length > longestShort) return bytes.toString('latin1', start, end);
  const characters = scratch[length]!;
  for (let index = 0; index < length; index++) characters[index] = bytes[start + index]!;
  // oxlint-disable-next-line prefer-spread
  return String.fromCharCode.apply(undefined, characters);
}
