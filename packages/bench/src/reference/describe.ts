import { describeClass, record } from '@fourwire/core';
import type { ClassDescription, DeviceDescription, MemberDescription, ValueSchema } from '@fourwire/core';
import { driverEntry } from '../bench/openers.ts';
import type { Procedure } from '../procedure/procedure.ts';
import { loadTexts } from './reference-texts.ts';
import type { Texts } from './reference-texts.ts';

/**
 * What devices of a driver have, with what is said of it, without opening one.
 *
 * @throws FourwireError of kind `range`, code `driver-unknown`
 */
export async function describeDriver(name: string): Promise<DeviceDescription> {
  const entry = driverEntry(name);
  const [{ members }, { deviceClass }] = await Promise.all([loadTexts(), entry.load()]);
  const texts = { ...members[entry.class], ...members[name] };
  return { ...withTexts(describeClass(deviceClass), texts), driver: name };
}

/**
 * The options of a driver as JSON Schema, with what is said of each; of one without options, a record without fields.
 *
 * @throws FourwireError of kind `range`, code `driver-unknown`
 */
export async function describeDriverOptions(name: string): Promise<ValueSchema> {
  const [{ driverOptions }, { options }] = await Promise.all([loadTexts(), driverEntry(name).load()]);
  return documented(options ?? record({}), driverOptions[name] ?? {});
}

/** The options of a procedure as JSON Schema, with what is said of each where it comes with Fourwire. */
export async function describeProcedureOptions({ name, options }: Procedure): Promise<ValueSchema> {
  const { procedureOptions } = await loadTexts();
  return documented(options, procedureOptions[name] ?? {});
}

function withTexts(description: ClassDescription, texts: Texts, prefix = ''): ClassDescription {
  const members = Object.entries(description.members).map(([name, member]): [string, MemberDescription] => {
    const path = `${prefix}${name}`;
    const text = texts[path];
    return [name, { ...inner(member, texts, path), ...(text === undefined ? {} : { description: text }) }];
  });
  return { ...description, members: Object.fromEntries(members) };
}

function inner(member: MemberDescription, texts: Texts, path: string): MemberDescription {
  if (member.kind === 'part') {
    return { ...member, class: withTexts(member.class, texts, member.many ? `${path}/N/` : `${path}/`) };
  }
  if (member.kind !== 'command' || member.input === undefined) return member;
  return { ...member, input: documented(member.input, texts, `${path}.`) };
}

/** A schema whose fields say what they are. */
function documented(schema: ValueSchema, texts: Texts, prefix = ''): ValueSchema {
  const { properties, items } = schema as {
    readonly properties?: Readonly<Record<string, ValueSchema>>;
    readonly items?: ValueSchema;
  };
  if (items !== undefined) return { ...schema, items: documented(items, texts, prefix) };
  if (properties === undefined) return schema;
  const fields = Object.entries(properties).map(([name, field]) => {
    const text = texts[`${prefix}${name}`];
    const inside = documented(field, texts, `${prefix}${name}.`);
    return [name, text === undefined ? inside : { ...inside, description: text }];
  });
  return { ...schema, properties: Object.fromEntries(fields) as unknown };
}
