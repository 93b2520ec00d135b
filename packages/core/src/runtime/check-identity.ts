import { FourwireError } from '../errors/fourwire-error.ts';
import type { Identity } from '../model/device.ts';

/** What a device must say of itself to be accepted. */
export type ExpectedIdentity = Partial<Identity>;

const compared = ['manufacturer', 'model', 'serialNumber', 'firmware'] as const;

/**
 * Refuses a device that is not the one expected at this address: by what the user stated, and after a reconnection
 * by what it said of itself before. Its firmware may have changed meanwhile.
 *
 * @throws FourwireError of kind `device`, code `identity-mismatch`
 */
export function checkIdentity(
  found: Identity,
  known: Identity | undefined,
  stated: ExpectedIdentity | undefined,
  address: string,
): void {
  const { firmware: _, ...before }: ExpectedIdentity = known ?? {};
  const expected: ExpectedIdentity = { ...before, ...stated };
  const wrong = compared.find((key) => expected[key] !== undefined && expected[key] !== found[key]);
  if (wrong === undefined) return;
  throw new FourwireError(
    'device',
    'identity-mismatch',
    `Another device answers at ${address}: expected ${wrong} "${expected[wrong]}", got "${found[wrong]}".`,
    { details: { expected, found } },
  );
}
