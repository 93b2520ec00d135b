import { describeLimits, listMembers } from '@fourwire/core';
import type { DeviceDescription, ListedMember, ValueSchema } from '@fourwire/core';
import { describeSchema, fieldsOf, formatFields } from './format-schema.ts';
import { formatTable, wrapped } from './table.ts';

type Described = ListedMember['member'];

/** The members of a device as a table: path, kind, value, what it is and what else there is to know. */
export function formatDescription(description: DeviceDescription, width: number): string {
  const rows = listMembers(description).map(({ path, member, optional }) => [
    path,
    member.kind,
    valueOf(member),
    [firstSentence(member.description), ...notesOf(member), ...(optional ? ['if fitted'] : [])]
      .filter((note) => note !== '')
      .join('; '),
  ]);
  return formatTable(['MEMBER', 'KIND', 'VALUE', 'WHAT IT IS'], rows, width);
}

/** All that is known of one member. */
export function formatMember({ path, member, optional }: ListedMember, width: number): string {
  const value = valueOf(member);
  const facts = [
    ...(member.kind === 'command' || value === '' ? [] : [['value', value]]),
    ...[...notesOf(member), ...(optional ? ['only where it is fitted'] : [])].map((note) => ['', note]),
  ];
  return [
    `${path}: ${member.kind}\n`,
    member.description === undefined ? '' : wrapped(member.description, width),
    formatTable([], facts, width),
    member.kind === 'command' && member.input !== undefined
      ? `\n${formatFields('INPUT', member.input, width)}`
      : '',
  ].join('');
}

/** What a text begins with, up to its first full stop, colon or semicolon that ends a clause. */
export function firstSentence(text = ''): string {
  return text.split(/(?<=[^.]{3})[.;](?= [A-Z]|$)|(?<!e\.g|i\.e)[;](?= )/, 1)[0] ?? '';
}

function valueOf(member: Described): string {
  return member.kind === 'command' ? fieldsOf(member.input) : describeSchema(member.schema);
}

function notesOf(member: Described): string[] {
  const vendor = member.vendor === true ? ["this driver's own"] : [];
  switch (member.kind) {
    case 'readable':
      return [...limitsOf(member.schema), ...safe(member.safe), ...vendor];
    case 'writable':
      return [
        ...(member.limits === 'dynamic' ? ['limits from the device'] : limitsOf(member.schema)),
        ...safe(member.safe),
        ...(member.confirm === 'accepted' ? ['not read back'] : []),
        ...vendor,
      ];
    case 'command': {
      const output = fieldsOf(member.output);
      return [
        ...(output === '' ? [] : [`gives ${output}`]),
        member.stop === 'cannot' ? 'cannot be stopped' : `stop: ${member.stop}`,
        ...vendor,
      ];
    }
    case 'event':
      return vendor;
    default:
      return member satisfies never;
  }
}

function limitsOf(schema: ValueSchema): string[] {
  const limits = describeLimits(schema);
  return limits === '' ? [] : [limits];
}

function safe(values: readonly unknown[] | undefined): string[] {
  return values === undefined ? [] : [`safe: ${values.map(String).join(', ')}`];
}
