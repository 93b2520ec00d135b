import { FourwireError, mergeLimits } from '@fourwire/core';
import type { Call, Limits } from '@fourwire/core';
import { checkProgram } from '../programs/check-program.ts';
import type { Bounds, ProgramLimits } from '../programs/check-program.ts';
import type { Program } from '../programs/program.ts';
import type { StorageLimits } from '../programs/storage-problems.ts';
import type { ProgramAccess } from './chamber-access.ts';

/**
 * Refuses a program that the chamber, the user's own limits or the controller's memory do not allow, with every reason
 * in the details; nothing is written.
 *
 * @throws FourwireError of kind `range`, code `program-refused`
 */
export async function refuseProgram(
  program: Program,
  { members, userLimits }: Omit<ProgramAccess, 'clock'>,
  call: Call,
  storage?: StorageLimits,
): Promise<void> {
  const { humidity } = members;
  const limits: ProgramLimits = {
    temperature: bounds(await members.setpoint.limits(call), userLimits['setpoint']),
    ...(humidity === undefined
      ? {}
      : { humidity: bounds(await humidity.setpoint.limits(call), userLimits['humidity/setpoint']) }),
    product: members.product !== undefined,
    outputs: numbers(members.outputs),
    inputs: numbers(members.inputs),
    ...(storage === undefined ? {} : { storage }),
  };
  const problems = checkProgram(program, limits);
  const [first] = problems;
  if (first === undefined) return;
  const more = problems.length > 1 ? ` (and ${problems.length - 1} more, see details.problems)` : '';
  throw new FourwireError(
    'range',
    'program-refused',
    `Program "${program.name}" refused: ${first.message}${more}`,
    { details: { problems } },
  );
}

function bounds(device: Limits, user: Limits | undefined): Bounds {
  const { min = -Infinity, max = Infinity } = mergeLimits(device, user);
  return { min, max };
}

/** Outputs and inputs go by their numbers. */
function numbers(list: readonly unknown[]): readonly string[] {
  return list.map((_, index) => String(index + 1));
}
