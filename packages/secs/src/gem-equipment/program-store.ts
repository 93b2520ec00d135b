import type { Item } from '../secs-ii/item.ts';

/** A formatted process program: steps with parameters. */
export interface FormattedProgram {
  /** MDLN and SOFTREV of the equipment that it was made for. */
  readonly model: string;
  readonly softwareRevision: string;
  readonly steps: readonly ProgramStep[];
}

/** One step: a command code and its parameters. */
export interface ProgramStep {
  /** CCODE: a number or a text. */
  readonly code: number | bigint | string;
  readonly parameters: readonly Item[];
}

/** What is wrong with a formatted program. */
export interface ProgramFault {
  /** ACKC7A: 1 model, 2 software revision, 3 command code, 4 parameter, 5 other. */
  readonly code: number;
  /** SEQNUM: the step at fault, counted from 1; 0 for the program as a whole. */
  readonly step: number;
  /** ERRW7. */
  readonly text: string;
}

/** Where equipment keeps process programs. `Map`s do. */
export interface ProgramStore {
  /** Opaque bodies by PPID. */
  readonly bodies: Map<string, Uint8Array>;
  /** Formatted programs by PPID; the equipment takes none unless given. */
  readonly formatted?: Map<string, FormattedProgram>;
  /** Looks through a formatted program that came; an empty list says that it is good. */
  verify?(id: string, program: FormattedProgram): readonly ProgramFault[];
  /** The largest body that is taken, in bytes; 16,777,215 unless given. */
  readonly capacity?: number;
  /** Whether programs may be changed now: false while one runs, for example. Always unless given. */
  mayChange?(id: string): boolean;
}
