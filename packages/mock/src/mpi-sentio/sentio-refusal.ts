import { FourwireError } from '@fourwire/core';

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
