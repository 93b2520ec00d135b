import { Type } from '@sinclair/typebox';
import type { Static, TSchema, TUnsafe } from '@sinclair/typebox';
import { FourwireError } from '../errors/fourwire-error.ts';
import type { Duration } from '../time/duration.ts';
import type { Unit } from '../units/units.ts';

declare const unitOf: unique symbol;

/**
 * A number in a unit. A plain number may be given for it; a quantity of another unit may not, so a driver that
 * returns kelvins where the class says °C does not compile.
 */
export type Quantity<U extends Unit> = number & { readonly [unitOf]?: U };

/** The schema of a value: JSON Schema that TypeScript can read back. */
export type ValueSchema = TSchema;

/** The schema of values of a type. */
export type SchemaOf<T> = TUnsafe<T>;

/** The TypeScript type of a schema's values. */
export type ValueOf<S extends ValueSchema> = Static<S>;

/** The range of a number; both ends are allowed. */
export interface Limits {
  readonly min?: number;
  readonly max?: number;
}

/** What the schema of a number may state. */
export interface NumberOptions extends Limits {
  /** A lower end that is not allowed itself, for what must be above 0. */
  readonly above?: number;
  /** The smallest step that means something, in the same unit; confirmations compare within it. */
  readonly resolution?: number;
}

function bounds({
  min = -Infinity,
  max = Infinity,
  above,
  resolution,
}: NumberOptions): Record<string, number> {
  if (!(min <= max) || !(resolution === undefined || resolution > 0)) {
    throw new FourwireError(
      'internal',
      'schema-invalid',
      `A number needs a min not above its max and a resolution above 0; got ${min} to ${max}, ${resolution}.`,
    );
  }
  // JSON has no infinity: a side without an end is left out.
  return {
    ...(min === -Infinity ? {} : { minimum: min }),
    ...(max === Infinity ? {} : { maximum: max }),
    ...(above === undefined ? {} : { exclusiveMinimum: above }),
    ...(resolution === undefined ? {} : { resolution }),
  };
}

/** A number with a UCUM unit, for example `quantity('Cel', { min: -70, max: 180 })`. */
export function quantity<const U extends Unit>(unit: U, options: NumberOptions = {}): TUnsafe<Quantity<U>> {
  return Type.Unsafe<Quantity<U>>({ type: 'number', unit, ...bounds(options) });
}

/** A whole number: a count or an index. */
export function integer(options: NumberOptions = {}): TUnsafe<number> {
  return Type.Unsafe<number>({ type: 'integer', ...bounds(options) });
}

/** True or false. */
export function boolean(): TUnsafe<boolean> {
  return Type.Unsafe<boolean>({ type: 'boolean' });
}

/** A string; `pattern` is a regular expression that the whole string must match. */
export function text(
  options: { readonly maxLength?: number; readonly pattern?: string } = {},
): TUnsafe<string> {
  return Type.Unsafe<string>({ type: 'string', ...options });
}

/** One of a few words, or of a few numbers. */
export function oneOf<const T extends readonly string[] | readonly number[]>(values: T): TUnsafe<T[number]> {
  const type = typeof values[0] === 'number' ? 'number' : 'string';
  return Type.Unsafe<T[number]>({ type, enum: [...values] });
}

/** A value of one kind or of another, for example `either(oneOf(['loop']), integer({ min: 1, max: 8 }))`. */
export function either<const T extends readonly ValueSchema[]>(...forms: T): TUnsafe<ValueOf<T[number]>> {
  return Type.Unsafe<ValueOf<T[number]>>({ anyOf: forms });
}

/** Any number of values of one kind, in order. */
export function array<S extends ValueSchema>(
  items: S,
  options: { readonly minItems?: number; readonly maxItems?: number } = {},
): TUnsafe<readonly ValueOf<S>[]> {
  return Type.Unsafe<readonly ValueOf<S>[]>({ type: 'array', items, ...options });
}

/** Columns of numbers of equal length, for waveforms and sweeps: each is a `Float64Array`. */
export function table<C extends Readonly<Record<string, TUnsafe<number>>>>(
  columns: C,
): TUnsafe<{ readonly [K in keyof C]: Float64Array }> {
  return Type.Unsafe({ type: 'object', columns, required: Object.keys(columns) });
}

/** Raw bytes. */
export function bytes(options: { readonly maxLength?: number } = {}): TUnsafe<Uint8Array> {
  return Type.Unsafe<Uint8Array>({ type: 'string', contentEncoding: 'base64', ...options });
}

/** Marks a field of a {@link record} that may be left out. */
export interface OptionalField<S extends ValueSchema> {
  readonly optionalField: S;
}

/** A field of a {@link record} that may be left out. */
export function optionalField<S extends ValueSchema>(schema: S): OptionalField<S> {
  return { optionalField: schema };
}

/** The fields of a {@link record}. */
export type Fields = Readonly<Record<string, ValueSchema | OptionalField<ValueSchema>>>;

/** The names of the fields of a {@link record} that may be left out. */
export type OptionalKeys<F extends Fields> = {
  [K in keyof F]: F[K] extends OptionalField<ValueSchema> ? K : never;
}[keyof F];

/** The fields of a {@link record} that must be there; over the keys themselves, so that doc comments are kept. */
type NeededFields<F extends Fields, K extends keyof F> = {
  readonly [P in K]: F[P] extends ValueSchema ? ValueOf<F[P]> : never;
};

/** The fields of a {@link record} that may be left out. */
type OptionalFields<F extends Fields, K extends keyof F> = {
  readonly [P in K]?: F[P] extends OptionalField<infer S> ? ValueOf<S> : never;
};

/** The TypeScript type of a {@link record} with these fields. */
export type RecordOf<F extends Fields> = NeededFields<F, Exclude<keyof F, OptionalKeys<F>>> &
  OptionalFields<F, OptionalKeys<F>>;

/** Named fields. */
export function record<const F extends Fields>(fields: F): TUnsafe<Simplify<RecordOf<F>>> {
  const properties: Record<string, ValueSchema> = {};
  const required: string[] = [];
  for (const [name, field] of Object.entries(fields)) {
    if (isOptionalField(field)) {
      properties[name] = field.optionalField;
    } else {
      properties[name] = field;
      required.push(name);
    }
  }
  return Type.Unsafe<Simplify<RecordOf<F>>>({
    type: 'object',
    properties,
    required,
    additionalProperties: false,
  });
}

function isOptionalField(
  field: ValueSchema | OptionalField<ValueSchema>,
): field is OptionalField<ValueSchema> {
  return 'optionalField' in field;
}

/** A range that may be open at either end, in a unit. */
export function limits<const U extends Unit>(
  unit: U,
): TUnsafe<{ readonly min?: Quantity<U>; readonly max?: Quantity<U> }> {
  const end = optionalField(quantity(unit));
  return record({
    /** The lowest that is allowed. */
    min: end,
    /** The highest that is allowed. */
    max: end,
  });
}

/** A length of time: milliseconds, or parts that are added up. */
export function duration(): TUnsafe<Duration> {
  const part = optionalField(quantity('1', { min: 0 }));
  return either(
    quantity('ms', { min: 0 }),
    record({ days: part, hours: part, minutes: part, seconds: part, milliseconds: part }),
  );
}

/** Shows an intersection as one object type on hover. */
export type Simplify<T> = { [K in keyof T]: T[K] } & {};
