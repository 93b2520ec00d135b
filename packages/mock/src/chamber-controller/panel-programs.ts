import type { ChamberController } from './chamber-controller.ts';
import type { ProgramEnd, ProgramSegment } from './chamber-program.ts';

/** A program that an operator wrote at the panel, where the protocol can start programs and not write them. */
export interface PanelProgram {
  readonly number: number;
  readonly name: string;
  readonly segments: readonly ProgramSegment[];
  /** What happens at its end; all is off unless given. */
  readonly end?: ProgramEnd;
}

/** What is stored in a chamber as it is delivered: a cycle between -40 and 85 °C, and 25 °C for an hour. */
export const deliveredPrograms: readonly PanelProgram[] = [
  {
    number: 1,
    name: 'CYCLE -40/85',
    segments: [
      { temperature: -40, ramp: true, seconds: 1800 },
      { temperature: -40, ramp: false, seconds: 1200, band: 2 },
      { temperature: 85, ramp: true, seconds: 2400 },
      { temperature: 85, ramp: false, seconds: 1200, band: 2 },
    ],
  },
  { number: 2, name: 'HOLD 25', segments: [{ temperature: 25, ramp: false, seconds: 3600 }], end: 'hold' },
];

/** How a stored program is started. */
export interface PanelStart {
  /** How often it runs; once unless given. */
  readonly runs?: number;
  /** It begins when this holds. */
  readonly waitFor?: () => boolean;
}

/** The programs at a panel, and which of them runs. */
export class PanelPrograms {
  /** The one that was started last. */
  current: PanelProgram | undefined;
  /** How often it is to run. */
  runs = 1;
  readonly #controller: ChamberController;
  readonly #stored: readonly PanelProgram[];

  constructor(controller: ChamberController, stored: readonly PanelProgram[] = deliveredPrograms) {
    this.#controller = controller;
    this.#stored = stored;
  }

  /** The program of a number. */
  get(number: number): PanelProgram | undefined {
    return this.#stored.find((program) => program.number === number);
  }

  /** The number of the program that runs, or 0. */
  get running(): number {
    return this.#controller.program.active ? (this.current?.number ?? 0) : 0;
  }

  /** How often it has run to its end since it was started. */
  get completed(): number {
    return this.running === 0 ? 0 : this.#controller.program.repeated(0);
  }

  /** Starts a program; false when there is none of that number. */
  start(number: number, { runs = 1, waitFor }: PanelStart = {}): boolean {
    const program = this.get(number);
    if (program === undefined) return false;
    this.current = program;
    this.runs = runs;
    const { segments } = program;
    this.#controller.start({
      // In front of it stands a segment that takes no time and only waits.
      segments: [{ ramp: false, seconds: 0, waitFor }, ...segments],
      loops: [{ after: segments.length, to: 1, repeats: runs - 1 }],
      end: program.end ?? 'off',
    });
    return true;
  }

  /** Whether it waits to begin. */
  get waitsToStart(): boolean {
    const { program } = this.#controller;
    return program.state === 'waiting' && program.segment === 0;
  }

  /** Stops the program; what is set by hand holds again. */
  stop(): void {
    this.#controller.advance();
    this.#controller.program.stop();
  }
}
