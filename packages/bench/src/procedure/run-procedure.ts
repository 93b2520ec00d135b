import { BehaviorSubject } from 'rxjs';
import type { Observable } from 'rxjs';
import { FourwireError, aborted, formatDuration } from '@fourwire/core';
import type { Clock } from '@fourwire/core';
import type { Bench } from '../bench/bench.ts';
import { manyListeners } from '../bench/many-listeners.ts';
import type { Journal } from '../records/journal.ts';
import type { Action, Actions, Parallel, Step } from './action.ts';
import { asStep } from './ask-operator.ts';
import type { Operator } from './ask-operator.ts';
import { drive } from './drive.ts';
import { planProcedure } from './plan-procedure.ts';
import type { Plan } from './plan-procedure.ts';
import type { Procedure } from './procedure.ts';
import type { Outcome, StepRecord } from './step-record.ts';

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
  /**
   * Lets the steps under way end, and begins no other. Everything then stands as the last step left it: chambers hold
   * their setpoint, outputs stay on, a wafer is separated, interlocks are watched. The pause is noted in the journal.
   */
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

/** A sequence of actions under way: that of the procedure, or a branch of it. */
interface Lane {
  /** Begins the keys of its actions: nothing, or `3/left/`. */
  readonly prefix: string;
  readonly signal: AbortSignal;
  /** The part of its time that the whole takes longer for it: 1, and less beside other branches. */
  readonly share: number;
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
      const { name } = procedure;
      const recorded = this.#record?.procedure.name;
      if (recorded !== undefined && recorded !== name) {
        throw new FourwireError(
          'state',
          'procedure-changed',
          `The record is of the procedure "${recorded}", not of "${name}"; resume with the procedure that it was started with.`,
        );
      }
      await this.#prepare(procedure, options);
      const resumed = this.#record === undefined ? {} : { resumedAt: String(this.#record.resumesAt) };
      this.#journal.append({ type: 'procedure', name, options, ...resumed });
      const actions = procedure.start(this.#bench, options, this.#journal);
      return await this.#follow(actions, {
        prefix: '',
        signal: manyListeners(this.#stopped.signal),
        share: 1,
      });
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

  async #follow<T>(actions: Actions<T>, lane: Lane): Promise<T> {
    const perform = async (action: Action, index: number): Promise<unknown> => {
      if (lane.signal.aborted) throw aborted(lane.signal);
      return this.#perform(action, `${lane.prefix}${index}`, lane);
    };
    return drive(actions, perform, lane.signal);
  }

  async #perform(action: Action, key: string, lane: Lane): Promise<unknown> {
    switch (action.kind) {
      case 'checkpoint':
        return this.#reach(action.name, key);
      case 'parallel':
        return this.#branch(action, key, lane);
      case 'prompt': {
        // Who has answered is not asked again.
        const answer = this.#record?.answerTo(key, action.name);
        const isAnswer = answer !== undefined && action.choices.includes(answer);
        return isAnswer ? answer : this.#do(asStep(action, this.#operator), key, lane);
      }
      case 'step':
        return this.#do(action, key, lane);
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

  async #branch({ branches }: Parallel, key: string, lane: Lane): Promise<unknown> {
    const others = new AbortController();
    const signal = manyListeners(AbortSignal.any([lane.signal, others.signal]));
    const share = lane.share * this.#shareOf(key);
    let failure: { readonly error: unknown } | undefined;
    const results = await Promise.allSettled(
      Object.entries(branches).map(async ([name, actions]) => {
        try {
          return [name, await this.#follow(actions, { prefix: `${key}/${name}/`, signal, share })] as const;
        } catch (error) {
          // One that was ended by the others, now or in the run that is resumed, did not fail itself.
          if (!wasEndedByOthers(error)) {
            failure ??= { error };
            others.abort(
              new FourwireError(
                'aborted',
                'branch-stopped',
                `The branch "${name}" failed, which ended the others.`,
              ),
            );
          }
          throw error;
        }
      }),
    );
    if (failure !== undefined) throw failure.error;
    return Object.fromEntries(
      results.map((result) => {
        if (result.status === 'rejected') throw result.reason;
        return result.value;
      }),
    );
  }

  /** How much longer the run takes for each second of a branch: parallel branches take as long as the longest. */
  #shareOf(key: string): number {
    const within = this.#plan?.actions.filter((action) => action.key.startsWith(`${key}/`)) ?? [];
    const direct = within.filter((action) => action.key.slice(key.length + 1).split('/').length === 2);
    const sum = direct.reduce((total, { seconds }) => total + seconds, 0);
    const longest = this.#plan?.actions.find((action) => action.key === key)?.seconds ?? 0;
    return sum === 0 ? 1 : longest / sum;
  }

  async #do(step: Step, key: string, { signal, share }: Lane): Promise<unknown> {
    const { name, once } = step;
    const seconds = step.seconds * share;
    const earlier = this.#record?.outcomeOf(key, name, once);
    if (earlier !== undefined) return this.#replay(name, seconds, earlier);
    await this.#untilResumed(name);
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
      const isEnded = signal.aborted && wasEndedByOthers(signal.reason);
      const error = isEnded ? aborted(signal) : FourwireError.from(caught);
      const { kind, code, message } = error;
      // A step that was stopped with the run may be done again; a failed one is what the procedure decided upon.
      if (!signal.aborted || isEnded)
        this.#journal.append({ ...marks, phase: 'failed', error: { kind, code, message } });
      throw error;
    } finally {
      this.#active--;
      this.#done += seconds;
      this.#tell(this.#estimate(0));
    }
  }

  #replay(name: string, seconds: number, earlier: Outcome): unknown {
    this.#done += seconds;
    if (earlier.phase === 'finished') return earlier.output;
    if (earlier.phase === 'failed') throw earlier.error;
    throw new FourwireError(
      'state',
      'step-interrupted',
      `The step "${name}" was begun before the run was interrupted, and must not be done twice; look at what became of it.`,
    );
  }

  /** Waits while it pauses, and says so in the record: machines stand as they are, which may be long. */
  async #untilResumed(next: string): Promise<void> {
    if (this.#paused === undefined) return;
    const note = (text: string): void => void this.#journal.append({ type: 'note', text, deviation: true });
    const began = this.#clock.monotonic();
    note(`It pauses before "${next}".`);
    while (this.#paused !== undefined) {
      this.#tell({ state: this.#active > 0 ? 'pausing' : 'paused' });
      await this.#paused;
    }
    note(
      `${this.#stopped.signal.aborted ? 'It was stopped' : 'It went on'} after a pause of ${formatDuration(this.#clock.monotonic() - began)}.`,
    );
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

/** Whether an error says that a branch was ended because another one had failed. */
function wasEndedByOthers(error: unknown): boolean {
  return FourwireError.is(error) && error.code === 'branch-stopped';
}
