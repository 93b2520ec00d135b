import { excerpt, malformed } from '../codec/fault.ts';
import type { Crosspoint } from '../classes/switch-matrix.ts';

/** The rows of a card, as their letters. */
export const rowLetters = 'ABCDEFGH';

/** A crosspoint as a 707B names it: slot, row letter and two digits for the column, `1A05`. */
export function nameOf({ slot, row, column }: Crosspoint): string {
  return `${slot}${rowLetters.charAt(row - 1)}${String(column).padStart(2, '0')}`;
}

/**
 * The crosspoints in the answer of `channel.getclose`: names with semicolons between them, or `nil` for none.
 *
 * @throws FourwireError of kind `protocol` when it names anything else
 */
export function crosspointsOf(reply: string): readonly Crosspoint[] {
  const text = reply.trim();
  if (text === 'nil' || text === '') return [];
  return text.split(/[;,]/).map((name) => {
    const [, slot, letter = '', column] = /^\s*(\d)([A-H])(\d{2})\s*$/.exec(name) ?? [];
    if (slot === undefined) {
      throw malformed(
        'scpi-channel-list-malformed',
        `Expected crosspoints such as 1A05;1B06, got ${excerpt(reply)}.`,
        reply,
      );
    }
    return { slot: Number(slot), row: rowLetters.indexOf(letter) + 1, column: Number(column) };
  });
}
