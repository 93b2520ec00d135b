/** Where the messages of a protocol carry the number by which a reply is told to belong to its request. */
export interface Correlation {
  /** Where it is in a message; undefined in what is no such message. */
  readonly at: (bytes: Uint8Array) => { readonly offset: number; readonly length: number } | undefined;
}

/** MBAP header of Modbus TCP: transaction id in bytes 0 and 1, protocol 0, length of what follows in bytes 4 and 5. */
const modbusTcp: Correlation = {
  at: (bytes) =>
    bytes.length > 7 &&
    bytes[2] === 0 &&
    bytes[3] === 0 &&
    ((bytes[4] ?? 0) << 8) + (bytes[5] ?? 0) === bytes.length - 6
      ? { offset: 0, length: 2 }
      : undefined,
};

/** HSMS (SEMI E37): a length of 4 bytes, then a header of 10 whose last 4 are the system bytes. */
const hsms: Correlation = {
  at: (bytes) =>
    bytes.length >= 14 && new DataView(bytes.buffer, bytes.byteOffset).getUint32(0) === bytes.length - 4
      ? { offset: 10, length: 4 }
      : undefined,
};

const none: Correlation = { at: () => undefined };

/** What tells replies apart on a kind of wire; serial Modbus and SECS-I have nothing that counts up. */
export function correlationOf(wire: string): Correlation {
  return { registers: modbusTcp, secs: hsms }[wire] ?? none;
}

/** The number, as text; undefined where the message has none. */
export function idOf(correlation: Correlation, bytes: Uint8Array): string | undefined {
  const place = correlation.at(bytes);
  return place && Buffer.from(bytes.subarray(place.offset, place.offset + place.length)).toString('hex');
}

/** A message with another number. */
export function withId(correlation: Correlation, bytes: Uint8Array, id: string): Uint8Array {
  const copy = Uint8Array.from(bytes);
  const place = correlation.at(bytes);
  if (place !== undefined) copy.set(Buffer.from(id, 'hex'), place.offset);
  return copy;
}

/** A message without its number: what two requests that mean the same have in common. */
export function meaningOf(correlation: Correlation, bytes: Uint8Array): string {
  const place = correlation.at(bytes);
  const copy = Uint8Array.from(bytes);
  if (place !== undefined) copy.fill(0, place.offset, place.offset + place.length);
  return Buffer.from(copy).toString('latin1');
}
