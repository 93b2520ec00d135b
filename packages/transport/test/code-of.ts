import { FourwireError } from '@fourwire/core';

/** The code of the error with which `work` fails; empty when it does not. */
export function codeOf(work: () => void): string {
  try {
    work();
    return '';
  } catch (error) {
    return FourwireError.from(error).code;
  }
}
