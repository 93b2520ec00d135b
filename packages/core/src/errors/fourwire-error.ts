/**
 * What sort of thing went wrong, so that generic code can react without knowing the instrument.
 *
 * - `range`: a value outside what is allowed; nothing was sent.
 * - `state`: the device or object is not in a state that allows this.
 * - `busy`: the device is doing something else.
 * - `link`: the wire could not be opened or went away.
 * - `timeout`: no answer, or no end, in time.
 * - `protocol`: an answer that does not follow the protocol.
 * - `device`: the instrument itself reports an error; its own code and text are in `device`.
 * - `interlock`: a rule of the bench forbids it.
 * - `aborted`: the caller cancelled, or stopped the operation.
 * - `internal`: a mistake in Fourwire or in a driver.
 */
export type ErrorKind =
  | 'range'
  | 'state'
  | 'busy'
  | 'link'
  | 'timeout'
  | 'protocol'
  | 'device'
  | 'interlock'
  | 'aborted'
  | 'internal';

/**
 * What the caller may do about it: `never` retry the same call, retry `later`, `reopen` the device first, or let
 * an `operator` look at the machine.
 */
export type RetryAdvice = 'never' | 'later' | 'reopen' | 'operator';

/** Facts that travel with a {@link FourwireError}. */
export interface FourwireErrorFacts {
  /** What the caller may do; the default follows from the kind. */
  readonly retry?: RetryAdvice | undefined;
  /** Path of the device, for example `bench/oven`. */
  readonly path?: string | undefined;
  /** The command that failed, as text that can be printed. */
  readonly command?: string | undefined;
  /** The reply that was refused, as text that can be printed. */
  readonly reply?: string | undefined;
  /** The instrument's own error code and text. */
  readonly device?: { readonly code: number | string; readonly text: string } | undefined;
  /** Anything else that helps to mend it: limits, positions, counts. Must be plain data. */
  readonly details?: Readonly<Record<string, unknown>> | undefined;
  /** The error that led to this one. */
  readonly cause?: unknown;
}

const brand = Symbol.for('fourwire.error');

const defaultRetry: Record<ErrorKind, RetryAdvice> = {
  range: 'never',
  state: 'never',
  busy: 'later',
  link: 'reopen',
  timeout: 'later',
  protocol: 'later',
  device: 'operator',
  interlock: 'operator',
  aborted: 'never',
  internal: 'never',
};

/**
 * The one error that Fourwire throws. `kind` says what sort of thing went wrong, `code` names the case and never
 * changes (`docs/errors.md` lists every code with its cause and remedy), the message is one sentence for a person.
 *
 * @example
 * ```ts
 * try {
 *   await chamber.setpoint.write(300);
 * } catch (error) {
 *   if (FourwireError.is(error) && error.kind === 'range') console.log(error.message);
 * }
 * ```
 */
export class FourwireError extends Error {
  override readonly name: string = 'FourwireError';
  readonly code: string;
  readonly kind: ErrorKind;
  readonly retry: RetryAdvice;
  readonly path: string | undefined;
  readonly command: string | undefined;
  readonly reply: string | undefined;
  readonly device: { readonly code: number | string; readonly text: string } | undefined;
  readonly details: Readonly<Record<string, unknown>>;

  constructor(kind: ErrorKind, code: string, message: string, facts: FourwireErrorFacts = {}) {
    super(message, facts.cause === undefined ? undefined : { cause: facts.cause });
    this.kind = kind;
    this.code = code;
    this.retry = facts.retry ?? defaultRetry[kind];
    this.path = facts.path;
    this.command = facts.command;
    this.reply = facts.reply;
    this.device = facts.device;
    this.details = facts.details ?? {};
    Object.defineProperty(this, brand, { value: true });
  }

  /** Whether `value` is a FourwireError, also one made by another copy of this package. */
  static is(value: unknown): value is FourwireError {
    return typeof value === 'object' && value !== null && (value as Record<symbol, unknown>)[brand] === true;
  }

  /** `error` itself when it is a FourwireError, otherwise an `internal` one that carries it as its cause. */
  static from(error: unknown, code = 'unexpected'): FourwireError {
    if (FourwireError.is(error)) return error;
    const text = error instanceof Error ? error.message : String(error);
    return new FourwireError('internal', code, text, { cause: error });
  }

  /** The same error with the device's path (and whatever else is known by now) filled in; facts already there stay. */
  with(facts: FourwireErrorFacts): FourwireError {
    const merged: FourwireErrorFacts = {
      retry: this.retry,
      path: this.path ?? facts.path,
      command: this.command ?? facts.command,
      reply: this.reply ?? facts.reply,
      device: this.device ?? facts.device,
      details: { ...facts.details, ...this.details },
      cause: this.cause ?? facts.cause,
    };
    const prefix = facts.path !== undefined && this.path === undefined ? `${facts.path}: ` : '';
    const error = withoutStack(() => new FourwireError(this.kind, this.code, prefix + this.message, merged));
    // The place where it happened, not this one; the first line carries the message. Made out only when somebody looks:
    // naming the places is the dearest part of an error.
    Object.defineProperty(error, 'stack', {
      configurable: true,
      get: () => this.stack?.replace(this.message, () => error.message),
      set: (value: unknown) => {
        Object.defineProperty(error, 'stack', { configurable: true, writable: true, value });
      },
    });
    return error;
  }

  /** Plain data for journals. */
  toJSON(): Record<string, unknown> {
    return {
      kind: this.kind,
      code: this.code,
      message: this.message,
      ...(this.path === undefined ? {} : { path: this.path }),
      ...(this.command === undefined ? {} : { command: this.command }),
      ...(this.reply === undefined ? {} : { reply: this.reply }),
      ...(this.device === undefined ? {} : { device: this.device }),
      ...(Object.keys(this.details).length === 0 ? {} : { details: this.details }),
    };
  }
}

/** Makes an error without noting where: its stack is that of another. */
function withoutStack(make: () => FourwireError): FourwireError {
  const { stackTraceLimit } = Error;
  Error.stackTraceLimit = 0;
  try {
    return make();
  } finally {
    Error.stackTraceLimit = stackTraceLimit;
  }
}
