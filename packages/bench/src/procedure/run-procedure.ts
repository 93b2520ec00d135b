import { BehaviorSubject } from 'rxjs';
import type { Observable } from 'rxjs';
import { FourwireError, aborted } from '@fourwire/core';
import type { Clock } from '@fourwire/core';
import type { Bench } from '../bench/bench.ts';
import type { Journal } from '../records/journal.ts';
import type { Action, Actions, Parallel, Prompt, Step } from './action.ts';
import { drive } from './drive.ts';
import { planProcedure } from './plan-procedure.ts';
import type { Plan } from './plan-procedure.ts';
import type { Procedure } from './procedure.ts';
import type { StepRecord } from './step-record.ts';

/** Where a procedure stands. */
export interface ProcedureProgress {
  /** `pausing`: a step is under way, and no other begins before {@link ProcedureRun.resume}. */
  readonly state: 'running' | 'pausing' | 'paused' | 'ended';
  /** From 0 to 1, by the estimated times. */
  readonly fraction: number;
  /** Estimated seconds to the end; undefined where the procedure could not be planned. */
  readonly secondsLeft: number | undefined;
  /** The step under way, and what it says of itself. */
  readonly step: string;
  readonly text: string;
}

/** Asks the person at the bench, and gives one of the choices. */
export type Operator = (prompt: Prompt, signal: AbortSignal) => Promise<string>;

/** How a procedure is run. */
export interface RunProcedureOptions<O> {
  readonly bench: Bench;
  readonly journal: Journal;
  readonly options: O;
  /** Ends the run. */
  readonly signal?: AbortSignal;
  /** Answers prompts; without it a prompt is refused. */
  readonly operator?: Operator;
  /** Goes on with an interrupted run: what its journal says of the steps. See `readStepRecord`. */
  readonly record?: StepRecord;
}

/** A procedure under way. Await it for its result. */
export interface ProcedureRun<R> extends PromiseLike<R> {
  readonly progress$: Observable<ProcedureProgress>;
  /** Lets the step under way end, and begins no other. */
  pause(): void;
  /** Goes on after {@link pause}. */
  resume(): void;
  /** Ends it; it then rejects with kind `aborted`. */
  stop(reason?: string): void;
}

/**
 * Runs a procedure on an open bench, and writes every step into the journal. It does not make the bench safe: run it
 * inside `runSafely`, which does, however it ends.
 *
 * @throws FourwireError of kind `aborted` when it was stopped, `range` when a step would be refused by a limit, or what its
 * steps throw
 */
export function runProcedure<O, R>(
  procedure: Procedure<O, R>,
  options: RunProcedureOptions<O>,
): ProcedureRun<R> {
  return new Run(procedure, options);
}

