import { emitKeypressEvents } from 'node:readline';
import type { Readable } from 'node:stream';
import type { Io } from '../io.ts';

/** What is typed, where it comes key by key. */
interface Keyboard extends Readable {
  setRawMode(raw: boolean): unknown;
}

/** What a key is called; see `node:readline`. */
interface Key {
  readonly name?: string;
  readonly ctrl?: boolean;
}

/** Listens to the keyboard while something long is under way. */
export interface RunKeys {
  /** Whether there is a keyboard to listen to. */
  readonly active: boolean;
  /** Lets someone else ask a question; {@link RunKeys.listen} goes on. */
  release(): void;
  listen(): void;
}

/**
 * Calls `pressed` with the letter of each key. Ctrl-C does what it always does.
 *
 * @param pressed - gets small letters
 */
export function runKeys({ input, terminal }: Io, pressed: (letter: string) => void): RunKeys {
  if (terminal === undefined || input === undefined || !isKeyboard(input)) {
    return { active: false, release: () => {}, listen: () => {} };
  }
  const onKey = (_text: string | undefined, { name = '', ctrl = false }: Key): void => {
    // Key by key, the terminal makes no signal of Ctrl-C.
    if (ctrl && name === 'c') process.emit('SIGINT');
    else if (!ctrl) pressed(name);
  };
  emitKeypressEvents(input);
  return {
    active: true,
    listen: () => {
      input.setRawMode(true);
      input.on('keypress', onKey);
      input.resume();
    },
    release: () => {
      input.off('keypress', onKey);
      input.setRawMode(false);
      input.pause();
    },
  };
}

function isKeyboard(input: Readable): input is Keyboard {
  return 'setRawMode' in input && typeof input.setRawMode === 'function';
}
