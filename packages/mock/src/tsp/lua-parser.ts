import { lexLua, syntaxError } from './lua-lexer.ts';
import type { LuaToken } from './lua-lexer.ts';
import type { LuaBlock, LuaExpression, LuaStatement, LuaTableEntry, LuaTarget } from './lua-syntax.ts';

/** Binding powers of binary operators, left and right; the higher the tighter. */
const binary: Readonly<Record<string, readonly [left: number, right: number]>> = {
  or: [1, 1],
  and: [2, 2],
  '<': [3, 3],
  '>': [3, 3],
  '<=': [3, 3],
  '>=': [3, 3],
  '~=': [3, 3],
  '==': [3, 3],
  '..': [5, 4],
  '+': [6, 6],
  '-': [6, 6],
  '*': [7, 7],
  '/': [7, 7],
  '%': [7, 7],
  '^': [10, 9],
};
const unaryPower = 8;

/** Deeper nesting is refused, as instruments do. */
const deepest = 100;

/**
 * Parses the subset of Lua that test scripts for instruments need: assignments, calls, `local`, `if`, numeric `for`,
 * `while`, functions, tables and expressions. Generic `for`, `repeat`, methods with `:` and varargs are not there.
 *
 * @throws TspError -285 where it is no such chunk
 */
export function parseLua(source: string): LuaBlock {
  return new Parser(lexLua(source)).chunk();
}

class Parser {
  readonly #tokens: readonly LuaToken[];
  #at = 0;
  #depth = 0;

  constructor(tokens: readonly LuaToken[]) {
    this.#tokens = tokens;
  }

  chunk(): LuaBlock {
    const body = this.#block();
    if (this.#peek.kind !== 'end') throw this.#unexpected();
    return body;
  }

  get #peek(): LuaToken {
    // The last token is the end, which is never passed.
    return this.#tokens[this.#at] ?? { kind: 'end', text: '<eof>', line: 1 };
  }

