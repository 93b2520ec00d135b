import type { ValueOf, ValueSchema } from '../values/schemas.ts';
import type { DeviceClass, MemberSpec, MemberSpecs } from './device-class.ts';

/**
 * What the promise of a write means once it resolves: `accepted` — the device took it; `readback` — the device was
 * asked afterwards and gave the value back.
 */
export type Confirmation = 'accepted' | 'readback';

/**
 * How a command stops when asked to: it holds where it is, slows down and stands, switches its outputs off, or
 * `cannot` stop before its end.
 */
export type StopMode = 'hold' | 'decelerate' | 'outputs-off' | 'cannot';

/** A value that can be read. */
export interface ReadableSpec<T> {
  readonly kind: 'readable';
  readonly schema: ValueSchema;
  /** How often `value$` asks the device, in milliseconds. */
  readonly periodMs: number;
  /** Values that count as safe; a driver must then be able to bring the member there. */
  readonly safeValues: readonly T[] | undefined;
  /** Whether some devices do not have it; see {@link optional}. */
  readonly optional?: true;
  readonly valueType?: T;
}

/** A value that can be read and written. */
export interface WritableSpec<T, L extends LimitSource = LimitSource> {
  readonly kind: 'writable';
  readonly schema: ValueSchema;
  readonly periodMs: number;
  /** Where the limits come from: this description, or the device itself. */
  readonly limits: L;
  readonly confirm: Confirmation;
  /** The value to which `safe()` brings the member. */
  readonly safeValue: T | undefined;
  /** Whether the user may state another value for the safe state. */
  readonly safeOverridable: boolean;
  /** Whether some devices do not have it; see {@link optional}. */
  readonly optional?: true;
  readonly valueType?: T;
}

/** Where limits come from: `static`, from the schema; `dynamic`, read from the device. */
export type LimitSource = 'static' | 'dynamic';

/** Something the device does that takes time. */
export interface CommandSpec<Input, Output, Progress, Stop extends StopMode = StopMode> {
  readonly kind: 'command';
  readonly input: ValueSchema | undefined;
  readonly output: ValueSchema | undefined;
  readonly progress: ValueSchema | undefined;
  readonly stop: Stop;
  /** Whether it runs at once, beside a command under way, instead of after it. */
  readonly immediate: boolean;
  /** Whether some devices do not have it; see {@link optional}. */
  readonly optional?: true;
  readonly types?: { input: Input; output: Output; progress: Progress };
}

/** Something that happens at the device by itself. */
export interface EventSpec<T> {
  readonly kind: 'event';
  readonly schema: ValueSchema;
  readonly valueType?: T;
}

/** A part with members of its own. */
export interface PartSpec<M extends MemberSpecs> {
  readonly kind: 'part';
  readonly partClass: DeviceClass<M>;
}

/** A part that some devices have and others do not. */
export interface OptionalPartSpec<M extends MemberSpecs> {
  readonly kind: 'optional-part';
  readonly partClass: DeviceClass<M>;
}

/** Several equal parts, such as channels; how many is the device's affair. */
export interface PartsSpec<M extends MemberSpecs> {
  readonly kind: 'parts';
  readonly partClass: DeviceClass<M>;
}

const defaultPeriodMs = 1000;

/** What a value member may state. */
export interface ValueOptions {
  /** How often `value$` asks the device, in milliseconds; 1000 unless given. */
  readonly period?: number;
}

/** A value that can be read, for example `readable(quantity('Cel'))`. */
export function readable<S extends ValueSchema>(
  schema: S,
  options: ValueOptions & {
    /** Marks a hazard: outside these values the device is not safe. */
    readonly hazard?: { readonly safe: readonly ValueOf<S>[] };
  } = {},
): ReadableSpec<ValueOf<S>> {
  return {
    kind: 'readable',
    schema,
    periodMs: options.period ?? defaultPeriodMs,
    safeValues: options.hazard?.safe,
  };
}

/** A value that can be read and written, for example `writable(quantity('Cel'), { limits: 'dynamic' })`. */
export function writable<S extends ValueSchema, const L extends LimitSource = 'static'>(
  schema: S,
  options: ValueOptions & {
    /** `dynamic` when the device itself knows its limits; the driver then reads them. `static` unless given. */
    readonly limits?: L;
    /** What a resolved write means; `readback` unless given. */
    readonly confirm?: Confirmation;
    /**
     * Marks a hazard, with the value that makes the device safe. `overridable` where a user may know a safer one: a
     * chamber that goes on holding 25 °C, for example. Not unless given.
     */
    readonly hazard?: { readonly safe: ValueOf<S>; readonly overridable?: boolean };
  } = {},
): WritableSpec<ValueOf<S>, L> {
  return {
    kind: 'writable',
    schema,
    periodMs: options.period ?? defaultPeriodMs,
    limits: options.limits ?? ('static' as L),
    confirm: options.confirm ?? 'readback',
    safeValue: options.hazard?.safe,
    safeOverridable: options.hazard?.overridable ?? false,
  };
}

/** The type of a command's input, output or progress: `undefined` where it has none. */
export type ValueOrVoid<S> = S extends ValueSchema ? ValueOf<S> : undefined;

/** Something the device does that takes time: typed input, output and progress, and a way to stop. */
export function command<
  const Stop extends StopMode,
  I extends ValueSchema | undefined = undefined,
  O extends ValueSchema | undefined = undefined,
  P extends ValueSchema | undefined = undefined,
>(options: {
  readonly input?: I;
  readonly output?: O;
  readonly progress?: P;
  readonly stop: Stop;
  /** Runs it at once, beside a command under way, for example pause and resume; after that command unless given. */
  readonly immediate?: boolean;
}): CommandSpec<ValueOrVoid<I>, ValueOrVoid<O>, ValueOrVoid<P>, Stop> {
  return {
    kind: 'command',
    input: options.input,
    output: options.output,
    progress: options.progress,
    stop: options.stop,
    immediate: options.immediate ?? false,
  };
}

/** Something that happens at the device by itself, for example an alarm. Name event members with a `$` at the end. */
export function event<S extends ValueSchema>(schema: S): EventSpec<ValueOf<S>> {
  return { kind: 'event', schema };
}

/** A part with members of its own. */
export function part<M extends MemberSpecs>(partClass: DeviceClass<M>): PartSpec<M> {
  return { kind: 'part', partClass };
}

/** Several equal parts, such as the outputs of a supply. */
export function parts<M extends MemberSpecs>(partClass: DeviceClass<M>): PartsSpec<M> {
  return { kind: 'parts', partClass };
}

/** A value or command that some devices have and others do not. */
export interface OptionalMember {
  readonly optional: true;
}

/** Makes a part optional: devices without it have `undefined` there. */
export function optional<M extends MemberSpecs>(spec: PartSpec<M>): OptionalPartSpec<M>;
/** Makes a value or a command optional: devices without it have `undefined` there. */
export function optional<
  S extends ReadableSpec<unknown> | WritableSpec<unknown> | CommandSpec<unknown, unknown, unknown>,
>(spec: S): S & OptionalMember;
export function optional(
  spec:
    | PartSpec<MemberSpecs>
    | ReadableSpec<unknown>
    | WritableSpec<unknown>
    | CommandSpec<unknown, unknown, unknown>,
): MemberSpec {
  return spec.kind === 'part'
    ? { kind: 'optional-part', partClass: spec.partClass }
    : { ...spec, optional: true };
}

/** Whether some devices of the class do not have the member. */
export function isOptional(spec: MemberSpec): boolean {
  return spec.kind === 'optional-part' || 'optional' in spec;
}
