import type { MemberSpec, MemberSpecs } from '@fourwire/core';
import { isOptional } from '@fourwire/core';
import type { LeafSpec } from '../generic/leaves.ts';

/** A member of a class that is not a part. */
export interface ClassMember<S extends LeafSpec = LeafSpec> {
  /** In the class: `outputs/on`. */
  readonly path: string;
  readonly spec: S;
}

/** A member of a device. */
export interface Instance {
  /** In the class: `outputs/on`. */
  readonly classPath: string;
  /** Below the device: `outputs/1/on`. */
  readonly path: string;
  readonly spec: LeafSpec;
  readonly member: unknown;
}

/** Every member of a class that is not a part. */
export function classMembers(members: MemberSpecs, folder = ''): ClassMember[] {
  return Object.entries(members).flatMap(([name, spec]) =>
    'partClass' in spec
      ? classMembers(spec.partClass.members, `${folder}${name}/`)
      : [{ path: `${folder}${name}`, spec }],
  );
}

/** What a device has of its class, and in words what is missing or is something else. */
export interface Inventory {
  readonly instances: readonly Instance[];
  readonly problems: readonly string[];
}

/** Goes through a device, or a part of one, member by member. */
export function inventory(members: MemberSpecs, object: object, classFolder = '', folder = ''): Inventory {
  const found = Object.entries(members).map(([name, spec]) =>
    memberInventory(
      spec,
      (object as Record<string, unknown>)[name],
      `${classFolder}${name}`,
      `${folder}${name}`,
    ),
  );
  return {
    instances: found.flatMap(({ instances }) => instances),
    problems: found.flatMap(({ problems }) => problems),
  };
}

function memberInventory(spec: MemberSpec, member: unknown, classPath: string, path: string): Inventory {
  const problem = (what: string): Inventory => ({ instances: [], problems: [`${path}: ${what}`] });
  if (member === undefined && isOptional(spec)) return { instances: [], problems: [] };
  switch (spec.kind) {
    case 'optional-part':
    case 'part':
      if (typeof member !== 'object' || member === null) return problem('the part is missing');
      return inventory(spec.partClass.members, member, `${classPath}/`, `${path}/`);
    case 'parts': {
      if (!Array.isArray(member)) return problem('the list of parts is missing');
      const parts = member.map((one: object, index) =>
        inventory(spec.partClass.members, one, `${classPath}/`, `${path}/${index + 1}/`),
      );
      return {
        instances: parts.flatMap(({ instances }) => instances),
        problems: parts.flatMap(({ problems }) => problems),
      };
    }
    case 'command':
      if (typeof member !== 'function') return problem('the command is missing');
      return { instances: [{ classPath, path, spec, member }], problems: [] };
    default: {
      const lacking = functionsOf(spec).filter((name) => !hasFunction(member, name));
      if (lacking.length > 0) return problem(`the ${spec.kind} member has no ${lacking.join(', ')}`);
      return { instances: [{ classPath, path, spec, member }], problems: [] };
    }
  }
}

function functionsOf({ kind }: LeafSpec): readonly string[] {
  if (kind === 'event') return ['subscribe'];
  return kind === 'writable' ? ['read', 'value$.subscribe', 'write', 'check'] : ['read', 'value$.subscribe'];
}

function hasFunction(member: unknown, path: string): boolean {
  let at: unknown = member;
  for (const name of path.split('.')) {
    if (typeof at !== 'object' || at === null) return false;
    at = (at as Record<string, unknown>)[name];
  }
  return typeof at === 'function';
}
