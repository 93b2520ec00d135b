import { FourwireError, checkValue, findMember, listMembers, memberOf } from '@fourwire/core';
import type { Device, DeviceDescription, ValueSchema } from '@fourwire/core';
import { Value } from '@sinclair/typebox/value';
import { leavesOf } from './condition.ts';
import type { MemberCondition } from './condition.ts';
import { interlockSchema } from './interlock.ts';
import type { Interlock } from './interlock.ts';

/** Finds a device of the bench by its name, or throws. */
type FindDevice = (name: string) => Device;

/**
 * Refuses a rule that would protect nothing: one that names what is not there, that compares a member with a value it
 * never has, or that forbids what cannot be done.
 *
 * @throws FourwireError of kind `range`
 */
export function checkInterlock(interlock: Interlock, device: FindDevice): void {
  // A rule in code has passed no schema.
  const mistake = Value.Errors(interlockSchema, interlock).First();
  if (mistake !== undefined)
    throw useless(`${mistake.path.slice(1).replaceAll('/', '.')}: ${mistake.message.toLowerCase()}.`);
  const { when, forbid = [], stop = [], safe = [] } = interlock;
  for (const leaf of leavesOf(when)) checkLeaf(leaf, device);
  for (const path of forbid) checkTarget(path, device, ['writable', 'command'], 'be written or started');
  for (const path of stop) checkTarget(path, device, ['command'], 'be started and stopped');
  for (const name of safe) device(name);
  if (forbid.length + stop.length + safe.length === 0) {
    throw new FourwireError(
      'range',
      'interlock-empty',
      'it says nothing of what to forbid, stop or make safe.',
    );
  }
}

function checkLeaf(
  { member, field, is, in: among, above, below }: MemberCondition,
  device: FindDevice,
): void {
  const { description, found, path } = find(member, device);
  if (found?.kind !== 'readable' && found?.kind !== 'writable')
    throw new FourwireError(
      'range',
      'member-unknown',
      found === undefined
        ? `${description.driver} has no member "${path}".`
        : `${member} is not a member that can be read.`,
    );
  const whole = found.schema as { readonly properties?: Readonly<Record<string, ValueSchema>> };
  const schema = field === undefined ? found.schema : whole.properties?.[field];
  const name = field === undefined ? member : `${member}.${field}`;
  if (schema === undefined)
    throw useless(
      whole.properties === undefined
        ? `${member} has no fields.`
        : `${member} has no field "${field}"; it has ${Object.keys(whole.properties).join(', ')}.`,
    );
  if ([is, among, above, below].every((compared) => compared === undefined))
    throw useless(`${name} is compared with nothing; say is, in, above or below.`);
  const { type } = schema as { readonly type?: string };
  if (type === 'object')
    throw useless(
      `${member} is a record; name one of its fields, ${Object.keys(whole.properties ?? {}).join(', ')}.`,
    );
  if ((above !== undefined || below !== undefined) && type !== 'number' && type !== 'integer')
    throw useless(`${name} is no number, and cannot be above or below one.`);
  for (const value of [...(is === undefined ? [] : [is]), ...(among ?? [])]) {
    const problem = checkValue(schema, value, name);
    if (problem !== undefined) throw useless(`it is never so: ${problem}.`);
  }
}

function checkTarget(path: string, device: FindDevice, kinds: readonly string[], done: string): void {
  const { description, found, path: local } = find(path, device);
  const general = local.replaceAll(/\/[1-9]\d*(?=\/|$)/g, '/N');
  const within = listMembers(description).filter(
    (listed) => local === '' || listed.path.startsWith(`${general}/`) || listed.member === found,
  );
  if (!within.some(({ member }) => kinds.includes(member.kind)))
    throw useless(`${path} is nothing that can ${done}.`);
}

/** What stands at a path of the bench, which this machine must have. */
function find(path: string, device: FindDevice) {
  const [name = '', ...rest] = path.split('/');
  const owner = device(name);
  const local = rest.join('/');
  if (local !== '') memberOf(owner, local);
  const description: DeviceDescription = owner.description;
  return { description, found: findMember(description, local), path: local };
}

function useless(what: string): FourwireError {
  return new FourwireError('range', 'interlock-useless', what);
}
