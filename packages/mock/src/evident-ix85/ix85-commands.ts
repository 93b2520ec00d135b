import { highestFocus, ix85Devices } from './ix85-microscope.ts';
import type { Ix85Microscope } from './ix85-microscope.ts';

/** What a stand answers `!` with. Unconfirmed: the numbers. */
export const ix85Errors = { command: 'E01001', local: 'E01002', range: 'E01003', busy: 'E01004' } as const;

/** Thrown by a command that is refused; the client receives it after `!`. */
export class Ix85Refusal extends Error {
  readonly code: string;

  constructor(error: keyof typeof ix85Errors) {
    super(error);
    this.code = ix85Errors[error];
  }
}

/** The target of a move of the focus, in steps. */
export interface FocusMove {
  readonly target: number;
}

/** Answers a query, its tag without the question mark; undefined for one it does not know. */
export function ix85Query(microscope: Ix85Microscope, tag: string): string | undefined {
  switch (tag) {
    case 'U':
      return 'IX5,1';
    case 'ER':
      return '0';
    case 'FP':
      return microscope.focusKnown ? String(microscope.steps) : 'X';
    case 'NL':
      return String(microscope.near);
    case 'FL':
      return String(microscope.far);
    case 'FSPD':
      return microscope.speed.join(',');
    case 'L':
      return microscope.remote ? '1' : '0';
    default: {
      const position = microscope.positions.get(tag);
      return position === undefined ? undefined : String(position);
    }
  }
}

/** Carries out a command; what it answers in place of `+`, or the move that it begins. */
export function ix85Command(
  microscope: Ix85Microscope,
  tag: string,
  given: readonly string[],
): string | FocusMove | undefined {
  switch (tag) {
    case 'L':
      // Unconfirmed: the second argument.
      microscope.remote = whole(given[0], 0, 1) === 1;
      return undefined;
    // With or without a question mark.
    case 'V':
      return `${whole(given[0], 1, 16)}.01`;
    case 'FG':
      return focusMove(microscope, whole(given[0], 0, highestFocus));
    case 'FM':
      return focusMove(microscope, microscope.steps + distance(given));
    case 'FSTP':
      requireRemote(microscope);
      microscope.focus.stop();
      return undefined;
    case 'FSPD':
      requireRemote(microscope);
      microscope.speed = [speed(given[0]), speed(given[1]), speed(given[2])];
      return undefined;
    case 'NL':
      requireRemote(microscope);
      microscope.near = whole(given[0], microscope.far, highestFocus);
      return undefined;
    case 'FL':
      requireRemote(microscope);
      microscope.far = whole(given[0], 0, microscope.near);
      return undefined;
    default:
      return turn(microscope, tag, given);
  }
}

function focusMove(microscope: Ix85Microscope, target: number): FocusMove {
  requireRemote(microscope);
  if (target < microscope.far || target > microscope.near) throw new Ix85Refusal('range');
  // Unconfirmed: that a second move is refused while the first is under way.
  if (microscope.focus.moving) throw new Ix85Refusal('busy');
  return { target };
}

/** Near is towards the specimen, up on this stand. */
function distance([direction, steps, ...rest]: readonly string[]): number {
  if ((direction !== 'N' && direction !== 'F') || rest.length > 0) throw new Ix85Refusal('command');
  return whole(steps, 0, highestFocus) * (direction === 'N' ? 1 : -1);
}

function turn(microscope: Ix85Microscope, tag: string, given: readonly string[]): undefined {
  const range = Object.entries(ix85Devices).find(([name]) => name === tag)?.[1];
  if (range === undefined) throw new Ix85Refusal('command');
  requireRemote(microscope);
  microscope.positions.set(tag, whole(given[0], range.low, range.high));
}

function speed(text: string | undefined): number {
  return whole(text, 1, 10_000_000);
}

function requireRemote({ remote }: Ix85Microscope): void {
  if (!remote) throw new Ix85Refusal('local');
}

function whole(text: string | undefined, low: number, high: number): number {
  if (text === undefined || !/^-?\d+$/.test(text)) throw new Ix85Refusal('command');
  const value = Number(text);
  if (value < low || value > high) throw new Ix85Refusal('range');
  return value;
}
