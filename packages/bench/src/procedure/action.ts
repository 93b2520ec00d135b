import type { Clock } from '@fourwire/core';

/** What a step gets while it runs. */
export interface StepContext {
  /** Aborted when the run is stopped: hand it to everything that is waited for. */
  readonly signal: AbortSignal;
  readonly clock: Clock;
  /** Tells how far it is, from 0 to 1, and in words. */
  readonly progress: (fraction: number, text?: string) => void;
}

/** What a step may state of itself. */
export interface StepOptions<R> {
  /** How long it takes, in seconds, for the estimate; 0 unless given. */
  readonly seconds?: number;
  /**
   * Whether it must never be done twice, such as a bond, a pull test or ink. When a run is resumed a finished one is not
   * repeated, and one that was begun and has no end throws `step-interrupted` where the procedure waits for it.
   */
  readonly once?: boolean;
  /** Says why it would be refused, without touching a device: `() => reasonOf(oven.setpoint.check(180))`. */
  readonly check?: () => string | undefined;
  /** What stands for its result when the procedure is planned without doing anything; undefined unless given. */
  readonly dry?: () => R;
}

/** One thing to do. */
export interface Step extends StepOptions<unknown> {
  readonly kind: 'step';
  readonly name: string;
  readonly seconds: number;
  readonly once: boolean;
  readonly run: (context: StepContext) => unknown;
}

/** A point from which a run can be resumed: what comes after it does not rely on a state set before it. */
export interface Checkpoint {
  readonly kind: 'checkpoint';
  readonly name: string;
}

/** A question to the person at the bench. */
export interface Prompt {
  readonly kind: 'prompt';
  readonly name: string;
  readonly question: string;
  /** The answers there are; the first is what a plan takes. Only "go on" unless given. */
  readonly choices: readonly string[];
}

/** Several sequences at the same time. */
export interface Parallel {
  readonly kind: 'parallel';
  readonly name: string;
  readonly branches: Readonly<Record<string, Actions<unknown>>>;
}

/** What a procedure yields. */
export type Action = Step | Checkpoint | Prompt | Parallel;

/** A sequence of actions that ends with a result. */
export type Actions<R> = AsyncGenerator<Action, R, unknown> | Generator<Action, R, unknown>;

/**
 * A step: `const ohms = yield* step('measure', ({ signal }) => meter.reading.read({ signal }))`. Its result is kept in the
 * journal as plain data, and given again when a run is resumed behind it. What it records, it records in `run`.
 */
export function* step<R>(
  name: string,
  run: (context: StepContext) => PromiseLike<R> | R,
  options: StepOptions<R> = {},
): Generator<Step, R, unknown> {
  const { seconds = 0, once = false } = options;
  return (yield { kind: 'step', name, run, ...options, seconds, once }) as R;
}

/** A checkpoint: `yield* checkpoint('cycle 12')`. Not inside a branch of {@link parallel}. */
export function* checkpoint(name: string): Generator<Checkpoint, void, unknown> {
  yield { kind: 'checkpoint', name };
}

/**
 * Asks the person at the bench: `const answer = yield* prompt('Put wafer W02 on the chuck.', ['done', 'skip it'])`.
 *
 * @returns the answer, one of `choices`
 */
export function* prompt<const C extends string = 'go on'>(
  question: string,
  choices?: readonly C[],
): Generator<Prompt, C, unknown> {
  const answers = choices ?? ['go on'];
  return (yield { kind: 'prompt', name: question, question, choices: answers }) as C;
}

type Results<B extends Readonly<Record<string, Actions<unknown>>>> = {
  readonly [K in keyof B]: B[K] extends Actions<infer R> ? R : never;
};

/**
 * Sequences side by side: `const { left, right } = yield* parallel({ left: burnIn(a), right: burnIn(b) })`. When one fails,
 * the others are stopped, and all are waited for.
 */
export function* parallel<B extends Readonly<Record<string, Actions<unknown>>>>(
  branches: B,
  name = Object.keys(branches).join(', '),
): Generator<Parallel, Results<B>, unknown> {
  return (yield { kind: 'parallel', name, branches }) as Results<B>;
}
