import { FourwireError, alternatives, checkValue, findMember, listMembers, memberOf } from '@fourwire/core';
import type { Device, DeviceDescription, ValueSchema } from '@fourwire/core';
import { Value } from '@sinclair/typebox/value';
import { leavesOf } from './condition.ts';
import type { MemberCondition } from './condition.ts';
import { interlockSchema } from './interlock.ts';
import type { Interlock } from './interlock.ts';

/** Finds a device of the bench by its name, or throws: what devices of its driver have, and itself once it is open. */
type FindDevice = (name: string) => {
  readonly description: DeviceDescription;
  readonly opened?: Device;
};

/** Does a check of what stands at these keys of the rule. */
type Within = (keys: readonly (string | number)[], check: () => void) => void;

/**
 * Refuses a rule that would protect nothing: one that names what is not there, that compares a member with a value it
 * never has, or that forbids what cannot be done.
 *
 * @param within - does each check, and may say where in the rule it fails
 * @throws FourwireError of kind `range`
 */
export function checkInterlock(
  interlock: Interlock,
  device: FindDevice,
  within: Within = (_keys, check) => check(),
): void {
  within([], () => checkForm(interlock));
  const { when, safe = [] } = interlock;
  for (const leaf of leavesOf(when)) within(['when'], () => checkLeaf(leaf, device));
  const targets = (key: 'forbid' | 'stop', kinds: readonly string[], done: string): void => {
    for (const [index, path] of (interlock[key] ?? []).entries())
      within([key, index], () => checkTarget(path, device, kinds, done));
  };
  targets('forbid', ['writable', 'command'], 'be written or started');
  targets('stop', ['command'], 'be started and stopped');
  for (const [index, name] of safe.entries()) within(['safe', index], () => device(name));
}

function checkForm(interlock: Interlock): void {
  // A rule in code has passed no schema.
  const mistake = Value.Errors(interlockSchema, interlock).First();
  if (mistake !== undefined)
    throw useless(`${mistake.path.slice(1).replaceAll('/', '.')}: ${mistake.message.toLowerCase()}.`);
  const { forbid = [], stop = [], safe = [] } = interlock;
  if (forbid.length + stop.length + safe.length > 0) return;
  throw new FourwireError(
    'range',
    'interlock-empty',
    'it says nothing of what to forbid, stop or make safe.',
  );
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
      found === undefined ? noMember(description, path) : `${member} is not a member that can be read.`,
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
  if (within.length === 0) throw new FourwireError('range', 'member-unknown', noMember(description, local));
  if (!within.some(({ member }) => kinds.includes(member.kind)))
    throw useless(`${path} is nothing that can ${done}.`);
}

/** What stands at a path of the bench, which this machine must have. */
function find(path: string, device: FindDevice) {
  const [name = '', ...rest] = path.split('/');
  const { description, opened } = device(name);
  const local = rest.join('/');
  if (local !== '' && opened !== undefined) memberOf(opened, local);
  return { description, found: findMember(description, local), path: local };
}

function noMember(description: DeviceDescription, path: string): string {
  const paths = listMembers(description).map((listed) => listed.path);
  return `${description.driver} has no member "${path}"; ${alternatives(path, paths)}`;
}

function useless(what: string): FourwireError {
  return new FourwireError('range', 'interlock-useless', what);
}
