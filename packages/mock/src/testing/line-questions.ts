import type { ByteService } from '@fourwire/core';
import { textWire } from './text-wire.ts';

/**
 * A client of a service that speaks in lines, for tests.
 *
 * @internal
 */
export interface LineQuestions {
  /** Sends text as it is and gives what came back. */
  readonly wire: (text: string) => string;
  /** Sends a line and gives the answer, its lines joined by `|`. */
  readonly ask: (line: string) => string;
  /** The answers to several lines. */
  readonly asked: (...lines: readonly string[]) => string[];
}

/**
 * Connects to a service that takes lines which end with `end`.
 *
 * @internal
 */
export function lineQuestions(service: ByteService, end: string): LineQuestions {
  const wire = textWire(service);
  const ask = (line: string): string => wire(`${line}${end}`).replaceAll('\r\n', '|').replace(/\|$/, '');
  return { wire, ask, asked: (...lines) => lines.map(ask) };
}
