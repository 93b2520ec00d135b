import { FourwireError } from '@fourwire/core';
import { ProberRefusal } from '../prober/prober-refusal.ts';

/** Error numbers of Velox that open sources confirm; 7 stands for all the others, which nobody has written down. */
export const veloxErrors = { generic: 7, noWaferPosition: 701, endOfWafer: 703, mapParameters: 715 } as const;

/** Thrown by a command that the station refuses; the client receives number and text. */
export class VeloxRefusal extends FourwireError {
  readonly error: number;

  constructor(text: string, error: number = veloxErrors.generic) {
    super('device', 'simulator-refused', text);
    this.error = error;
  }
}

/** What Velox answers when something went wrong. */
export function veloxError(error: unknown): readonly [code: number, text: string] {
  if (error instanceof VeloxRefusal) return [error.error, error.message];
  if (!(error instanceof ProberRefusal)) return [veloxErrors.generic, 'Internal error.'];
  if (error.reason === 'end-of-route') return [veloxErrors.endOfWafer, 'End of wafer.'];
  if (error.reason === 'no-wafer') return [veloxErrors.generic, 'The chuck does not have a wafer.'];
  return [veloxErrors.generic, `${error.message}.`];
}
