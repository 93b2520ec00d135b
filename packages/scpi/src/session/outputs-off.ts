import { FourwireError } from '@fourwire/core';

/** How outputs are switched off, and how it is found out whether they are. */
export interface Outputs {
  off(): Promise<void>;
  /** Asks the instrument whether any of them is on. */
  areOn(): Promise<boolean>;
}

/**
 * Switches outputs off and reads back whether they are. An error of the command alone is no proof that one is still on
 * (the instrument may have had an older complaint), so they are looked at in any case, and switched off once more.
 *
 * @returns true when the instrument confirms that all are off: the answer to a stop
 * @throws what switching off threw, when they are still on
 */
export async function outputsOff(outputs: Outputs): Promise<boolean> {
  let failure: FourwireError | undefined;
  for (let attempt = 1; attempt <= 2; attempt++) {
    try {
      await outputs.off();
    } catch (error) {
      failure ??= FourwireError.from(error);
    }
    if (!(await outputs.areOn())) return true;
  }
  if (failure !== undefined) throw failure;
  return false;
}
