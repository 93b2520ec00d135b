import { FourwireError } from '../errors/fourwire-error.ts';
import { alternatives } from '../text/alternatives.ts';
import type { ClassDescription, DeviceDescription, MemberDescription } from './description.ts';
import type { Device, Writable } from './device.ts';

/** A member that can be read, as a description tells it. */
export type ValueDescription = Extract<MemberDescription, { kind: 'readable' | 'writable' }>;

/** A member that can be written, as a description tells it. */
export type WritableDescription = Extract<MemberDescription, { kind: 'writable' }>;

/** A member with its path; never a part, whose members are listed in its place. */
export interface ListedMember {
  /** Below the device, for example `outputs/N/on`; `N` stands for the number of one of equal parts. */
  readonly path: string;
  readonly member: Exclude<MemberDescription, { kind: 'part' }>;
  /** Whether only some machines have it: it is optional itself, or in an optional part. */
  readonly optional: boolean;
}

/** All members, those of parts included. */
export function listMembers(description: ClassDescription): ListedMember[] {
  return Object.entries(description.members).flatMap(([name, member]): ListedMember[] => {
    if (member.kind !== 'part') return [{ path: name, member, optional: 'optional' in member }];
    const prefix = member.many ? `${name}/N` : name;
    return listMembers(member.class).map((inner) => ({
      path: `${prefix}/${inner.path}`,
      member: inner.member,
      optional: inner.optional || member.optional,
    }));
  });
}

/**
 * The description of a member that can be read, by its path: `temperature`, `humidity/setpoint`, `outputs/1/on`.
 *
 * @throws FourwireError of kind `range`, code `member-unknown`, with the paths there are
 */
export function findReadable(description: DeviceDescription, path: string): ValueDescription {
  const member = findMember(description, path);
  if (member?.kind === 'readable' || member?.kind === 'writable') return member;
  throw unknown(description, path, member, 'read', ['readable', 'writable']);
}

/**
 * The description of a member that can be written.
 *
 * @throws FourwireError of kind `range`, code `member-unknown`, with the paths there are
 */
export function findWritable(description: DeviceDescription, path: string): WritableDescription {
  const member = findMember(description, path);
  if (member?.kind === 'writable') return member;
  throw unknown(description, path, member, 'written', ['writable']);
}

/** The description of a member by its path, or undefined when there is none. */
export function findMember(description: ClassDescription, path: string): ListedMember['member'] | undefined {
  const general = inGeneral(path);
  return listMembers(description).find((known) => known.path === general)?.member;
}

/** A path with `N` in place of numbers. */
function inGeneral(path: string): string {
  return path.replaceAll(/(?<=\/)[1-9]\d*(?=\/|$)/g, 'N');
}

function unknown(
  description: DeviceDescription,
  path: string,
  member: MemberDescription | undefined,
  verb: string,
  kinds: readonly string[],
): FourwireError {
  const fitting = listMembers(description).filter((known) => kinds.includes(known.member.kind));
  const names = fitting.map((known) => known.path);
  const message =
    member === undefined
      ? `${description.driver} has no member "${path}"; ${alternatives(path, names, 'use one of')}`
      : `${path} is ${member.kind === 'event' ? 'an' : 'a'} ${member.kind} and cannot be ${verb}; use one of ${names.join(', ')}.`;
  return new FourwireError('range', 'member-unknown', message);
}

/**
 * A member of an open device, by the path of a description that fits it. Equal parts count from 1.
 *
 * @throws FourwireError of kind `range`, code `member-absent`, when this device does not have that part
 */
export function memberOf(device: Device, path: string): Writable<unknown> {
  let found: unknown = device;
  const steps: string[] = [];
  for (const step of path.split('/')) {
    steps.push(step);
    const among = found;
    found = Array.isArray(among)
      ? (among as readonly unknown[])[/^[1-9]\d*$/.test(step) ? Number(step) - 1 : -1]
      : (among as Readonly<Record<string, unknown>>)[step];
    if (found === undefined) {
      const instead = Array.isArray(among)
        ? among.length === 0
          ? 'it has none'
          : `they count from 1 to ${among.length}`
        : 'other machines of the driver may';
      throw new FourwireError(
        'range',
        'member-absent',
        `This machine has no ${steps.join('/')}; ${instead}.`,
      );
    }
  }
  return found as Writable<unknown>;
}
