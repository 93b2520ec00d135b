import type { ByteService } from '@fourwire/core';
import { lineService } from '../line-service.ts';
import { CommandLane, ReplyQueue } from './reply-queue.ts';

/** What a prober does with a line: its first word, and the rest. Gives the reply, where there is one; never rejected. */
export type CarryOut = (
  word: string,
  argument: string,
  /** Says something before the reply. */
  say: (line: string) => void,
) => Promise<string | undefined>;

/** How a prober that is commanded in lines answers. */
export interface CommandLinesOptions {
  /** What ends a reply. */
  readonly end: () => string;
  /** Whether a command is carried out at once, before those that wait. */
  readonly urgent?: (word: string) => boolean;
}

/**
 * Serves a prober whose commands are lines that end with LF or CR. All its clients share one lane: commands are carried
 * out one after the other, and each client is answered in the order in which it asked.
 */
export function commandLines(carryOut: CarryOut, options: CommandLinesOptions): ByteService {
  const lane = new CommandLane();
  return lineService(
    (send) => {
      let open = true;
      const say = (line: string): void => {
        if (open) send(`${line}${options.end()}`);
      };
      const queue = new ReplyQueue(say, lane);
      return {
        line: (line) => {
          const [, word = '', argument = ''] = /^\s*(\S+)\s*(.*)$/.exec(line) ?? [];
          if (word === '') return;
          queue.push(async () => carryOut(word, argument, say), options.urgent?.(word) === true);
        },
        closed: () => {
          open = false;
          queue.close();
        },
      };
    },
    { terminator: 'either' },
  );
}
