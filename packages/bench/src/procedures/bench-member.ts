import { FourwireError, alternatives, findReadable, findWritable, memberOf } from '@fourwire/core';
import type { Device, LimitSource, Readable, ValueSchema, Writable } from '@fourwire/core';
import type { Bench } from '../bench/bench.ts';

/** A member of a bench, with the unit that its class gives it. */
export interface BenchMember<M> {
  readonly member: M;
  /** The device's name on the bench. */
  readonly device: string;
  /** UCUM code; `1` for what has no unit. */
  readonly unit: string;
}

/**
 * A member that can be read, by device and member: `meter/reading`, `oven/humidity/humidity`. With `field`, the unit is that
 * of one field of a record.
 *
 * @throws FourwireError of kind `range` when the bench has no such device, or the device no such member
 */
export function benchReadable(bench: Bench, path: string, field?: string): BenchMember<Readable<unknown>> {
  const { device, name, member } = split(bench, path);
  const { schema } = findReadable(device.description, member);
  return {
    member: memberOf(device, member),
    device: name,
    unit: unitOf(field === undefined ? schema : fieldOf(path, schema, field)),
  };
}

/** A member that can be written, with where its limits come from: as {@link benchReadable}. */
export function benchWritable(
  bench: Bench,
  path: string,
): BenchMember<Writable<unknown>> & { readonly limits: LimitSource } {
  const { device, name, member } = split(bench, path);
  const { schema, limits } = findWritable(device.description, member);
  return { member: memberOf(device, member), device: name, unit: unitOf(schema), limits };
}

function split(bench: Bench, path: string): { device: Device; name: string; member: string } {
  const [name = '', ...rest] = path.split('/');
  const entry = bench.entries.find((candidate) => candidate.name === name);
  if (entry !== undefined) return { device: entry.device, name, member: rest.join('/') };
  const names = bench.entries.map((candidate) => candidate.name);
  throw new FourwireError(
    'range',
    'device-unknown',
    `There is no device "${name}" on ${bench.name}, which "${path}" names; ${alternatives(name, names)}`,
  );
}

function fieldOf(path: string, schema: ValueSchema, field: string): ValueSchema {
  const { properties = {} } = schema as { readonly properties?: Readonly<Record<string, ValueSchema>> };
  const found = properties[field];
  if (found !== undefined) return found;
  const names = Object.keys(properties);
  throw new FourwireError(
    'range',
    'field-unknown',
    `${path} has no field "${field}"; ${names.length === 0 ? 'it is no record' : `it has ${names.join(', ')}`}.`,
  );
}

function unitOf(schema: ValueSchema): string {
  const { unit } = schema as { readonly unit?: unknown };
  return typeof unit === 'string' ? unit : '1';
}
