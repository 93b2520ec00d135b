import { FourwireError, aborted } from '@fourwire/core';
import type { Prompt, Step } from './action.ts';

/** Asks the person at the bench, and gives one of the choices. */
export type Operator = (prompt: Prompt, signal: AbortSignal) => Promise<string>;

/** A question as a step: it ends with the answer, or when the run is stopped, also where the operator does not care. */
export function asStep(prompt: Prompt, operator: Operator | undefined): Step {
  const { name, question, choices } = prompt;
  return {
    kind: 'step',
    name,
    seconds: 0,
    once: false,
    run: async ({ signal }) => {
      if (operator === undefined) {
        throw new FourwireError(
          'state',
          'operator-missing',
          `The procedure asks "${question}", and nobody is there to answer; give it an operator.`,
        );
      }
      const answer = await unlessAborted(operator(prompt, signal), signal);
      if (choices.includes(answer)) return answer;
      throw new FourwireError(
        'range',
        'answer-unknown',
        `"${answer}" does not answer "${question}"; the answers are ${choices.join(', ')}.`,
      );
    },
  };
}

async function unlessAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  let onAbort: (() => void) | undefined;
  const ended = new Promise<never>((_resolve, reject) => {
    onAbort = () => reject(aborted(signal));
    signal.addEventListener('abort', onAbort, { once: true });
  });
  try {
    return await Promise.race([work, ended]);
  } finally {
    if (onAbort !== undefined) signal.removeEventListener('abort', onAbort);
  }
}
