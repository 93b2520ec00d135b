/**
 * How a parameter lies in its registers. `word`: a value and an empty high word. `character`: one register.
 * `long` and `float`: 32 bits. `temperature` and `difference`: floats in °C or K here, in the communications unit on
 * the wire.
 */
export type F4tParameterType = 'word' | 'character' | 'long' | 'float' | 'temperature' | 'difference';

/** One parameter of the F4T. */
export interface F4tParameter {
  readonly type: F4tParameterType;
  get(): number;
  /** Takes a value or gives false when it is illegal; without it the parameter is read-only. */
  set?(value: number): boolean;
}

/** A parameter and the address of its first register. */
export type F4tEntry = readonly [address: number, parameter: F4tParameter];

/** Parameters by the address of their first register. */
export type F4tRegisterMap = Pick<ReadonlyMap<number, F4tParameter>, 'get'>;

/** Units for communication; Ethernet and the serial line have their own. */
export interface F4tUnits {
  ethernet: 'celsius' | 'fahrenheit';
  serial: 'celsius' | 'fahrenheit';
}

type Limits = readonly [low: number, high: number];

/** A parameter that only tells. */
export function shown(type: F4tParameterType, get: () => number): F4tParameter {
  return { type, get };
}

/** A number of `owner` within limits. */
export function bounded<Key extends string>(
  type: F4tParameterType,
  limits: Limits | (() => Limits),
  owner: { [key in Key]: number },
  key: Key,
): F4tParameter {
  return {
    type,
    get: () => owner[key],
    set: (value) => {
      const [low, high] = typeof limits === 'function' ? limits() : limits;
      if (!(value >= low && value <= high)) return false;
      owner[key] = value;
      return true;
    },
  };
}

/** An enumeration of `owner`: the codes and what each stands for. */
export function choice<Value, Key extends PropertyKey>(
  codes: readonly (readonly [code: number, value: Value])[],
  owner: { [key in Key]: Value },
  key: Key,
): F4tParameter {
  return {
    type: 'word',
    get: () => codes.find(([, value]) => value === owner[key])?.[0] ?? 0,
    set: (code) => {
      const chosen = codes.find((entry) => entry[0] === code);
      if (chosen === undefined) return false;
      [, owner[key]] = chosen;
      return true;
    },
  };
}
