/** One word of the language: what it takes from the stack, and what it does. */
export interface VenusWord<M> {
  /** How many numbers it takes. */
  readonly takes: number | ((machine: M) => number);
  /** Whether it is carried out while a move runs that others wait for. */
  readonly immediate?: boolean;
  /** Whether what follows on its line waits for the end of the move that it starts. */
  readonly starts?: boolean;
  /** Carries it out; gives the lines of the reply, if it has one. */
  readonly run: (machine: M, values: readonly number[]) => string | readonly string[] | undefined;
}

/** Errors of the interpreter (sheet venus-corvus.md, section 5). */
export const venusErrors = {
  wrongType: 1001,
  tooFewParameters: 1002,
  outsideLimits: 1004,
  stackOverflow: 1008,
  unknownCommand: 2000,
} as const;

/** Thrown by a word that is not carried out; `ge` gives its number. */
export class VenusRefusal extends Error {
  readonly code: number;

  constructor(code: number) {
    super(String(code));
    this.code = code;
  }
}

/** A machine that the interpreter works on. */
export interface VenusMachine {
  /** The last error of the interpreter. */
  error: number;
  /** Whether a move runs that other commands wait for. */
  readonly blocking: boolean;
}

/** So many numbers are kept on the stack, and so many words behind a move. Unconfirmed. */
const deepestStack = 99;
const longestQueue = 1000;

const isNumber = /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/;

interface Token {
  readonly text: string;
  readonly reply: (line: string) => void;
}

/**
 * The interpreter of Venus: numbers first, then the word that takes them; a blank is as good as the end of a line. What
 * cannot be carried out during a move waits for its end.
 */
export class VenusInterpreter<M extends VenusMachine> {
  readonly #machine: M;
  readonly #words: Readonly<Record<string, VenusWord<M>>>;
  readonly #stack: number[] = [];
  readonly #queue: Token[] = [];
  #lineWaits = false;

  constructor(machine: M, words: Readonly<Record<string, VenusWord<M>>>) {
    this.#machine = machine;
    this.#words = words;
  }

  /** Takes a word or a number. */
  take(text: string, reply: (line: string) => void): void {
    const token = { text, reply };
    if (this.#lineWaits) {
      this.#wait(token);
      return;
    }
    if (!this.#machine.blocking || isNumber.test(text) || this.#word(text)?.immediate === true) {
      const started = this.#carryOut(token);
      // What follows on the line of a move waits for its end.
      if (started && this.#machine.blocking) this.#lineWaits = true;
      return;
    }
    this.#lineWaits = true;
    for (const number of this.#stack.splice(0)) this.#wait({ text: String(number), reply });
    this.#wait(token);
  }

  /** The line ended. */
  endLine(): void {
    this.#lineWaits = false;
  }

  /** The move that others waited for has ended. */
  goOn(): void {
    while (!this.#machine.blocking) {
      const token = this.#queue.shift();
      if (token === undefined) return;
      this.#carryOut(token);
    }
  }

  /** Forgets the numbers on the stack. */
  clear(): void {
    this.#stack.length = 0;
  }

  /** Forgets all that waits. */
  abort(): void {
    this.#queue.length = 0;
    this.#lineWaits = false;
    this.clear();
  }

  #word(text: string): VenusWord<M> | undefined {
    return Object.hasOwn(this.#words, text) ? this.#words[text] : undefined;
  }

  #wait(token: Token): void {
    if (this.#queue.length < longestQueue) this.#queue.push(token);
    else this.#machine.error = venusErrors.stackOverflow;
  }

  /** Whether it was a word that starts a move. */
  #carryOut({ text, reply }: Token): boolean {
    try {
      if (isNumber.test(text)) {
        if (this.#stack.length >= deepestStack) throw new VenusRefusal(venusErrors.stackOverflow);
        this.#stack.push(Number(text));
        return false;
      }
      const word = this.#word(text);
      if (word === undefined) throw new VenusRefusal(venusErrors.unknownCommand);
      const takes = typeof word.takes === 'number' ? word.takes : word.takes(this.#machine);
      if (this.#stack.length < takes) throw new VenusRefusal(venusErrors.tooFewParameters);
      const values = takes === 0 ? [] : this.#stack.splice(-takes);
      const answer = word.run(this.#machine, values);
      if (answer !== undefined) for (const line of [answer].flat()) reply(line);
      return word.starts === true;
    } catch (error) {
      if (!(error instanceof VenusRefusal)) throw error;
      this.#machine.error = error.code;
      this.clear();
      return false;
    }
  }
}
