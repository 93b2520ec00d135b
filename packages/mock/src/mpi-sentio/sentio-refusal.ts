import { FourwireError } from '@fourwire/core';
import { ProberRefusal } from '../prober/prober-refusal.ts';
import type { ProberReason } from '../prober/prober-refusal.ts';

/** Errors that the simulated station gives, by name (sheet mpi-sentio.md, section 3). Their texts are unconfirmed. */
export const sentioErrors = {
  internal: [1, 'Internal error'],
  execution: [2, 'Execution error'],
  noHandler: [3, 'Unsupported remote command'],
  invalidCommand: [4, 'Invalid command'],
  invalidFormat: [5, 'Invalid format'],
  invalidParameter: [6, 'Invalid parameter'],
  parameterCount: [7, 'Wrong number of parameters'],
  outOfBounds: [8, 'Argument out of bounds'],
  endOfRoute: [11, 'End of route'],
  invalidOperation: [12, 'Invalid operation'],
  notSupported: [13, 'Not supported'],
  homeNotSet: [18, 'Home position not set'],
  timeout: [19, 'Timeout'],
  contactNotSet: [23, 'Contact height not set'],
  pending: [30, 'Command pending'],
  aborted: [31, 'aborted'],
  unknownId: [32, 'Unknown command id'],
  wrongZ: [38, 'Stepping with wrong Z position'],
  doorOpen: [60, 'Front door open'],
  vacuum: [68, 'Vacuum failed'],
  overtravelLimit: [120, 'Overtravel outside axis limit'],
} as const;

/** The name of one of {@link sentioErrors}. */
export type SentioErrorName = keyof typeof sentioErrors;

/** Thrown by a command that the station refuses; the client receives it as an error reply. */
export class SentioRefusal extends FourwireError {
  /** The number in the reply. */
  readonly error: number;

  constructor(name: SentioErrorName, text?: string) {
    const [error, usual] = sentioErrors[name];
    super('device', 'sentio-refused', text ?? usual, { device: { code: error, text: text ?? usual } });
    this.error = error;
  }
}

/** What SENTIO calls the reasons that every prober has. Unconfirmed: `local-mode`. */
const reasons: Readonly<Record<ProberReason, SentioErrorName>> = {
  moving: 'invalidOperation',
  stopped: 'aborted',
  'out-of-travel': 'outOfBounds',
  'door-open': 'doorOpen',
  'not-ready': 'invalidOperation',
  'local-mode': 'invalidOperation',
  vacuum: 'vacuum',
  'no-wafer': 'vacuum',
  'home-unset': 'homeNotSet',
  'contact-unset': 'contactNotSet',
  'at-load': 'invalidOperation',
  'no-such-die': 'outOfBounds',
  'end-of-route': 'endOfRoute',
};

/** What SENTIO answers when something went wrong. */
export function sentioError(error: unknown): readonly [error: number, text: string] {
  if (error instanceof SentioRefusal) return [error.error, error.message];
  if (!(error instanceof ProberRefusal)) return sentioErrors.internal;
  const [number, text] = sentioErrors[reasons[error.reason]];
  return reasons[error.reason] === 'invalidOperation' ? [number, error.message] : [number, text];
}
