import type { Judgement } from './length.ts';

/** The verdict behind a mark that many gauges put after a value. */
export function judgementOf(mark: string | undefined): Judgement | undefined {
  switch (mark) {
    case '<':
      return 'low';
    case '=':
      return 'good';
    case '>':
      return 'high';
    default:
      return undefined;
  }
}
