import { TspError } from './tsp-error.ts';

/** A word, number, string or sign of a chunk. */
export interface LuaToken {
  readonly kind: 'name' | 'keyword' | 'number' | 'string' | 'sign' | 'end';
  readonly text: string;
  readonly line: number;
}

const keywords = new Set(
  'and break do else elseif end false for function if in local nil not or repeat return then true until while'.split(
    ' ',
  ),
);

/** Longest signs first. */
const pattern =
  /(?<blank>\s+|--\[\[[\s\S]*?\]\]|--[^\n]*)|(?<number>0[xX][\da-fA-F]+|(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)|(?<name>[A-Za-z_]\w*)|(?<string>"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|\[\[[\s\S]*?\]\])|(?<sign>\.\.|==|~=|<=|>=|[-+*/%^#<>=(){}[\];:,.])/y;

const escapes: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r' };

/** Takes a chunk of Lua apart. */
export function lexLua(source: string): LuaToken[] {
  const tokens: LuaToken[] = [];
  const matcher = new RegExp(pattern);
  let line = 1;
  while (matcher.lastIndex < source.length) {
    const at = matcher.lastIndex;
    const groups = matcher.exec(source)?.groups;
    if (groups === undefined) throw syntaxError(line, `unexpected symbol near \`${source.charAt(at)}'`);
    const { blank, number, name, string, sign } = groups;
    if (number !== undefined) tokens.push({ kind: 'number', text: number, line });
    else if (name !== undefined)
      tokens.push({ kind: keywords.has(name) ? 'keyword' : 'name', text: name, line });
    else if (string !== undefined) tokens.push({ kind: 'string', text: contentOf(string), line });
    else if (sign !== undefined) tokens.push({ kind: 'sign', text: sign, line });
    line += (blank ?? string ?? '').split('\n').length - 1;
  }
  tokens.push({ kind: 'end', text: '<eof>', line });
  return tokens;
}

function contentOf(literal: string): string {
  if (literal.startsWith('[[')) return literal.slice(2, -2);
  return literal.slice(1, -1).replaceAll(/\\(.)/g, (_, character: string) => escapes[character] ?? character);
}

/** -285, as the instruments word it. */
export function syntaxError(line: number, what: string): TspError {
  return new TspError(-285, `TSP Syntax error at line ${line}: ${what}`);
}
