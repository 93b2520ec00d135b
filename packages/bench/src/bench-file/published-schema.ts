import { allDrivers } from '../bench/openers.ts';
import { describeDriverOptions } from '../reference/describe.ts';
import { benchSchema } from './bench-schema.ts';

const inOrder = allDrivers.toSorted((a, b) => (a.name < b.name ? -1 : 1));

/** Where editors find the schema of a package that is not installed. */
const address = 'https://unpkg.com/@fourwire/bench/schema/bench.schema.json';

/**
 * The form of bench files as a JSON Schema that editors and validators know: `benchSchema` with the drivers that there
 * are, what each of them is for, and its options.
 */
export async function publishedBenchSchema(): Promise<object> {
  const definitions: Record<string, unknown> = { driverOptions: await optionsByDriver() };
  const root = rewrite(benchSchema, definitions) as Record<string, unknown>;
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    $id: address,
    title: 'Fourwire bench file',
    ...root,
    definitions,
  };
}

/** The same in draft 7: what is defined in passing goes to `definitions`, and the drivers are named. */
function rewrite(schema: unknown, definitions: Record<string, unknown>): unknown {
  if (Array.isArray(schema)) return schema.map((item) => rewrite(item, definitions));
  if (typeof schema !== 'object' || schema === null) return schema;
  const { $id, $ref, ...rest } = schema as { $id?: string; $ref?: string };
  if ($ref !== undefined) return { $ref: `#/definitions/${$ref}` };
  const written = Object.fromEntries(
    Object.entries(rest).map(([key, value]) => [
      key,
      key === 'properties' ? properties(value, definitions) : rewrite(value, definitions),
    ]),
  );
  const { properties: fields } = rest as { properties?: object };
  if (fields !== undefined && 'driver' in fields) {
    return { ...written, allOf: [{ $ref: '#/definitions/driverOptions' }] };
  }
  if ($id === undefined) return written;
  definitions[$id] = written;
  return { $ref: `#/definitions/${$id}` };
}

function properties(fields: unknown, definitions: Record<string, unknown>): unknown {
  return Object.fromEntries(
    Object.entries(fields ?? {}).map(([name, field]: [string, unknown]) => [
      name,
      name === 'driver' ? driver(field) : rewrite(field, definitions),
    ]),
  );
}

function driver(field: unknown): object {
  return {
    ...(rewrite(field, {}) as object),
    enum: inOrder.map(({ name }) => name),
    // Not of the standard: editors show them beside the words of the enum.
    enumDescriptions: inOrder.map(
      (entry) =>
        `${entry.class}: ${entry.manufacturer} ${entry.models.join(', ')}; ${entry.interfaces.join(', ')}, for example ${entry.exampleAddress}`,
    ),
  };
}

/** Which options a device has, by its driver. */
async function optionsByDriver(): Promise<object> {
  const cases = await Promise.all(
    inOrder.map(async ({ name }) => {
      const options = await describeDriverOptions(name);
      const { required = [] } = options as { readonly required?: readonly string[] };
      return {
        if: { properties: { driver: { const: name } } },
        // oxlint-disable-next-line unicorn/no-thenable -- a keyword of JSON Schema
        then: { properties: { options }, ...(required.length > 0 ? { required: ['options'] } : {}) },
      };
    }),
  );
  return { allOf: cases };
}
