import { FourwireError } from '../errors/fourwire-error.ts';
import type { ValueSchema } from '../values/schemas.ts';
import type { HazardousMember } from './make-safe.ts';
import { sameValue } from './same-value.ts';
import type { WritableMember } from './writable-member.ts';

/** Members that the user states for the safe state, in the order in which they are brought there. */
export type SafeState = readonly HazardousMember[];

/**
 * Makes the safe state that a user states by member out of the device's members.
 *
 * @param overridable - names of the hazardous members that may be stated as something else than their class says
 * @throws FourwireError of kind `range`, code `safe-state-unknown` or `safe-state-refused`
 */
export function statedSafeState(
  stated: Readonly<Record<string, unknown>>,
  members: readonly WritableMember<unknown>[],
  hazards: readonly HazardousMember[],
  overridable: ReadonlySet<string>,
): SafeState {
  return Object.entries(stated).map(([name, value]): HazardousMember => {
    const member = members.find((each) => each.name === name);
    if (member === undefined) {
      const known = members.map((each) => each.name).join(', ');
      throw new FourwireError(
        'range',
        'safe-state-unknown',
        `safeState: there is no writable member named ${name}; known are ${known === '' ? 'none' : known}.`,
      );
    }
    const hazard = hazards.find(({ path }) => path === member.path);
    if (hazard !== undefined && !overridable.has(name) && !isSafeByClass(hazard, value, member.schema)) {
      throw refused(`${name} is safe as ${hazard.wanted.map(String).join(' or ')} only.`);
    }
    return {
      path: member.path,
      wanted: [value],
      read: async (call) => member.refresh(call),
      makeSafe: async (call) => member.bring(value, call),
      isSafe: (found) => member.same(value, found),
    };
  });
}

/**
 * Refuses a stated value that the member or its limits do not allow.
 *
 * @throws FourwireError of kind `range`, code `safe-state-refused`
 */
export function checkSafeState(
  stated: Readonly<Record<string, unknown>>,
  members: readonly WritableMember<unknown>[],
): void {
  for (const member of members) {
    if (!Object.hasOwn(stated, member.name)) continue;
    const verdict = member.check(stated[member.name]);
    if (!verdict.ok) throw refused(verdict.reason);
  }
}

function isSafeByClass({ wanted }: HazardousMember, value: unknown, schema: ValueSchema): boolean {
  return wanted.some((safe) => sameValue(safe, value, schema));
}

function refused(reason: string): FourwireError {
  return new FourwireError('range', 'safe-state-refused', `safeState: ${reason}`);
}
