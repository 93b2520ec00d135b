import { describeLimits, isUnit, listMembers, unitSymbol } from '@fourwire/core';
import type { DeviceDescription, ListedMember, ValueSchema } from '@fourwire/core';
import { withUnit } from './format-value.ts';
import { anything, shapeOf } from './shape.ts';
import { formatTable } from './table.ts';

type Described = ListedMember['member'];

/** The members of a device as a table: path, kind, value and what else there is to know. */
export function formatDescription(description: DeviceDescription): string {
  const rows = listMembers(description).map(({ path, member, optional }) => [
    path,
    member.kind,
    valueOf(member),
    [...notesOf(member), ...(optional ? ['if fitted'] : [])].join('; '),
  ]);
  return formatTable(['MEMBER', 'KIND', 'VALUE', 'NOTES'], rows);
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

/** What a value is, in words. */
function describeSchema(schema: ValueSchema): string {
  const { type, unit, enum: choices, contentEncoding, items } = shapeOf(schema);
  switch (type) {
    case 'number':
      return unit !== undefined && unit !== '1' && isUnit(unit) ? unitSymbol(unit) : 'number';
    case 'integer':
      return 'whole number';
    case 'boolean':
      return 'true or false';
    case 'string':
      if (choices !== undefined) return choices.join(' | ');
      return contentEncoding === 'base64' ? 'bytes' : 'text';
    case 'array':
      return `list of ${items === undefined ? 'anything' : describeSchema(items)}`;
    case 'object':
      return fieldsOf(schema);
    default:
      return 'anything';
  }
}

/** The fields of a record, or the columns of a table, with their units; `?` marks those that may be left out. */
function fieldsOf(schema: ValueSchema | undefined): string {
  const { properties, columns, required = [] } = shapeOf(schema ?? anything);
  return Object.entries(properties ?? columns ?? {})
    .map(([name, field]) => withUnit(required.includes(name) ? name : `${name}?`, field))
    .join(', ');
}
