import { printable } from '@fourwire/core';
import { createTwoFilesPatch } from 'diff';
import type { TapeMessage } from './tape.ts';

/** How many messages before and after the difference are shown. */
const around = 4;

/** A message as a line of a text: `> FUNC?\n` sent, `< "VOLT"\n` received. */
function lineOf({ direction, bytes }: Pick<TapeMessage, 'direction' | 'bytes'>): string {
  return `${direction === 'sent' ? '>' : '<'} ${printable(bytes)}`;
}

/**
 * What the tape holds and what came instead, as a unified diff of the conversation around it.
 *
 * @param index - the message that was expected; the number of messages when the tape was at its end
 */
export function tapeDifference(messages: readonly TapeMessage[], index: number, came: Uint8Array): string {
  const before = messages.slice(Math.max(0, index - around), index).map((message) => lineOf(message));
  const expected = messages.slice(index, index + 1).map((message) => lineOf(message));
  const after = messages.slice(index + 1, index + 1 + around).map((message) => lineOf(message));
  const text = (lines: readonly string[]): string => `${lines.join('\n')}\n`;
  return createTwoFilesPatch(
    'on the tape',
    'what was sent',
    text([...before, ...expected, ...after]),
    text([...before, lineOf({ direction: 'sent', bytes: came }), ...after]),
    '',
    '',
    { context: around },
  ).replace(/^=+\n/u, '');
}
