import { FourwireError } from '@fourwire/core';
import type { Call, Identity } from '@fourwire/core';
import type { ScpiSession } from './scpi-session.ts';

/** Which instruments a driver serves. */
export interface ServedModels {
  /** Matched on manufacturer and model together: some instruments put the model into the first field. */
  readonly pattern: RegExp;
  /** For the message to who connects another: `34460A, 34461A, 34465A and 34470A`. */
  readonly names: string;
}

/**
 * Who the instrument says it is, if the driver serves it.
 *
 * @throws FourwireError of kind `device`, code `model-unsupported`, for another instrument
 */
export async function identifyModel(
  session: Pick<ScpiSession, 'identity'>,
  { pattern, names }: ServedModels,
  call?: Call,
): Promise<Identity> {
  const identity = await session.identity(call);
  if (pattern.test(`${identity.manufacturer} ${identity.model}`)) return identity;
  throw new FourwireError(
    'device',
    'model-unsupported',
    `This driver serves ${names}; the device says it is a ${identity.manufacturer} ${identity.model}.`,
  );
}
