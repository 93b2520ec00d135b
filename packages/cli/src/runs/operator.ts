import type { Operator } from '@fourwire/bench';
import { FourwireError } from '@fourwire/core';
import type { Io } from '../io.ts';
import type { RunKeys } from './run-keys.ts';
import type { ProgressDisplay } from '../text/progress.ts';

/** Asks the questions of a procedure at the terminal. */
export function operatorAt(io: Io, progress: ProgressDisplay, keys: RunKeys): Operator {
  const { terminal, input } = io;
  return async ({ question, choices }, signal) => {
    if (terminal === undefined || input === undefined) {
      throw new FourwireError(
        'state',
        'operator-missing',
        `"${question}" needs an answer of a person; run this at a terminal.`,
      );
    }
    progress.clear();
    const { isCancel, select } = await import('@clack/prompts');
    keys.release();
    const answer = await select({
      message: question,
      options: choices.map((value) => ({ value, label: value })),
      input,
      output: terminal,
      signal,
    }).finally(() => keys.listen());
    if (!isCancel(answer)) return answer;
    throw new FourwireError('aborted', 'operator-cancelled', `The question "${question}" was cancelled.`);
  };
}
