/**
 * How the bytes of `A` and `J` items become text, for machines that send something else than ASCII. The default takes
 * each byte for the character of the same number (Latin-1).
 */
export interface TextCodec {
  /** Text of `bytes`. The bytes may be reused afterwards: do not keep them. */
  decode(bytes: Uint8Array): string;
  /** Bytes of `text`; throws when a character has none. */
  encode(text: string): Uint8Array;
}

/** UTF-8. Bytes that are not UTF-8 are refused, not replaced. */
export const utf8Text: TextCodec = {
  decode: (bytes) => new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes),
  encode: (text) => new TextEncoder().encode(text),
};
