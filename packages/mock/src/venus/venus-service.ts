import type { ByteService } from '@fourwire/core';
import type { FaultFlag } from '../faults/flag.ts';
import type { LineEndFault } from '../faults/line-end-fault.ts';
import type { Signal } from '../measuring/signal.ts';
import { withSingleBytes } from '../motion/single-bytes.ts';
import { VenusInterpreter, venusErrors } from './venus-interpreter.ts';
import type { VenusMachine, VenusWord } from './venus-interpreter.ts';

/** What the language is spoken for. */
export interface SpokenMachine extends VenusMachine {
  /** Whether it echoes, as for somebody at a terminal. */
  readonly terminal: boolean;
  /** A move that others waited for has ended. */
  readonly stood: Signal;
  stop(how: 'brake' | 'at once'): void;
}

/** Faults of the protocol. */
export interface VenusProtocolFaults {
  readonly lineEnd: LineEndFault;
  /** Nothing is known to it but what asks for errors. */
  readonly error: FaultFlag;
}

/** Ctrl-C stops everything at once, even while the interpreter waits. */
const abortByte = 0x03;

/** The longest word; more is cut off. */
const longestWord = 80;

/** Speaks Venus with clients. They share one interpreter, its stack included. */
export function venusService<M extends SpokenMachine>(
  machine: M,
  words: Readonly<Record<string, VenusWord<M>>>,
  { lineEnd, error }: VenusProtocolFaults,
): ByteService {
  const interpreter = new VenusInterpreter(machine, words);
  machine.stood.listen(() => interpreter.goOn());
  const service: ByteService = {
    connect: (peer) => {
      const send = (text: string): void => peer.send(Buffer.from(text, 'latin1'));
      const reply = (line: string): void => send(`${line}${lineEnd.end('\r\n')}`);
      let word = '';
      const take = (text: string): void => {
        if (text === 'clear') interpreter.clear();
        if (error.active && text !== 'ge' && text !== 'geterror' && /[a-z]/i.test(text)) {
          machine.error = venusErrors.unknownCommand;
          interpreter.clear();
        } else interpreter.take(text, reply);
      };
      return {
        receive: (bytes) => {
          if (machine.terminal) send(Buffer.from(bytes).toString('latin1'));
          for (const character of Buffer.from(bytes).toString('latin1')) {
            if (!/[ \t\r\n]/.test(character)) {
              if (word.length < longestWord) word += character;
              continue;
            }
            if (word !== '') take(word);
            word = '';
            if (character === ' ' || character === '\t') continue;
            interpreter.endLine();
            if (machine.terminal) send('> ');
          }
        },
        closed: () => {},
      };
    },
  };
  return withSingleBytes(
    [abortByte],
    () => {
      interpreter.abort();
      machine.stop('at once');
      return undefined;
    },
    service,
  );
}
