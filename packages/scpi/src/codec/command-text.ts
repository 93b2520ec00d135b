import { excerpt, refused } from './fault.ts';

/**
 * What may stand in a gap of a command: `name` where it touches a mnemonic or stands in the header (`SOUR${n}:VOLT`,
 * `CH${n}`), `data` where a parameter stands on its own.
 */
export type Gap = 'name' | 'data';

/** What is known about the text of a command. */
export interface CommandText {
  readonly gaps: readonly Gap[];
  /** How many queries it holds, which is how many responses are owed. */
  readonly queries: number;
}

/**
 * Goes through the pieces of a command's text, which come from the script and not from data, and finds what may
 * stand in the gaps between them.
 *
 * @throws FourwireError of kind `range` for control characters, characters beyond ASCII, quotes that are not closed, and
 * gaps inside quotes or side by side.
 */
export function readCommandText(pieces: readonly string[]): CommandText {
  const gaps: Gap[] = [];
  let queries = 0;
  let mark = '';
  let state: 'before' | 'header' | 'data' = 'before';
  let previous = '';
  for (const [index, piece] of pieces.entries()) {
    for (const character of piece) {
      if (!/[\t\x20-\x7e]/.test(character)) {
        throw textError(
          piece,
          'may hold printable ASCII characters only; line feeds are added when it is sent',
        );
      }
      if (mark !== '') {
        if (character === mark) mark = '';
      } else if (character === '"' || character === "'") {
        if (previous === GAP) throw textError(piece, 'must have a separator between a value and a string');
        mark = character;
        state = state === 'before' ? 'header' : state;
      } else if (character === ';') {
        state = 'before';
      } else if (character === ' ' || character === '\t') {
        state = state === 'header' ? 'data' : state;
      } else {
        state = state === 'before' ? 'header' : state;
        if (character === '?') queries++;
      }
      previous = character;
    }
    if (index === pieces.length - 1) break;
    if (mark !== '') throw textError(piece, 'must not put a value inside quotes; strings get their own');
    if (previous === GAP) throw textError(piece, 'must have a separator between two values');
    gaps.push(state === 'data' && !/[\w#+."'-]/.test(previous) ? 'data' : 'name');
    state = state === 'before' ? 'header' : state;
    previous = GAP;
  }
  if (mark !== '') throw textError(pieces.at(-1) ?? '', 'must close its quotes');
  return { gaps, queries };
}

// Outside what a command may hold, so it cannot be mistaken for a character of the text.
const GAP = '\n';

function textError(piece: string, rule: string): Error {
  return refused('scpi-command-malformed', `The text of a command ${rule}; see ${excerpt(piece)}.`);
}
