/**
 * Writes what the doc comments say of the members of devices, of the options of drivers and of those of procedures into
 * `packages/bench/src/reference/texts.ts`, so that the command line and the schema of bench files can show it. With
 * `--check` nothing is written, and a file that is out of date is an error.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { format } from 'oxfmt';
import ts from 'typescript';
import { formatting, packages, root } from './workspace.ts';

type Texts = Record<string, string>;

const registries = packages()
  .map(({ path }) => join(path, 'src/drivers.ts'))
  .filter((path) => ts.sys.fileExists(path));
const procedureList = join(root, 'packages/bench/src/procedures/procedures.ts');
const { config } = ts.readConfigFile(join(root, 'tsconfig.json'), (path) => ts.sys.readFile(path)) as {
  config: unknown;
};
const { options } = ts.parseJsonConfigFileContent(config, ts.sys, root);
const program = ts.createProgram([...registries, procedureList], { ...options, noEmit: true });
const checker = program.getTypeChecker();

/** The objects or calls in the list that a file exports under a name. */
function listIn(path: string, name: string): readonly ts.Expression[] {
  const source = program.getSourceFile(path);
  for (const statement of source?.statements ?? []) {
    if (!ts.isVariableStatement(statement)) continue;
    const [declaration] = statement.declarationList.declarations;
    const value = declaration?.initializer;
    if (declaration?.name.getText() === name && value !== undefined && ts.isArrayLiteralExpression(value))
      return value.elements;
  }
  throw new Error(`${path} exports no list "${name}".`);
}

function typeOf(type: ts.Type, name: string): ts.Type | undefined {
  const symbol = checker.getNonNullableType(type).getProperty(name);
  return symbol === undefined ? undefined : checker.getNonNullableType(checker.getTypeOfSymbol(symbol));
}

function textOf(symbol: ts.Symbol): string {
  return ts
    .displayPartsToString(symbol.getDocumentationComment(checker))
    .replaceAll(/\{@link ([^}|]*)(?:\|[^}]*)?\}/g, '$1')
    .replaceAll(/\s+/g, ' ')
    .trim();
}

/** What is said of the fields of a record, and of the fields of these. */
function fieldTexts(type: ts.Type, prefix: string, found: Texts): void {
  const item = checker.isArrayType(type) ? checker.getTypeArguments(type as ts.TypeReference)[0] : type;
  if (item === undefined || (item.flags & ts.TypeFlags.Object) === 0 || checker.isTupleType(item)) return;
  if (item.getCallSignatures().length > 0 || item.getNumberIndexType() !== undefined) return;
  for (const field of item.getProperties()) {
    const path = `${prefix}${field.name}`;
    const text = textOf(field);
    if (text !== '') found[path] = text;
    fieldTexts(checker.getNonNullableType(checker.getTypeOfSymbol(field)), `${path}.`, found);
  }
}

/** What is said of the members of a class, of those of its parts, and of the inputs of its commands. */
function memberTexts(members: ts.Type, prefix: string, found: Texts): void {
  for (const member of members.getProperties()) {
    const type = checker.getNonNullableType(checker.getTypeOfSymbol(member));
    const kind = typeOf(type, 'kind');
    const path = `${prefix}${member.name}`;
    const text = textOf(member);
    if (text !== '') found[path] = text;
    const inner = typeOf(type, 'partClass');
    const innerMembers = inner === undefined ? undefined : typeOf(inner, 'members');
    const isMany = kind?.isStringLiteral() === true && kind.value === 'parts';
    if (innerMembers !== undefined) memberTexts(innerMembers, `${path}/${isMany ? 'N/' : ''}`, found);
    const input = typeOf(type, 'types');
    const fields = input === undefined ? undefined : typeOf(input, 'input');
    if (fields !== undefined) fieldTexts(fields, `${path}.`, found);
  }
}

function property(object: ts.Expression, name: string): ts.Expression | undefined {
  if (!ts.isObjectLiteralExpression(object)) return undefined;
  const found = object.properties.find((one) => ts.isPropertyAssignment(one) && one.name.getText() === name);
  return found !== undefined && ts.isPropertyAssignment(found) ? found.initializer : undefined;
}

function word(object: ts.Expression, name: string): string {
  const value = property(object, name);
  if (value !== undefined && ts.isStringLiteral(value)) return value.text;
  throw new Error(`${name} of a driver is no plain text: ${object.getText().slice(0, 60)}`);
}

/** The driver that an entry of a registry loads. */
function loaded(entry: ts.Expression): ts.Type {
  const load = property(entry, 'load');
  const [signature] = load === undefined ? [] : checker.getTypeAtLocation(load).getCallSignatures();
  const driver = signature && checker.getAwaitedType(signature.getReturnType());
  if (driver !== undefined) return driver;
  throw new Error(`What a driver loads is not known: ${entry.getText().slice(0, 60)}`);
}

const members: Record<string, Texts> = {};
const driverOptions: Record<string, Texts> = {};
for (const entry of registries.flatMap((path) => listIn(path, 'drivers'))) {
  const [name, deviceClass] = [word(entry, 'name'), word(entry, 'class')];
  const driver = loaded(entry);
  const its = typeOf(driver, 'deviceClass');
  const all: Texts = {};
  const itsMembers = its === undefined ? undefined : typeOf(its, 'members');
  if (itsMembers !== undefined) memberTexts(itsMembers, '', all);
  // What all devices of the class have is said once.
  const ofClass = (members[deviceClass] ??= all);
  const own = Object.fromEntries(Object.entries(all).filter(([path, text]) => ofClass[path] !== text));
  if (Object.keys(own).length > 0) members[name] = own;
  const schema = typeOf(driver, 'options');
  const told = schema === undefined ? undefined : typeOf(schema, 'static');
  const found: Texts = {};
  if (told !== undefined) fieldTexts(told, '', found);
  if (Object.keys(found).length > 0) driverOptions[name] = found;
}

const procedureOptions: Record<string, Texts> = {};
for (const call of listIn(procedureList, 'procedures')) {
  const [told] = checker.getTypeArguments(checker.getTypeAtLocation(call) as ts.TypeReference);
  const found: Texts = {};
  if (told !== undefined) fieldTexts(told, '', found);
  const name = call
    .getText()
    .replace('()', '')
    .replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
  procedureOptions[name] = found;
}

const path = 'packages/bench/src/reference/texts.ts';
const json = JSON.stringify({ members, driverOptions, procedureOptions });
const source = `import type { ReferenceTexts } from './reference-texts.ts';

// Written by \`pnpm support\` from the doc comments of classes, drivers and procedures.
export const texts: ReferenceTexts = ${json};
`;
const { code } = await format(path, source, formatting);
if (process.argv.includes('--check')) {
  if (readFileSync(join(root, path), 'utf8') !== code) {
    console.error(`${path} is not what the doc comments say. Run pnpm support.`);
    process.exitCode = 1;
  }
} else {
  writeFileSync(join(root, path), code);
}
