import type { ByteService, Clock, Timer } from '@fourwire/core';
import type { LineEndFault } from '../faults/line-end-fault.ts';
import { lineService } from '../line-service.ts';
import type { LineOptions } from '../line-service.ts';
import { Repeater } from './repeater.ts';
import type { Signal } from './signal.ts';

/** One client of an instrument that speaks in lines. */
export interface LineClient {
  /** Sends a line, with what ends lines. */
  reply(line: string): void;
  /** Sends characters as they are. */
  send(text: string): void;
  /** What is sent again and again without being asked for. */
  readonly repeat: Repeater;
  /** What it waits for; that ends with its connection. */
  readonly waits: Set<Timer>;
}

/** What an instrument does with what a client sends, and when somebody touches it. */
export interface LineConversation {
  /** Takes one line, without its terminator. */
  line(text: string): void;
  /** Somebody pressed the print or data key. */
  pressed?(): void;
  /** The instrument was switched on again. */
  poweredOn?(): void;
  /** The connection ended. */
  closed?(): void;
}

/** How the lines of an instrument are. */
export interface LineInstrumentOptions extends LineOptions {
  readonly clock: Clock;
  /** What ends its lines. */
  readonly lineEnd: string;
  /** The fault `wrong-terminator`. */
  readonly lineEndFault: LineEndFault;
  /** The print or data key. */
  readonly key?: Signal;
  /** Power comes back. */
  readonly power?: Signal;
}

/** Serves an instrument that speaks in lines, also without being asked; nothing of a client outlasts its connection. */
export function lineInstrument(
  options: LineInstrumentOptions,
  open: (client: LineClient) => LineConversation,
): ByteService {
  const { clock, lineEnd, lineEndFault, key, power } = options;
  return lineService((send) => {
    const repeat = new Repeater(clock);
    const waits = new Set<Timer>();
    const conversation = open({
      reply: (line) => send(`${line}${lineEndFault.end(lineEnd)}`),
      send,
      repeat,
      waits,
    });
    const stopKey = key?.listen(() => conversation.pressed?.());
    const stopPower = power?.listen(() => {
      repeat.stop();
      conversation.poweredOn?.();
    });
    return {
      line: (text) => conversation.line(text),
      closed: () => {
        repeat.stop();
        for (const timer of waits) timer.cancel();
        stopKey?.();
        stopPower?.();
        conversation.closed?.();
      },
    };
  }, options);
}