  #unexpected(): Error {
    const { text, line } = this.#peek;
    return syntaxError(line, `unexpected symbol near \`${text}'`);
  }

  #next(): LuaToken {
    const token = this.#peek;
    if (token.kind !== 'end') this.#at++;
    return token;
  }

  #is(text: string): boolean {
    const { kind, text: own } = this.#peek;
    return own === text && (kind === 'sign' || kind === 'keyword');
  }

  #take(text: string): boolean {
    if (!this.#is(text)) return false;
    this.#at++;
    return true;
  }

  #expect(text: string): void {
    if (this.#take(text)) return;
    const { text: own, line } = this.#peek;
    throw syntaxError(line, `\`${text}' expected near \`${own}'`);
  }

  #name(): string {
    const { kind, text, line } = this.#peek;
    if (kind !== 'name') throw syntaxError(line, `<name> expected near \`${text}'`);
    this.#at++;
    return text;
  }

  #block(): LuaBlock {
    const body: LuaStatement[] = [];
    if (++this.#depth > deepest) throw this.#unexpected();
    while (!['end', 'else', 'elseif', 'until'].some((word) => this.#is(word)) && this.#peek.kind !== 'end') {
      const statement = this.#statement();
      this.#take(';');
      body.push(statement);
      if (statement.kind === 'return') break;
    }
    this.#depth--;
    return body;
  }

  #body(opener: string): LuaBlock {
    this.#expect(opener);
    const body = this.#block();
    this.#expect('end');
    return body;
  }

  #statement(): LuaStatement {
    const { kind, text, line } = this.#peek;
    if (kind === 'keyword') {
      this.#at++;
      switch (text) {
        case 'local':
          return this.#local();
        case 'if':
          return this.#if();
        case 'while': {
          const condition = this.#expression();
          return { kind: 'while', condition, body: this.#body('do') };
        }
        case 'for':
          return this.#for(line);
        case 'do': {
          const body = this.#block();
          this.#expect('end');
          return { kind: 'block', body };
        }
        case 'function': {
          const target = this.#functionName();
          return { kind: 'assign', targets: [target], values: [this.#function()] };
        }
        case 'return': {
          const isLast = this.#is('end') || this.#peek.kind === 'end';
          return { kind: 'return', values: isLast ? [] : this.#expressions() };
        }
        case 'break':
          return { kind: 'break' };
        default:
          this.#at--;
          throw this.#unexpected();
      }
    }
    return this.#callOrAssignment();
  }

  #callOrAssignment(): LuaStatement {
    const first = this.#suffixed();
    if (first.kind === 'call') return { kind: 'call', call: first };
    const targets = [this.#target(first)];
    while (this.#take(',')) targets.push(this.#target(this.#suffixed()));
    this.#expect('=');
    return { kind: 'assign', targets, values: this.#expressions() };
  }

  #target(expression: LuaExpression): LuaTarget {
    if (expression.kind === 'name' || expression.kind === 'index') return expression;
    throw this.#unexpected();
  }

  #local(): LuaStatement {
    if (this.#take('function')) {
      const name = this.#name();
      return { kind: 'local', names: [name], values: [this.#function()] };
    }
    const names = [this.#name()];
    while (this.#take(',')) names.push(this.#name());
    return { kind: 'local', names, values: this.#take('=') ? this.#expressions() : [] };
  }

  #if(): LuaStatement {
    const branches: { condition: LuaExpression; body: LuaBlock }[] = [];
    do {
      const condition = this.#expression();
      this.#expect('then');
      branches.push({ condition, body: this.#block() });
    } while (this.#take('elseif'));
    const otherwise = this.#take('else') ? this.#block() : [];
    this.#expect('end');
    return { kind: 'if', branches, otherwise };
  }

  #for(line: number): LuaStatement {
    const name = this.#name();
    this.#expect('=');
    const from = this.#expression();
    this.#expect(',');
    const to = this.#expression();
    const step: LuaExpression = this.#take(',') ? this.#expression() : { kind: 'constant', value: 1 };
    return { kind: 'for', name, from, to, step, body: this.#body('do'), line };
  }

  #functionName(): LuaTarget {
    const { line } = this.#peek;
    let target: LuaTarget = { kind: 'name', name: this.#name(), line };
    while (this.#take('.'))
      target = { kind: 'index', object: target, key: { kind: 'constant', value: this.#name() }, line };
    return target;
  }

  #function(): LuaExpression {
    this.#expect('(');
    const names: string[] = [];
    while (!this.#is(')')) {
      names.push(this.#name());
      if (!this.#take(',')) break;
    }
    this.#expect(')');
    const body = this.#block();
    this.#expect('end');
    return { kind: 'function', names, body };
  }

  #expressions(): LuaExpression[] {
    const list = [this.#expression()];
    while (this.#take(',')) list.push(this.#expression());
    return list;
  }

  #expression(limit = 0): LuaExpression {
    if (++this.#depth > deepest) throw this.#unexpected();
    let left = this.#operand();
    for (;;) {
      const { text: operator, kind, line } = this.#peek;
      const power = kind === 'sign' || kind === 'keyword' ? binary[operator] : undefined;
      if (power === undefined || power[0] <= limit) break;
      this.#at++;
      left = { kind: 'binary', operator, left, right: this.#expression(power[1]), line };
    }
    this.#depth--;
    return left;
  }

  #operand(): LuaExpression {
    const { kind, text, line } = this.#peek;
    if (kind === 'number') return this.#constant(Number(text));
    if (kind === 'string') return this.#constant(text);
    if (kind === 'keyword') {
      if (text === 'nil') return this.#constant(undefined);
      if (text === 'true' || text === 'false') return this.#constant(text === 'true');
      if (this.#take('function')) return this.#function();
    }
    if (this.#is('not') || this.#is('-') || this.#is('#')) {
      this.#at++;
      return { kind: 'unary', operator: text, operand: this.#expression(unaryPower), line };
    }
    if (this.#is('{')) return this.#table();
    return this.#suffixed();
  }

  #constant(value: string | number | boolean | undefined): LuaExpression {
    this.#at++;
    return { kind: 'constant', value };
  }

  /** A name or an expression in parentheses with what is indexed and called behind it. */
  #suffixed(): LuaExpression {
    const { line } = this.#peek;
    let expression: LuaExpression;
    if (this.#take('(')) {
      expression = this.#expression();
      this.#expect(')');
    } else if (this.#peek.kind === 'name') {
      expression = { kind: 'name', name: this.#name(), line };
    } else {
      throw this.#unexpected();
    }
    for (;;) {
      if (this.#take('.')) {
        const key: LuaExpression = { kind: 'constant', value: this.#name() };
        expression = { kind: 'index', object: expression, key, line };
      } else if (this.#take('[')) {
        const key = this.#expression();
        this.#expect(']');
        expression = { kind: 'index', object: expression, key, line };
      } else if (this.#is('(') || this.#peek.kind === 'string') {
        expression = { kind: 'call', callee: expression, parameters: this.#parameters(), line };
      } else {
        return expression;
      }
    }
  }

  #parameters(): LuaExpression[] {
    if (this.#peek.kind === 'string') return [this.#constant(this.#peek.text)];
    this.#expect('(');
    const parameters = this.#is(')') ? [] : this.#expressions();
    this.#expect(')');
    return parameters;
  }

  #table(): LuaExpression {
    this.#next();
    const entries: LuaTableEntry[] = [];
    while (!this.#is('}')) {
      entries.push(this.#entry());
      if (!this.#take(',') && !this.#take(';')) break;
    }
    this.#expect('}');
    return { kind: 'table', entries };
  }

  #entry(): LuaTableEntry {
    if (this.#take('[')) {
      const key = this.#expression();
      this.#expect(']');
      this.#expect('=');
      return { key, value: this.#expression() };
    }
    const isNamed = this.#peek.kind === 'name' && this.#tokens[this.#at + 1]?.text === '=';
    if (!isNamed) return { key: undefined, value: this.#expression() };
    const key: LuaExpression = { kind: 'constant', value: this.#name() };
    this.#expect('=');
    return { key, value: this.#expression() };
  }
}
