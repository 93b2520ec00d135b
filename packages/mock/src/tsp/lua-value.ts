/** A function of Lua or of the instrument: takes and gives any number of values. */
export type LuaFunction = (
  ...values: readonly LuaValue[]
) => Promise<readonly LuaValue[]> | readonly LuaValue[];

/** Something that can be indexed: a table, or an object of the instrument. */
export interface LuaIndexable {
  get(key: LuaValue): LuaValue;
  set(key: LuaValue, value: LuaValue): void;
  /** What `#` gives. */
  readonly length: number;
}

/** A value; `undefined` is nil. */
export type LuaValue = undefined | boolean | number | string | LuaFunction | LuaIndexable;

/** Whether it can be indexed. */
export function isIndexable(value: LuaValue): value is LuaIndexable {
  return typeof value === 'object';
}

/** A table. */
export class LuaTable implements LuaIndexable {
  readonly #values = new Map<LuaValue, LuaValue>();

  get length(): number {
    let length = 0;
    while (this.#values.has(length + 1)) length++;
    return length;
  }

  get(key: LuaValue): LuaValue {
    return this.#values.get(key);
  }

  set(key: LuaValue, value: LuaValue): void {
    if (value === undefined) this.#values.delete(key);
    else this.#values.set(key, value);
  }

  /** The values at 1, 2, 3 and so on. */
  get list(): readonly LuaValue[] {
    return Array.from({ length: this.length }, (_, index) => this.#values.get(index + 1));
  }
}

/** The name of a value's type. */
export function typeOf(value: LuaValue): string {
  if (value === undefined) return 'nil';
  return typeof value === 'object' ? 'table' : typeof value;
}
