import { readFile } from 'node:fs/promises';
import { FourwireError, alternatives, fileTrouble } from '@fourwire/core';
import { ValueErrorType } from '@sinclair/typebox/errors';
import { Value } from '@sinclair/typebox/value';
import type { ValueError } from '@sinclair/typebox/value';
import { isMap, isScalar, parse as parseScalar, visit } from 'yaml';
import { allDrivers } from '../bench/openers.ts';
import { benchSchema } from './bench-schema.ts';
import type { BenchFile } from './bench-schema.ts';
import { checkBenchFile } from './check-bench-file.ts';
import { YamlText } from './yaml-text.ts';

/** Values for `${NAME}` in a bench file, usually the environment. */
export type Variables = Readonly<Record<string, string | undefined>>;

/** How a bench file is read. */
export interface ReadOptions {
  /**
   * The devices will be simulated: where an address names a variable that is not set, the usual address of the driver
   * stands for it.
   */
  readonly mocked?: boolean;
}

/**
 * Reads and checks a bench file: its form, and that its drivers, their options, its addresses and the members that it
 * names are there. `${NAME}` in a value stands for an environment variable.
 *
 * @throws FourwireError of kind `range`, code `bench-file-invalid`, that names the file, line and column of the first
 * mistake; code `bench-file-missing` when the file cannot be read
 */
export async function readBenchFile(
  path: string,
  variables: Variables,
  options: ReadOptions = {},
): Promise<BenchFile> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (cause) {
    throw new FourwireError(
      'range',
      'bench-file-missing',
      `The bench file ${path} cannot be read: ${fileTrouble(cause)}.`,
      { cause },
    );
  }
  const { file, yaml } = parse(text, path, variables, options);
  await checkBenchFile(file, yaml);
  return file;
}

/**
 * Checks the form of the text of a bench file; `name` stands for it in messages. What that leaves open is checked when the
 * bench is opened.
 *
 * @throws FourwireError of kind `range`, code `bench-file-invalid`, with line and column
 */
export function parseBenchFile(
  text: string,
  name: string,
  variables: Variables,
  options: ReadOptions = {},
): BenchFile {
  return parse(text, name, variables, options).file;
}

function parse(
  text: string,
  name: string,
  variables: Variables,
  options: ReadOptions,
): { readonly file: BenchFile; readonly yaml: YamlText } {
  const yaml = new YamlText(text, name, mistaken);
  if (options.mocked === true) fillInAddresses(yaml, variables);
  fillIn(yaml, variables);
  const value: unknown = yaml.value();
  const error = firstMistake(value);
  if (error !== undefined) {
    const ofKey = error.type === ValueErrorType.ObjectAdditionalProperties;
    throw yaml.mistakeIn(keysOf(error), describe(error), { ofKey });
  }
  return { file: value as BenchFile, yaml };
}

/** The first mistake; where several forms are allowed, that of the form which the value comes nearest to. */
function firstMistake(value: unknown): ValueError | undefined {
  const first = Value.Errors(benchSchema, value).First();
  return first === undefined ? undefined : nearest(first);
}

function nearest(error: ValueError): ValueError {
  // Words and numbers to choose from are told all together.
  if (error.type !== ValueErrorType.Union || choices(error).length > 0) return error;
  const forms = error.errors.map((form) => [...form]).filter((mistakes) => mistakes.length > 0);
  const [best = []] = forms.toSorted((a, b) => weight(a) - weight(b));
  // A key written wrong is also missing; the wrong one is what a reader looks for.
  const typo = best.find(({ type }) => type === ValueErrorType.ObjectAdditionalProperties);
  const mistake = typo ?? best[0];
  return mistake === undefined ? error : nearest(mistake);
}

/** How far a value is from a form: keys that are missing or not known count more than what their values are. */
function weight(mistakes: readonly ValueError[]): number {
  const ofKeys = mistakes.filter(
    ({ type }) =>
      type === ValueErrorType.ObjectRequiredProperty || type === ValueErrorType.ObjectAdditionalProperties,
  );
  return mistakes.length + 10 * ofKeys.length;
}

