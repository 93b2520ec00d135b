const escape = 0x1b;
const lineFeed = 0x0a;

/** Line feed, carriage return, escape and plus: the bytes that an adapter would take for its own. */
function isSpecial(byte: number): boolean {
  return byte === lineFeed || byte === 0x0d || byte === escape || byte === 0x2b;
}

/**
 * Data for an instrument as one line to a Prologix-style adapter: CR, LF, ESC and `+` each behind an ESC, which the
 * adapter takes away, and an unescaped LF at the end, which the instrument does not get (gpib-adapters.md, 2).
 */
export function escapedLine(data: Uint8Array): Uint8Array {
  let specials = 0;
  for (const byte of data) if (isSpecial(byte)) specials++;
  const line = new Uint8Array(data.length + specials + 1);
  let end = 0;
  for (const byte of data) {
    if (isSpecial(byte)) line[end++] = escape;
    line[end++] = byte;
  }
  line[end] = lineFeed;
  return line;
}
