import { FourwireError } from '@fourwire/core';
import type { Call } from '@fourwire/core';
import { holdHere } from '../classes/approach-commands.ts';
import type { FaultAction } from '../classes/fault-actions.ts';
import type { ProgramAccess } from './chamber-access.ts';

/** Whether `error` says that the chamber is not to be trusted, rather than that somebody ended the program. */
export function isFault(error: unknown): error is FourwireError {
  return FourwireError.is(error) && error.kind !== 'aborted';
}

/**
 * Does what the caller chose after a fault, and reads back whether it was done.
 *
 * @returns the fault with `details.action` and `details.confirmed`
 */
export async function afterFault(
  fault: FourwireError,
  action: FaultAction,
  { members }: Pick<ProgramAccess, 'members'>,
  end: (call: Call) => Promise<void>,
): Promise<FourwireError> {
  const call: Call = { urgent: true };
  const confirmed = await act(action, members, end, call).catch(() => false);
  return fault.with({ details: { action, confirmed } });
}

async function act(
  action: FaultAction,
  members: ProgramAccess['members'],
  end: (call: Call) => Promise<void>,
  call: Call,
): Promise<boolean> {
  switch (action) {
    case 'off':
      await members.running.write(false, call);
      return !(await members.running.read(call));
    case 'hold':
      return holdHere(members, call);
    case 'end':
      await end(call);
      return true;
    default:
      return action satisfies never;
  }
}