/** The values that a union of single values allows. */
function choices({ schema }: ValueError): readonly unknown[] {
  const forms: readonly { readonly const?: unknown }[] = (schema as { anyOf?: [] }).anyOf ?? [];
  return forms.every((form) => form.const !== undefined) ? forms.map((form) => form.const) : [];
}

/** What YAML reads as a number or as a truth value. */
const plainValue = /^(?:[-+]?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?|true|false)$/i;

const variable = /\$\{([A-Za-z_]\w*)\}/g;

function fillIn(yaml: YamlText, variables: Variables): void {
  visit(yaml.document, {
    Scalar(_key, node) {
      if (typeof node.value !== 'string') return;
      const written = node.value;
      node.value = written.replace(variable, (_match, variableName: string) => {
        const value = variables[variableName];
        if (value !== undefined) return value;
        throw yaml.mistakeAt(node, `the environment variable ${variableName} is not set.`);
      });
      // A number or a truth value, where it would be one if it were written there.
      const isAlone = /^\$\{\w+\}$/.test(written) && node.type === 'PLAIN';
      if (isAlone && plainValue.test(String(node.value))) node.value = parseScalar(String(node.value));
    },
  });
}

/** Gives devices whose address needs a variable that is not set an address of the kind that their driver has. */
function fillInAddresses({ document }: YamlText, variables: Variables): void {
  const devices = document.get('devices');
  if (!isMap(devices)) return;
  for (const { value: device } of devices.items) {
    if (!isMap(device)) continue;
    const address = device.get('address', true);
    if (!isScalar(address) || typeof address.value !== 'string') continue;
    const names = [...address.value.matchAll(variable)].map(([, name = '']) => name);
    const entry = allDrivers.find(({ name }) => name === device.get('driver'));
    if (entry !== undefined && names.some((name) => variables[name] === undefined))
      address.value = entry.exampleAddress;
  }
}

function keysOf(error: ValueError): readonly string[] {
  return error.path
    .split('/')
    .slice(1)
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'));
}

function describe(error: ValueError): string {
  const keys = keysOf(error);
  if (keys.length === 0)
    return `this is no bench file: it begins with "name:" and "devices:", in YAML${error.value === null ? '; this one is empty' : ''}.`;
  const key = keys.at(-1) ?? 'the file';
  const place = keys.length > 1 ? ` in ${keys.slice(0, -1).join('.')}` : '';
  switch (error.type) {
    case ValueErrorType.ObjectRequiredProperty:
      return `"${key}" is missing${place}.`;
    case ValueErrorType.ObjectAdditionalProperties:
      return `"${key}" is not known${place}; ${instead(key, error)}`;
    case ValueErrorType.Union:
      return `"${key}"${place}: expected ${choices(error).length > 0 ? `one of ${choices(error).join(', ')}` : 'a text, a number, true or false'}; got ${short(error.value)}.`;
    case ValueErrorType.ObjectMinProperties:
      return `"${key}"${place} must name at least one.`;
    default:
      return `"${key}"${place}: ${error.message.replace(/^Expected/, 'expected')}; got ${short(error.value)}.`;
  }
}

/** A value of a file as JSON, never longer than a line. */
function short(value: unknown): string {
  const json = JSON.stringify(value);
  return json.length > 80 ? `${json.slice(0, 80)}…` : json;
}

/** What is allowed where an unknown key stands. */
function instead(key: string, { schema }: ValueError): string {
  const known = Object.keys((schema as { properties?: object }).properties ?? {});
  return known.length > 0
    ? alternatives(key, known, 'known are')
    : 'known are names of letters, digits, - and _.';
}

function mistaken(message: string, details: Readonly<Record<string, unknown>>): FourwireError {
  return new FourwireError('range', 'bench-file-invalid', message, { details });
}
