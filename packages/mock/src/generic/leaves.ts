import type { CommandSpec, EventSpec, MemberSpecs, ReadableSpec, WritableSpec } from '@fourwire/core';

/** A member that is not a part. */
export type LeafSpec =
  | ReadableSpec<unknown>
  | WritableSpec<unknown>
  | CommandSpec<unknown, unknown, unknown>
  | EventSpec<unknown>;

/** A member of a mock, with those beside it. */
export interface Leaf {
  /** Below the device: `setpoint`, `humidity/setpoint`, `outputs/1/on`. */
  readonly path: string;
  readonly spec: LeafSpec;
  /** The path of the part, with a slash at the end; empty at the device itself. */
  readonly folder: string;
}

/** Which parts a mock has. */
export interface PartChoice {
  /** Paths of optional parts and members that it does not have. */
  readonly without: readonly string[];
  /** How many there are of parts that come several. */
  readonly count: number;
}

/** Every member of a class that is not a part, by its path below the device. */
export function leavesOf(members: MemberSpecs, choice: PartChoice, folder = ''): Leaf[] {
  return Object.entries(members).flatMap(([name, spec]): Leaf[] => {
    const path = `${folder}${name}`;
    if (choice.without.includes(path)) return [];
    switch (spec.kind) {
      case 'part':
      case 'optional-part':
        return leavesOf(spec.partClass.members, choice, `${path}/`);
      case 'parts':
        return Array.from({ length: choice.count }, (_, index) =>
          leavesOf(spec.partClass.members, choice, `${path}/${index + 1}/`),
        ).flat();
      default:
        return [{ path, spec, folder }];
    }
  });
}
