import { ScpiRefusal } from '../scpi/status-model.ts';
import type { LuaBlock, LuaExpression, LuaStatement, LuaTarget } from './lua-syntax.ts';
import { LuaTable, isIndexable, typeOf } from './lua-value.ts';
import type { LuaFunction, LuaIndexable, LuaValue } from './lua-value.ts';
import { TspError } from './tsp-error.ts';

/** Names that a function or block sees. */
class Scope {
  readonly #names = new Map<string, LuaValue>();
  readonly #outer: Scope | undefined;
  readonly #globals: LuaIndexable;

  constructor(globals: LuaIndexable, outer?: Scope) {
    this.#globals = globals;
    this.#outer = outer;
  }

  inner(): Scope {
    return new Scope(this.#globals, this);
  }

  declare(name: string, value: LuaValue): void {
    this.#names.set(name, value);
  }

  get(name: string): LuaValue {
    const owner = this.#owner(name);
    return owner === undefined ? this.#globals.get(name) : owner.#names.get(name);
  }

  set(name: string, value: LuaValue): void {
    const owner = this.#owner(name);
    if (owner === undefined) this.#globals.set(name, value);
    else owner.#names.set(name, value);
  }

  #owner(name: string): Scope | undefined {
    if (this.#names.has(name)) return this;
    return this.#outer === undefined ? undefined : this.#outer.#owner(name);
  }
}

/** How a block ended, when not by its last statement. */
type Ending = { readonly kind: 'break' } | { readonly kind: 'return'; readonly values: readonly LuaValue[] };

/** More steps than any chunk should need; a loop without end must not hang the simulator. */
const mostSteps = 1_000_000;

/** Runs parsed chunks. What an instrument refuses is told to `refused`, and the chunk goes on with the next statement. */
export class LuaInterpreter {
  readonly #globals: LuaIndexable;
  readonly #refused: (refusal: ScpiRefusal) => void;
  #steps = 0;

  constructor(globals: LuaIndexable, refused: (refusal: ScpiRefusal) => void) {
    this.#globals = globals;
    this.#refused = refused;
  }

  /** @throws TspError that ended the chunk */
  async run(chunk: LuaBlock): Promise<void> {
    this.#steps = 0;
    await this.#block(chunk, new Scope(this.#globals));
  }

  async #block(body: LuaBlock, scope: Scope): Promise<Ending | undefined> {
    for (const statement of body) {
      this.#count();
      try {
        const ending = await this.#statement(statement, scope);
        if (ending !== undefined) return ending;
      } catch (error) {
        if (!(error instanceof ScpiRefusal) || error instanceof TspError) throw error;
        this.#refused(error);
      }
    }
    return undefined;
  }

  #count(): void {
    if (++this.#steps > mostSteps) throw runtimeError(1, 'script runs without end');
  }

  async #statement(statement: LuaStatement, scope: Scope): Promise<Ending | undefined> {
    switch (statement.kind) {
      case 'call':
        await this.#values(statement.call, scope);
        return undefined;
      case 'assign': {
        const values = await this.#list(statement.values, scope);
        for (const [index, target] of statement.targets.entries())
          await this.#assign(target, values[index], scope);
        return undefined;
      }
      case 'local': {
        const values = await this.#list(statement.values, scope);
        for (const [index, name] of statement.names.entries()) scope.declare(name, values[index]);
        return undefined;
      }
      case 'if':
        for (const { condition, body } of statement.branches)
          if (isTrue(await this.#value(condition, scope))) return this.#block(body, scope.inner());
        return this.#block(statement.otherwise, scope.inner());
      case 'while':
        while (isTrue(await this.#value(statement.condition, scope))) {
          this.#count();
          const ending = await this.#block(statement.body, scope.inner());
          if (ending?.kind === 'return') return ending;
          if (ending !== undefined) break;
        }
        return undefined;
      case 'for':
        return this.#for(statement, scope);
      case 'block':
        return this.#block(statement.body, scope.inner());
      case 'return':
        return { kind: 'return', values: await this.#list(statement.values, scope) };
      case 'break':
        return { kind: 'break' };
      default:
        return statement satisfies never;
    }
  }

  async #for(
    { name, from, to, step, body, line }: Extract<LuaStatement, { readonly kind: 'for' }>,
    scope: Scope,
  ): Promise<Ending | undefined> {
    const [first, last, by] = [
      await this.#value(from, scope),
      await this.#value(to, scope),
      await this.#value(step, scope),
    ];
    if (typeof first !== 'number' || typeof last !== 'number' || typeof by !== 'number' || by === 0)
      throw runtimeError(line, "'for' limits must be numbers");
    for (let value = first; by > 0 ? value <= last : value >= last; value += by) {
      this.#count();
      const inner = scope.inner();
      inner.declare(name, value);
      const ending = await this.#block(body, inner);
      if (ending?.kind === 'return') return ending;
      if (ending !== undefined) break;
    }
    return undefined;
  }

  async #assign(target: LuaTarget, value: LuaValue, scope: Scope): Promise<void> {
    if (target.kind === 'name') {
      scope.set(target.name, value);
      return;
    }
    const object = await this.#indexable(target, scope);
    object.set(await this.#value(target.key, scope), value);
  }

  async #indexable(
    { object, line }: Extract<LuaExpression, { readonly kind: 'index' }>,
    scope: Scope,
  ): Promise<LuaIndexable> {
    const value = await this.#value(object, scope);
    if (isIndexable(value)) return value;
    throw runtimeError(line, `attempt to index ${described(object)} (a ${typeOf(value)} value)`);
  }

  async #value(expression: LuaExpression, scope: Scope): Promise<LuaValue> {
    const [first] = await this.#values(expression, scope);
    return first;
  }

