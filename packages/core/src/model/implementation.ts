import type { Observable } from 'rxjs';
import type { Clock } from '../time/clock.ts';
import type { Duration } from '../time/duration.ts';
import type { Limits } from '../values/schemas.ts';
import type { DeviceClass, MemberSpec, MemberSpecs } from './device-class.ts';
import type {
  CommandSpec,
  EventSpec,
  OptionalMember,
  OptionalPartSpec,
  PartsSpec,
  PartSpec,
  ReadableSpec,
  StopMode,
  WritableSpec,
} from './members.ts';

/**
 * What a driver's handler is told about the call. Hand it on to every exchange: it carries the caller's signal and
 * timeout, and `urgent` when `safe()` calls.
 */
export interface Call {
  readonly signal?: AbortSignal | undefined;
  /** How long one exchange may take from the call on, instead of the device's usual limit once it has its turn. */
  readonly timeout?: Duration | undefined;
  readonly urgent?: boolean | undefined;
}

/** How a driver reads a value. */
export interface ReadableImplementation<T> {
  /** Asks the device. Throw kind `device` when it reports that the value cannot be trusted. */
  read(call: Call): Promise<T>;
  /** Brings a hazardous member to one of its safe values. Must be there when the class marks the hazard. */
  makeSafe?(call: Call): Promise<void>;
}

/** How a driver reads and writes a value. */
export interface WritableImplementation<T> {
  read(call: Call): Promise<T>;
  write(value: T, call: Call): Promise<void>;
  /** Whether a value read back counts as the one written; unless given: equal, or within the schema's resolution. */
  same?(written: T, readBack: T): boolean;
}

/** A writable value whose limits the device knows. */
export interface LimitedImplementation<T> extends WritableImplementation<T> {
  /** Reads the limits that hold now. Asked at opening and after each reconnection. */
  limits(call: Call): Promise<Limits>;
}

/** What a running command works with. */
export interface OperationContext<Progress> extends Call {
  /** Aborted when the command is stopped or cancelled; hand the context on as the `Call` of every exchange. */
  readonly signal: AbortSignal;
  readonly clock: Clock;
  /** Reports progress to whoever listens. */
  progress(progress: Progress): void;
}

/** How a driver carries out a command that cannot be stopped. */
export interface CommandImplementation<Input, Output, Progress> {
  run(input: Input, operation: OperationContext<Progress>): Promise<Output>;
}

/** How a driver carries out a command that can be stopped. */
export interface StoppableImplementation<Input, Output, Progress> extends CommandImplementation<
  Input,
  Output,
  Progress
> {
  /**
   * Stops the machine in the way the class states and reads back whether it did: true when confirmed. Called after
   * the signal of `run` was aborted, with an urgent call of its own.
   */
  stop(call: Call): Promise<boolean>;
}

/** How a driver carries out a command, by the way it stops. */
export type CommandImplementationOf<I, O, P, Stop extends StopMode> = Stop extends 'cannot'
  ? CommandImplementation<I, O, P>
  : StoppableImplementation<I, O, P>;

/** How a driver serves one member; `undefined` for an optional one that the device does not have. */
export type MemberImplementation<S extends MemberSpec> = S extends OptionalMember
  ? PresentImplementation<S> | undefined
  : PresentImplementation<S>;

type PresentImplementation<S extends MemberSpec> =
  S extends WritableSpec<infer T, infer L>
    ? L extends 'dynamic'
      ? LimitedImplementation<T>
      : WritableImplementation<T>
    : S extends ReadableSpec<infer T>
      ? ReadableImplementation<T>
      : S extends CommandSpec<infer I, infer O, infer P, infer Stop>
        ? CommandImplementationOf<I, O, P, Stop>
        : S extends EventSpec<infer T>
          ? Observable<T>
          : S extends PartSpec<infer M>
            ? MemberImplementations<M>
            : S extends OptionalPartSpec<infer M>
              ? MemberImplementations<M> | undefined
              : S extends PartsSpec<infer M>
                ? readonly MemberImplementations<M>[]
                : never;

/** How a driver serves each member of a class. */
export type MemberImplementations<M extends MemberSpecs> = {
  readonly [K in keyof M]: MemberImplementation<M[K]>;
};

/** What a driver of this class must provide: write `satisfies ImplementationOf<typeof thermalChamber>`. */
export type ImplementationOf<C> = C extends DeviceClass<infer M> ? MemberImplementations<M> : never;
