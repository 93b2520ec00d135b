/** The host, and a unit with one channel, on the wire (sheet thorlabs-apt.md, section 2). */
export const aptAddresses = { host: 0x01, unit: 0x50 } as const;

/** A message: two bytes of parameters, or data. */
export interface AptMessage {
  readonly id: number;
  readonly destination: number;
  readonly source: number;
  /** First and second parameter of a short message. */
  readonly parameters: readonly [first: number, second: number];
  /** The data of a long one. */
  readonly data: Uint8Array | undefined;
}

/** The longest data that is waited for; what claims more is no message. Unconfirmed. */
const longestData = 256;

const headerLength = 6;

/** Whether there can be a unit with this address: one with one channel, a rack, or a bay of it. */
function isAddress(address: number): boolean {
  return address === aptAddresses.unit || address === 0x11 || (address >= 0x21 && address <= 0x2a);
}

/** A message as bytes. */
export function encodeApt(id: number, content: readonly [number, number] | Uint8Array): Uint8Array {
  const { host, unit } = aptAddresses;
  if (!(content instanceof Uint8Array))
    return Uint8Array.of(id & 0xff, id >> 8, content[0], content[1], host, unit);
  const { length } = content;
  return Uint8Array.of(id & 0xff, id >> 8, length & 0xff, length >> 8, host | 0x80, unit, ...content);
}

/**
 * Cuts what a client sends into messages. There is no mark of a beginning: a header that cannot be one costs a byte.
 */
export class AptReader {
  #rest = new Uint8Array(0);

  /** Takes bytes; gives the messages that are whole. */
  take(bytes: Uint8Array): readonly AptMessage[] {
    let rest = Uint8Array.of(...this.#rest, ...bytes);
    const messages: AptMessage[] = [];
    while (rest.length >= headerLength) {
      const [low = 0, high = 0, first = 0, second = 0, destination = 0, source = 0] = rest;
      const isLong = (destination & 0x80) !== 0;
      const length = isLong ? first | (second << 8) : 0;
      if (source !== aptAddresses.host || !isAddress(destination & 0x7f) || length > longestData) {
        rest = rest.slice(1);
        continue;
      }
      if (rest.length < headerLength + length) break;
      messages.push({
        id: low | (high << 8),
        destination: destination & 0x7f,
        source,
        parameters: [first, second],
        data: isLong ? rest.slice(headerLength, headerLength + length) : undefined,
      });
      rest = rest.slice(headerLength + length);
    }
    this.#rest = rest;
    return messages;
  }
}
