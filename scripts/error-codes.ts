/** Finds every error code that the sources of the packages throw, for `docs/errors.md` and the test that holds it. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './workspace.ts';

/** Where an error is made: its kind and code as the source writes them. */
interface Place {
  readonly source: Source;
  readonly index: number;
  readonly kind: string;
  readonly code: string;
}

/** A function that is given the code by its callers. */
interface Helper {
  readonly source: Source;
  readonly name: string;
  readonly isMethod: boolean;
  /** The kind it makes, unless the caller gives another. */
  readonly kind: string;
  readonly kindAt: number;
  readonly codeAt: number;
}

interface Source {
  readonly package: string;
  readonly file: string;
  readonly text: string;
}

const literal = /'([a-z][a-z0-9]*(?:-[a-z0-9]+)*)'/g;

const sources: readonly Source[] = readdirSync(join(root, 'packages')).flatMap((name) =>
  readdirSync(join(root, 'packages', name, 'src'), { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.ts') && !/\.(test|test-d|bench)\.ts$/.test(path))
    .map((path) => ({
      package: name,
      file: `packages/${name}/src/${path}`,
      text: withoutComments(readFileSync(join(root, 'packages', name, 'src', path), 'utf8')),
    })),
);

function withoutComments(text: string): string {
  return text.replaceAll(/\/\*.*?\*\/|^\s*\/\/.*?$/gms, (comment) => comment.replaceAll(/[^\n]/g, ' '));
}

/** The arguments of the call whose parenthesis opens at `open`, as text. */
function argumentsOf(text: string, open: number): string[] {
  const found: string[] = [];
  let depth = 0;
  let start = open + 1;
  const skip = /'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*"|`(?:[^`\\]|\\.)*`|[()[\]{},]/gs;
  skip.lastIndex = open;
  for (let token = skip.exec(text); token !== null; token = skip.exec(text)) {
    if ('([{'.includes(token[0])) depth++;
    if (')]}'.includes(token[0])) depth--;
    if (depth === 0 || (depth === 1 && token[0] === ',')) {
      found.push(text.slice(start, token.index).trim());
      start = skip.lastIndex;
    }
    if (depth === 0) break;
  }
  return found;
}

function literalsIn(expression: string): string[] {
  return [...expression.matchAll(literal)].map(([, word = '']) => word);
}

/** The arguments of every call that `call` finds; the match ends with the opening parenthesis. */
function callsOf(source: Source, call: RegExp): { index: number; given: string[] }[] {
  return [...source.text.matchAll(call)].map((match) => ({
    index: match.index,
    given: argumentsOf(source.text, match.index + match[0].length - 1),
  }));
}

/** Every `new FourwireError(...)`, `super(...)` of a class that extends it, and `FourwireError.from(error, code)`. */
const places = sources.flatMap((source): Place[] => {
  const made = source.text.includes('extends FourwireError')
    ? /\b(?:new FourwireError|super)\(/g
    : /new FourwireError\(/g;
  return [
    ...callsOf(source, made).map(({ index, given: [kind = '', code = ''] }) => ({
      source,
      index,
      kind,
      code,
    })),
    ...callsOf(source, /FourwireError\.from\(/g).map(({ index, given: [, code] }) => ({
      source,
      index,
      kind: "'internal'",
      code: code === undefined || code === '' ? "'unexpected'" : code,
    })),
  ];
});

/** The function around a place whose code is its parameter. */
function helperAround({ source, index, kind }: Place): Helper[] {
  const before = source.text.slice(0, index);
  const head = [...before.matchAll(/^( {2}|(?:export )?function )(?:static )?(#?\w+)\(/gm)].at(-1);
  if (head === undefined) return [];
  const parameters = argumentsOf(source.text, head.index + head[0].length - 1);
  const at = (name: string): number =>
    parameters.findIndex((parameter) => new RegExp(`^${name}\\b`).test(parameter));
  if (at('code') < 0) return [];
  const usual = kind === 'kind' ? (parameters[at('kind')]?.split(' = ')[1] ?? '') : kind;
  const isMethod = head[1] === '  ';
  return [{ source, name: head[2] ?? '', isMethod, kind: usual, kindAt: at('kind'), codeAt: at('code') }];
}

const isOpen = ({ code }: Place): boolean => code === 'code';
// `FourwireError.from` is among the places already.
const helpers = places
  .filter(isOpen)
  .flatMap(helperAround)
  .filter(({ name }) => name !== 'from');

/** What the callers of a helper give it: in its own file, and where it is imported or can be a method of another object. */
function callsOfHelper({ source, name, isMethod, kind, kindAt, codeAt }: Helper): Place[] {
  const call = isMethod ? `(?<=\\.)${name}\\(` : `(?<!function )(?<![\\w.#])${name}\\(`;
  const imported = new RegExp(`^import \\{[^}]*\\b${name}\\b[^}]*\\} from '\\.`, 'm');
  const reaches = (other: Source): boolean =>
    other === source ||
    (other.package === source.package && !name.startsWith('#') && (isMethod || imported.test(other.text)));
  return sources.filter(reaches).flatMap((other) =>
    callsOf(other, new RegExp(call, 'g')).map(({ index, given }) => {
      const ownKind = given[kindAt] ?? '';
      return { source: other, index, kind: ownKind === '' ? kind : ownKind, code: given[codeAt] ?? '' };
    }),
  );
}

/** Codes in a table or a tuple of the same file that the expression names. */
function lookUp({ source, code }: Place): string[] {
  const name = /^\w+/.exec(code)?.[0];
  if (name === undefined) return [];
  const declared = new RegExp(`const (?:${name}\\b|\\[${name},).*?;$`, 'ms').exec(source.text)?.[0] ?? '';
  const isTable = declared.includes('= {');
  // Of a tuple the first: the others are texts.
  return literalsIn(isTable ? declared : (declared.match(/\['[^']*'/g) ?? []).join(' '));
}

const codesOf = (place: Place): string[] => [...literalsIn(place.code), ...lookUp(place)];
const allPlaces = [...places, ...helpers.flatMap(callsOfHelper)];

/** Every code, the kinds it is thrown with, and the packages that make it. */
export const errorCodes = new Map<string, { readonly kinds: Set<string>; readonly packages: Set<string> }>();
for (const place of allPlaces) {
  for (const code of codesOf(place)) {
    const known = errorCodes.get(code) ?? { kinds: new Set(), packages: new Set() };
    for (const kind of literalsIn(place.kind)) known.kinds.add(kind);
    known.packages.add(place.source.package);
    errorCodes.set(code, known);
  }
}

/** A code that is passed on from another error was counted where that one was made. */
function isPassedOn({ source, code, index }: Place): boolean {
  return (
    /^(?:error|this)\.code$/.test(code) ||
    /const \{[^}]*\bcode\b[^}]*\} = (?:error|FourwireError\.from\(\w+\));[^}]*$/.test(
      source.text.slice(0, index),
    )
  );
}

/** Where the sources make an error whose code cannot be found: file, line and expression. */
export const lostCodes = allPlaces
  .filter(
    (place) =>
      codesOf(place).length === 0 && !isPassedOn(place) && !(isOpen(place) && helperAround(place).length > 0),
  )
  .map(
    ({ source, code, index }) => `${source.file}:${source.text.slice(0, index).split('\n').length} ${code}`,
  );

/** The names of the functions that are given a code by their callers. */
export const helperNames: readonly string[] = helpers.map(({ name }) => name);

/** A row of the table in `docs/errors.md`, cells as they stand there. */
export interface ErrorRow {
  readonly code: string;
  readonly kinds: string;
  readonly packages: string;
  readonly words: readonly string[];
}

/** The page with the table. */
export const errorsPage: string = join(root, 'docs/errors.md');

/** The rows of the table in the text of `docs/errors.md`. */
export function errorRows(page: string): ErrorRow[] {
  const [, table = ''] = page.split('## Codes');
  return [...table.matchAll(/^\| `([^`]+)` +\|(.*)\|$/gm)].map(([, code = '', rest = '']) => {
    const [kinds = '', origins = '', ...words] = rest.split('|').map((cell) => cell.trim());
    return { code, kinds, packages: origins, words };
  });
}

/** Kinds or packages as the table lists them. */
export function inOrder(words: Iterable<string>): string {
  return [...words].toSorted().join(', ');
}