  /** The values of a list of expressions; only the last may give several. */
  async #list(expressions: readonly LuaExpression[], scope: Scope): Promise<readonly LuaValue[]> {
    const list: LuaValue[] = [];
    for (const [index, expression] of expressions.entries()) {
      if (index === expressions.length - 1) list.push(...(await this.#values(expression, scope)));
      else list.push(await this.#value(expression, scope));
    }
    return list;
  }

  async #values(expression: LuaExpression, scope: Scope): Promise<readonly LuaValue[]> {
    switch (expression.kind) {
      case 'constant':
        return [expression.value];
      case 'name':
        return [scope.get(expression.name)];
      case 'index': {
        const object = await this.#indexable(expression, scope);
        return [object.get(await this.#value(expression.key, scope))];
      }
      case 'call':
        return this.#call(expression, scope);
      case 'unary':
        return [unary(expression.operator, await this.#value(expression.operand, scope), expression.line)];
      case 'binary':
        return [await this.#binary(expression, scope)];
      case 'table':
        return [await this.#table(expression, scope)];
      case 'function':
        return [this.#function(expression, scope)];
      default:
        return expression satisfies never;
    }
  }

  async #call(
    { callee, parameters, line }: Extract<LuaExpression, { readonly kind: 'call' }>,
    scope: Scope,
  ): Promise<readonly LuaValue[]> {
    const called = await this.#value(callee, scope);
    if (typeof called !== 'function')
      throw runtimeError(line, `attempt to call ${described(callee)} (a ${typeOf(called)} value)`);
    return called(...(await this.#list(parameters, scope)));
  }

  async #binary(
    { operator, left, right, line }: Extract<LuaExpression, { readonly kind: 'binary' }>,
    scope: Scope,
  ): Promise<LuaValue> {
    const first = await this.#value(left, scope);
    if (operator === 'and') return isTrue(first) ? this.#value(right, scope) : first;
    if (operator === 'or') return isTrue(first) ? first : this.#value(right, scope);
    return calculated(operator, first, await this.#value(right, scope), line);
  }

  async #table(
    { entries }: Extract<LuaExpression, { readonly kind: 'table' }>,
    scope: Scope,
  ): Promise<LuaTable> {
    const table = new LuaTable();
    let next = 1;
    for (const [index, { key, value }] of entries.entries()) {
      if (key !== undefined) {
        table.set(await this.#value(key, scope), await this.#value(value, scope));
        continue;
      }
      const values = await this.#values(value, scope);
      for (const one of index === entries.length - 1 ? values : values.slice(0, 1)) table.set(next++, one);
    }
    return table;
  }

  #function(
    { names, body }: Extract<LuaExpression, { readonly kind: 'function' }>,
    scope: Scope,
  ): LuaFunction {
    return async (...values) => {
      const inner = scope.inner();
      for (const [index, name] of names.entries()) inner.declare(name, values[index]);
      const ending = await this.#block(body, inner);
      return ending?.kind === 'return' ? ending.values : [];
    };
  }
}

/** -286, as the instruments word it. */
export function runtimeError(line: number, what: string): TspError {
  return new TspError(-286, `TSP Runtime error at line ${line}: ${what}`);
}

function isTrue(value: LuaValue): boolean {
  return value !== undefined && value !== false;
}

/** How an error calls what an expression stands for. */
function described(expression: LuaExpression): string {
  if (expression.kind === 'name') return `global \`${expression.name}'`;
  if (expression.kind === 'index' && expression.key.kind === 'constant')
    return `field \`${String(expression.key.value)}'`;
  return 'a value';
}

function unary(operator: string, value: LuaValue, line: number): LuaValue {
  if (operator === 'not') return !isTrue(value);
  if (operator === '#') {
    if (typeof value === 'string' || isIndexable(value)) return value.length;
    throw runtimeError(line, `attempt to get length of a ${typeOf(value)} value`);
  }
  if (typeof value === 'number') return -value;
  throw runtimeError(line, `attempt to perform arithmetic on a ${typeOf(value)} value`);
}

const arithmetic: Readonly<Record<string, (left: number, right: number) => number>> = {
  '+': (left, right) => left + right,
  '-': (left, right) => left - right,
  '*': (left, right) => left * right,
  '/': (left, right) => left / right,
  '%': (left, right) => left - Math.floor(left / right) * right,
  '^': (left, right) => left ** right,
};

const comparisons: Readonly<Record<string, (left: number | string, right: number | string) => boolean>> = {
  '<': (left, right) => left < right,
  '>': (left, right) => left > right,
  '<=': (left, right) => left <= right,
  '>=': (left, right) => left >= right,
};

function calculated(operator: string, left: LuaValue, right: LuaValue, line: number): LuaValue {
  if (operator === '==') return left === right;
  if (operator === '~=') return left !== right;
  const isText = (value: LuaValue): value is string | number =>
    typeof value === 'string' || typeof value === 'number';
  if (operator === '..' && isText(left) && isText(right)) return `${left}${right}`;
  const compare = comparisons[operator];
  if (compare !== undefined && isText(left) && isText(right) && typeof left === typeof right)
    return compare(left, right);
  const compute = arithmetic[operator];
  if (compute !== undefined && typeof left === 'number' && typeof right === 'number')
    return compute(left, right);
  const odd = typeof left === 'number' ? right : left;
  const what =
    compute === undefined ? (operator === '..' ? 'concatenate' : 'compare') : 'perform arithmetic on';
  throw runtimeError(line, `attempt to ${what} a ${typeOf(odd)} value`);
}
