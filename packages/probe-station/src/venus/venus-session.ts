import { FourwireError } from '@fourwire/core';
import type { BusClient, ByteTransport, Call, Clock, MessageEnd } from '@fourwire/core';
import { TextSession } from '@fourwire/transport';
import type { Framing } from '@fourwire/transport';
import { refused, unexpected } from '../faults.ts';
import { venusErrorText } from './venus-errors.ts';

const lineFeed = 0x0a;

/** The only reply of more than one line: one of low and high for each of three axes. */
const linesOf = (command: string): number => (command.endsWith('getlimit') ? 3 : 1);

/** Commands in reverse Polish; replies are lines that end with CR LF (sheet venus-corvus.md, section 2). */
export const venusFraming: Framing = {
  // In host mode a blank ends a command, in terminal mode the end of the line.
  encode: (command) => `${command} \r\n`,
  end: (command) => endOfLines(linesOf(command)),
  decode: (reply) => reply.trim(),
};

function endOfLines(count: number): MessageEnd {
  return {
    find: (bytes) => {
      let at = -1;
      for (let line = 0; line < count; line++) {
        at = bytes.indexOf(lineFeed, at + 1);
        if (at < 0) return -1;
      }
      return at + 1;
    },
  };
}

/** How long a controller may talk that comes out of terminal mode, in ms. */
const echoMs = 50;

/** Speaks the Venus language: questions are answered, commands are not, and errors wait to be asked for. */
export class VenusSession {
  readonly #session: TextSession;
  readonly #clock: Clock;

  constructor(bus: BusClient<ByteTransport>, clock: Clock) {
    this.#session = new TextSession(bus, venusFraming);
    this.#clock = clock;
  }

  async ask(question: string, call: Call): Promise<string> {
    return this.#session.ask(question, call);
  }

  /** Asks for `count` numbers, one unless given; all that come where it is `undefined`. */
  async numbers(question: string, count: number | undefined, call: Call): Promise<readonly number[]> {
    return numbersIn(question, count, await this.ask(question, call));
  }

  async number(question: string, call: Call): Promise<number> {
    const [value = Number.NaN] = await this.numbers(question, 1, call);
    return value;
  }

  /** Sends commands that are not answered. */
  async send(command: string, call: Call): Promise<void> {
    await this.#session.send(command, call);
  }

  /**
   * Sends a command and looks whether the controller has anything against it. Not while something moves: a controller
   * may then answer only status and position.
   *
   * @throws FourwireError of kind `device`, code `instrument-refused`, with the controller's number
   */
  async tell(command: string, call: Call): Promise<void> {
    await this.#session.transaction(async (exclusive) => {
      // What others left would pass for an error of this command.
      await exclusive.ask('ge', call);
      await exclusive.send(command, call);
      await raiseError(exclusive, command, call);
    }, call);
  }

  /**
   * Starts a move of a controller that moves all its axes together; waits for nothing.
   *
   * @throws FourwireError as {@link tell}; of kind `busy`, code `stage-moving`, while an axis moves: a second move would
   * wait behind it, and every question with it
   */
  async startMove(command: string, call: Call): Promise<void> {
    await this.#session.transaction(async (exclusive) => {
      if (isMoving(await exclusive.ask('st', call))) throw stageMoving();
      await exclusive.ask('ge', call);
      await exclusive.send(command, call);
      // A move that was refused has not begun.
      if (!isMoving(await exclusive.ask('st', call))) await raiseError(exclusive, command, call);
    }, call);
  }

  /** Whether any axis moves. Answered at any time. */
  async moving(call: Call): Promise<boolean> {
    return isMoving(await this.ask('st', call));
  }

  /** Brings a controller that somebody used with a terminal into host mode, in which nothing is echoed. */
  async enterHostMode(call: Call): Promise<void> {
    await this.#session.send('0 mode', call);
    await this.#clock.sleep(echoMs, call.signal);
  }
}

function numbersIn(question: string, count: number | undefined, reply: string): readonly number[] {
  const fields = reply.split(/\s+/);
  const isRight = count === undefined || fields.length === count;
  if (!isRight || !fields.every((field) => /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(field)))
    throw unexpected(`${count ?? 'some'} numbers in answer to ${question}`, reply);
  return fields.map(Number);
}

async function raiseError(session: TextSession, command: string, call: Call): Promise<void> {
  const [code = 0] = numbersIn('ge', 1, await session.tell('ge', call));
  if (code !== 0) throw refused(command, code, venusErrorText(code));
}

function isMoving(status: string): boolean {
  const [bits = 0] = numbersIn('st', 1, status);
  return (bits & 1) !== 0;
}

/** A stage whose axes move together is told to move while it moves. */
export function stageMoving(): FourwireError {
  return new FourwireError(
    'busy',
    'stage-moving',
    'The stage moves; wait until it stands, or halt it: its axes can only start together.',
  );
}
