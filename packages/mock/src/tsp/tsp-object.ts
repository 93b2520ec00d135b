import type { NumberRange } from '../scpi/parameter.ts';
import { ScpiRefusal } from '../scpi/status-model.ts';
import { runtimeError } from './lua-interpreter.ts';
import { typeOf } from './lua-value.ts';
import type { LuaFunction, LuaIndexable, LuaValue } from './lua-value.ts';

/** An attribute of the instrument; without `set` it is read only. */
export interface TspAttribute {
  readonly get: () => LuaValue;
  readonly set?: (value: LuaValue) => void;
}

/** An object of the instrument's command set: constants, attributes, functions and objects below it. */
export class TspObject implements LuaIndexable {
  readonly #members = new Map<string, LuaValue>();
  readonly #attributes = new Map<string, TspAttribute>();
  readonly length = 0;

  /** Adds constants, functions and objects. */
  add(members: Readonly<Record<string, LuaValue>>): this {
    for (const [name, value] of Object.entries(members)) this.#members.set(name, value);
    return this;
  }

  attribute(name: string, attribute: TspAttribute): this {
    this.#attributes.set(name, attribute);
    return this;
  }

  /** A number inside limits, or one that they give; refused with -222 outside. */
  number(
    name: string,
    range: () => NumberRange,
    { get, set }: { readonly get: () => number; readonly set: (value: number) => void },
  ): this {
    return this.attribute(name, {
      get,
      set: (value) => {
        const { min = -Infinity, max = Infinity } = range();
        set(numberIn(value, min, max));
      },
    });
  }

  /** One of the values of a few constants; refused with -222 otherwise. */
  choice<T extends string | number | boolean>(
    name: string,
    values: readonly T[],
    { get, set }: { readonly get: () => T; readonly set: (value: T) => void },
  ): this {
    return this.attribute(name, {
      get,
      set: (value) => {
        const chosen = values.find((one) => one === value);
        if (chosen === undefined) throw outOfRange();
        set(chosen);
      },
    });
  }

  /** A value that is kept and changes nothing here. */
  kept(name: string, initial: LuaValue): this {
    let value = initial;
    return this.attribute(name, {
      get: () => value,
      set: (given) => {
        value = given;
      },
    });
  }

  /** A function. */
  on(name: string, work: LuaFunction): this {
    return this.add({ [name]: work });
  }

  get(key: LuaValue): LuaValue {
    if (typeof key !== 'string') return undefined;
    return this.#attributes.get(key)?.get() ?? this.#members.get(key);
  }

  set(key: LuaValue, value: LuaValue): void {
    const attribute = typeof key === 'string' ? this.#attributes.get(key) : undefined;
    if (attribute?.set === undefined) {
      const name = typeof key === 'string' ? key : typeOf(key);
      throw runtimeError(1, `cannot set attribute \`${name}'`);
    }
    attribute.set(value);
  }
}

/** A number inside limits; anything else is refused with -222. */
export function numberIn(value: LuaValue, min: number, max: number): number {
  if (typeof value !== 'number' || !(value >= min && value <= max)) throw outOfRange();
  return value;
}

/** -222 as the instruments word it. */
export function outOfRange(): ScpiRefusal {
  return new ScpiRefusal(-222, 'Parameter data out of range');
}