class Run<O, R> implements ProcedureRun<R> {
  readonly progress$: Observable<ProcedureProgress>;
  readonly #progress$ = new BehaviorSubject<ProcedureProgress>({
    state: 'running',
    fraction: 0,
    secondsLeft: undefined,
    step: '',
    text: '',
  });
  readonly #bench: Bench;
  readonly #clock: Clock;
  readonly #journal: Journal;
  readonly #operator: Operator | undefined;
  readonly #record: StepRecord | undefined;
  readonly #stopped = new AbortController();
  readonly #result: Promise<R>;
  #plan: Plan | undefined;
  /** Estimated seconds of the steps that are done. */
  #done = 0;
  #goOn: (() => void) | undefined;
  #paused: Promise<void> | undefined;
  #active = 0;

  constructor(procedure: Procedure<O, R>, options: RunProcedureOptions<O>) {
    this.#bench = options.bench;
    this.#clock = options.bench.clock;
    this.#journal = options.journal;
    this.#operator = options.operator;
    this.#record = options.record;
    this.progress$ = this.#progress$.asObservable();
    this.#result = this.#run(procedure, options);
    // Whoever runs it may await it later.
    this.#result.catch(() => {});
  }

  // oxlint-disable-next-line unicorn/no-thenable -- a run is awaited for its result
  then<A = R, B = never>(
    onFulfilled?: ((value: R) => A | PromiseLike<A>) | null,
    onRejected?: ((reason: unknown) => B | PromiseLike<B>) | null,
  ): Promise<A | B> {
    return this.#result.then(onFulfilled, onRejected);
  }

  pause(): void {
    this.#paused ??= new Promise((resolve) => {
      this.#goOn = resolve;
    });
    this.#tell({ state: this.#active > 0 ? 'pausing' : 'paused' });
  }

  resume(): void {
    this.#goOn?.();
    this.#paused = undefined;
    this.#tell({ state: 'running' });
  }

  stop(reason = 'stopped by the caller'): void {
    this.#stopped.abort(new FourwireError('aborted', 'stopped', `The procedure was stopped: ${reason}.`));
    this.resume();
  }

  async #run(procedure: Procedure<O, R>, { options, signal }: RunProcedureOptions<O>): Promise<R> {
    const stop = (): void => {
      this.#stopped.abort(signal?.reason);
      this.resume();
    };
    signal?.addEventListener('abort', stop, { once: true });
    if (signal?.aborted === true) stop();
    try {
      await this.#prepare(procedure, options);
      const { name } = procedure;
      const resumed = this.#record === undefined ? {} : { resumedAt: String(this.#record.resumesAt) };
      this.#journal.append({ type: 'procedure', name, options, ...resumed });
      const actions = procedure.start(this.#bench, options, this.#journal);
      return await this.#follow(actions, '', this.#stopped.signal);
    } finally {
      signal?.removeEventListener('abort', stop);
      this.#tell({ state: 'ended' });
      this.#progress$.complete();
    }
  }

  /** Refuses a procedure that a limit would stop half-way. One that cannot be planned is run without an estimate. */
  async #prepare(procedure: Procedure<O, R>, options: O): Promise<void> {
    try {
      this.#plan = await planProcedure(procedure, this.#bench, options);
    } catch (error) {
      if (FourwireError.is(error) && error.code === 'procedure-not-planned') return;
      throw error;
    }
    const refused = this.#plan.actions.find(({ refusal }) => refusal !== undefined);
    if (refused === undefined) return;
    throw new FourwireError(
      'range',
      'step-refused',
      `${procedure.name} was not begun, because its step "${refused.name}" would be refused: ${refused.refusal ?? ''}.`,
    );
  }

  async #follow<T>(actions: Actions<T>, prefix: string, signal: AbortSignal): Promise<T> {
    return drive(actions, async (action, index) => {
      if (signal.aborted) throw aborted(signal);
      return this.#perform(action, `${prefix}${index}`, signal);
    });
  }

  async #perform(action: Action, key: string, signal: AbortSignal): Promise<unknown> {
    switch (action.kind) {
      case 'checkpoint':
        return this.#reach(action.name, key);
      case 'parallel':
        return this.#branch(action, key, signal);
      case 'prompt':
        return this.#do(asStep(action, this.#operator), key, signal);
      case 'step':
        return this.#do(action, key, signal);
      default:
        return action satisfies never;
    }
  }

  async #reach(name: string, key: string): Promise<void> {
    if (key.includes('/')) {
      throw new FourwireError(
        'range',
        'checkpoint-in-branch',
        `The checkpoint "${name}" is in a parallel branch; put it before or behind the branches.`,
      );
    }
    if (this.#record !== undefined && Number(key) < this.#record.resumesAt) return;
    this.#journal.append({ type: 'step', key, name, phase: 'reached' });
    await this.#clock.outside(this.#journal.flush());
  }

  async #branch({ branches }: Parallel, key: string, signal: AbortSignal): Promise<unknown> {
    const others = new AbortController();
    const both = AbortSignal.any([signal, others.signal]);
    const results = await Promise.allSettled(
      Object.entries(branches).map(async ([name, actions]) => {
        try {
          return [name, await this.#follow(actions, `${key}/${name}/`, both)] as const;
        } catch (error) {
          others.abort(
            new FourwireError(
              'aborted',
              'branch-stopped',
              `The branch "${name}" failed, which ended the others.`,
            ),
          );
          throw error;
        }
      }),
    );
    const failed = results.find(
      (result): result is PromiseRejectedResult =>
        result.status === 'rejected' &&
        !(FourwireError.is(result.reason) && result.reason.code === 'branch-stopped'),
    );
    if (failed !== undefined) throw failed.reason;
    return Object.fromEntries(results.map((result) => (result.status === 'fulfilled' ? result.value : [])));
  }

  async #do(step: Step, key: string, signal: AbortSignal): Promise<unknown> {
    const { name, once, seconds } = step;
    const earlier = this.#record?.outcomeOf(key, name, once);
    if (earlier !== undefined) return this.#replay(step, earlier);
    await this.#untilResumed();
    if (signal.aborted) throw aborted(signal);
    this.#active++;
    this.#tell({ step: name, text: '', ...this.#estimate(0) });
    const marks = { type: 'step', key, name, ...(once ? { once } : {}) } as const;
    this.#journal.append({ ...marks, phase: 'started' });
    // A step that must not be done twice must be known to have begun, whatever happens next.
    if (once) await this.#clock.outside(this.#journal.flush());
    try {
      const output = await step.run({
        signal,
        clock: this.#clock,
        progress: (fraction, text = '') => this.#tell({ text, ...this.#estimate(fraction * seconds) }),
      });
      this.#journal.append({ ...marks, phase: 'finished', ...(output === undefined ? {} : { output }) });
      return output;
    } catch (caught) {
      const error = FourwireError.from(caught);
      const { kind, code, message } = error;
      // A step that was stopped may be done again; a failed one is what the procedure decided upon.
      if (!signal.aborted)
        this.#journal.append({ ...marks, phase: 'failed', error: { kind, code, message } });
      throw error;
    } finally {
      this.#active--;
      this.#done += seconds;
      this.#tell(this.#estimate(0));
    }
  }

  #replay({ name, seconds }: Step, earlier: NonNullable<ReturnType<StepRecord['outcomeOf']>>): unknown {
    this.#done += seconds;
    if (earlier.phase === 'finished') return earlier.output;
    if (earlier.phase === 'failed') throw earlier.error;
    throw new FourwireError(
      'state',
      'step-interrupted',
      `The step "${name}" was begun before the run was interrupted, and must not be done twice; look at what became of it.`,
    );
  }

  async #untilResumed(): Promise<void> {
    if (this.#paused === undefined) return;
    this.#tell({ state: this.#active > 0 ? 'pausing' : 'paused' });
    await this.#paused;
  }

  #estimate(current: number): Pick<ProcedureProgress, 'fraction' | 'secondsLeft'> {
    if (this.#plan === undefined || this.#plan.seconds === 0) return { fraction: 0, secondsLeft: undefined };
    const { seconds } = this.#plan;
    const done = Math.min(seconds, this.#done + current);
    return { fraction: done / seconds, secondsLeft: seconds - done };
  }

  #tell(change: Partial<ProcedureProgress>): void {
    this.#progress$.next({ ...this.#progress$.value, ...change });
  }
}

function asStep(prompt: Prompt, operator: Operator | undefined): Step {
  const { name, choices } = prompt;
  return {
    kind: 'step',
    name,
    seconds: 0,
    once: false,
    run: async ({ signal }) => {
      if (operator === undefined) {
        throw new FourwireError(
          'state',
          'operator-missing',
          `The procedure asks "${prompt.question}", and nobody is there to answer; give it an operator.`,
        );
      }
      const answer = await operator(prompt, signal);
      if (choices.includes(answer)) return answer;
      throw new FourwireError(
        'range',
        'answer-unknown',
        `"${answer}" does not answer "${prompt.question}"; the answers are ${choices.join(', ')}.`,
      );
    },
  };
}
