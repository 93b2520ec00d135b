import { formatFixed, parseBits, parseDecimal } from '../wire/texts.ts';
import { unexpectedReply } from '../wire/errors.ts';

/** What the telegram I tells: numbers, and the bits as they stand in the telegram, from the left. */
export interface Ascii2State {
  readonly values: readonly number[];
  readonly bits: readonly boolean[];
}

/**
 * Takes a reply to I apart: everything before the last word is a number, the last word holds the bits (sheet
 * weiss-ascii2.md, section 3).
 *
 * @param shape - how many numbers and bits this chamber gives, once that is known: a reply with fewer lost some
 * @throws FourwireError of kind `protocol`, code `reply-unexpected`
 */
export function parseState(reply: string, shape?: Ascii2State): Ascii2State {
  const words = reply.trim().split(/ +/);
  const bits = words.pop() ?? '';
  if (!/^(?:[01]{16}|[01]{32})$/.test(bits) || words.length < 1)
    throw unexpectedReply('numbers and then 16 or 32 bits', reply);
  const state = { values: words.map(parseDecimal), bits: parseBits(bits) };
  if (shape !== undefined && (shape.values.length !== words.length || shape.bits.length !== bits.length)) {
    throw unexpectedReply(`${shape.values.length} numbers and ${shape.bits.length} bits`, reply);
  }
  return state;
}

/** The parameters of the telegram E: all set values, then all bits. */
export function formatSettings(values: readonly number[], bits: readonly boolean[]): string {
  const numbers = values.map((value) => formatFixed(value, 6, 1));
  return [...numbers, bits.map((bit) => (bit ? '1' : '0')).join('')].join(' ');
}
