import { formatDuration, systemClock } from '@fourwire/core';
import type { Io } from '../io.ts';
import { plain } from './plain.ts';
import { widthOf } from './table.ts';

/** How far something is. */
export interface Progress {
  /** From 0 to 1. */
  readonly fraction: number;
  readonly text: string;
  readonly secondsLeft?: number | undefined;
  /** What can be done about it, on a terminal: `p pauses, q stops`. */
  readonly keys?: string;
}

/** Shows how far a long piece of work is: a bar on a terminal, lines elsewhere. */
export interface ProgressDisplay {
  show(progress: Progress): void;
  /** Takes the bar away, so that something else can be written; the next {@link show} brings it back. */
  clear(): void;
}

/** How often a line is written where it cannot be written over, in ms, unless the text changes by much. */
const plainEveryMs = 5000;

/** Shows progress on the terminal where there is one, else in lines on `io.err`. */
export async function progressDisplay(io: Io): Promise<ProgressDisplay> {
  return io.terminal === undefined ? lines(io) : bar(io.terminal);
}

/**
 * The bar writes and reads nothing else: the one of `@clack/prompts` takes the keyboard, and ends the process at Ctrl-C
 * before any machine is safe.
 */
async function bar(terminal: NonNullable<Io['terminal']>): Promise<ProgressDisplay> {
  // Loaded where it is needed: it exists as an ES module only.
  const { createLogUpdate } = await import('log-update');
  const update = createLogUpdate(terminal as typeof process.stdout);
  return {
    show: (state) => update(barText(state, widthOf({ terminal }))),
    clear: () => {
      update.clear();
      update.done();
    },
  };
}

/** The bar with what it says, and what can be done below. No line is wider than the terminal. */
export function barText(state: Progress, width: number): string {
  const size = Math.max(10, Math.min(30, width - 50));
  const done = Math.round(Math.min(1, Math.max(0, state.fraction)) * size);
  const text = `${'█'.repeat(done)}${'░'.repeat(size - done)} ${message(state)}`;
  const cut = (line: string): string => (line.length < width ? line : `${line.slice(0, width - 2)}…`);
  return [cut(text), ...(state.keys === undefined ? [] : [cut(state.keys)])].join('\n');
}

function lines(io: Io): ProgressDisplay {
  let last = -Infinity;
  return {
    show: (state) => {
      const now = systemClock.monotonic();
      if (now - last < plainEveryMs && state.fraction < 1) return;
      last = now;
      io.err(`${message(state)}\n`);
    },
    clear: () => {},
  };
}

function message({ fraction, text, secondsLeft }: Progress): string {
  const left =
    secondsLeft === undefined || fraction >= 1
      ? ''
      : `, ${formatDuration({ seconds: Math.round(secondsLeft) })} left`;
  return `${Math.floor(fraction * 100)} %${left}  ${plain(text)}`;
}
