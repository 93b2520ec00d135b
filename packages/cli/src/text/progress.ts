import { formatDuration, systemClock } from '@fourwire/core';
import type { Io } from '../io.ts';
import { plain } from './plain.ts';

/** How far something is. */
export interface Progress {
  /** From 0 to 1. */
  readonly fraction: number;
  readonly text: string;
  readonly secondsLeft?: number | undefined;
}

/** Shows how far a long piece of work is: a bar on a terminal, lines elsewhere. */
export interface ProgressDisplay {
  show(progress: Progress): void;
  /** Takes the bar away, so that something else can be written; the next {@link show} brings it back. */
  clear(): void;
}

/** How often a line is written where it cannot be written over, in ms, unless the text changes by much. */
const plainEveryMs = 5000;

/** The steps of a whole bar. */
const whole = 1000;

/** Shows progress on the terminal where there is one, else in lines on `io.err`. */
export async function progressDisplay(io: Io): Promise<ProgressDisplay> {
  return io.terminal === undefined ? lines(io) : bar(io.terminal, io.signal);
}

async function bar(
  terminal: NonNullable<Io['terminal']>,
  signal: AbortSignal | undefined,
): Promise<ProgressDisplay> {
  // Loaded where it is needed: it exists as an ES module only.
  const { progress } = await import('@clack/prompts');
  let shown: { readonly on: ReturnType<typeof progress>; done: number } | undefined;
  return {
    show: (state) => {
      if (shown === undefined) {
        const on = progress({
          max: whole,
          size: Math.max(10, Math.min(30, (terminal.columns ?? 80) - 50)),
          style: 'block',
          output: terminal,
          ...(signal === undefined ? {} : { signal }),
        });
        on.start(message(state));
        shown = { on, done: 0 };
      }
      const done = Math.round(state.fraction * whole);
      shown.on.advance(Math.max(0, done - shown.done), message(state));
      shown.done = Math.max(done, shown.done);
    },
    clear: () => {
      shown?.on.clear();
      shown = undefined;
    },
  };
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
  return `${Math.floor(fraction * 100)} %  ${plain(text)}${left}`;
}
