import { Subject } from 'rxjs';
import type { Observable } from 'rxjs';
import { aborted } from '../errors/aborted.ts';
import { FourwireError } from '../errors/fourwire-error.ts';
import type { Operation, Options, StopReport } from '../model/device.ts';
import type { Call, OperationContext } from '../model/implementation.ts';
import type { StopMode } from '../model/members.ts';
import type { Timer } from '../time/clock.ts';
import { formatDuration, toMilliseconds } from '../time/duration.ts';
import { checkValue } from '../values/check-value.ts';
import { findNonFinite } from '../values/non-finite.ts';
import type { ValueSchema } from '../values/schemas.ts';
import type { MemberContext } from './member-context.ts';
import { valueInvalid } from './value-invalid.ts';

/** A command's implementation as the runtime sees it. */
export interface AnyCommand {
  run(input: unknown, operation: OperationContext<unknown>): Promise<unknown>;
  stop?(call: Call): Promise<boolean>;
}

/** What a run needs to know of its command and its device. */
export interface OperationSetting {
  readonly path: string;
  readonly stop: StopMode;
  /** What the input must be, where there is one. */
  readonly schema: ValueSchema | undefined;
  readonly implementation: AnyCommand;
  readonly context: MemberContext;
  /** Runs work when the device's earlier commands have ended. */
  inTurn<R>(work: () => Promise<R>, signal: AbortSignal): Promise<R>;
}

/** One run of a command, from the call to its end. */
export class OperationRun implements Operation<unknown, unknown> {
  readonly path: string;
  readonly progress$: Observable<unknown>;
  readonly #progress$ = new Subject<unknown>();
  readonly #setting: OperationSetting;
  readonly #input: unknown;
  readonly #interrupted = new AbortController();
  readonly #result: Promise<unknown>;
  #phase: 'waiting' | 'running' | 'ended' = 'waiting';
  #halt: Promise<StopReport> | undefined;
  #deadline: Timer | undefined;

  constructor(setting: OperationSetting, input: unknown, options: Options) {
    this.path = setting.path;
    this.#setting = setting;
    this.#input = input;
    this.progress$ = this.#progress$.asObservable();
    this.#result = this.#run(options).finally(() => this.#progress$.complete());
  }

  // oxlint-disable-next-line unicorn/no-thenable -- an operation is awaited for its output
  then<A = unknown, B = never>(
    onFulfilled?: ((value: unknown) => A | PromiseLike<A>) | null,
    onRejected?: ((reason: unknown) => B | PromiseLike<B>) | null,
  ): Promise<A | B> {
    return this.#result.then(onFulfilled, onRejected);
  }

  stop(reason = 'stopped by the caller'): Promise<StopReport> {
    // Whoever stops a command knows that it ends early; nobody need await it as well.
    this.#result.catch(() => {});
    return this.end(new FourwireError('aborted', 'stopped', `The command was stopped: ${reason}.`));
  }

  get mode(): StopMode {
    return this.#setting.stop;
  }

  /** Whether it has begun and not ended. */
  get running(): boolean {
    return this.#phase === 'running';
  }

  /** Ends the command because of `error`, and reports how. Never rejects. */
  async end(error: FourwireError): Promise<StopReport> {
    this.#halt ??= this.#stopMachine(error);
    return this.#halt;
  }

  /** Waits until it has ended, however. */
  async ended(): Promise<void> {
    await this.#result.catch(() => {});
  }

  async #run(options: Options): Promise<unknown> {
    const { context } = this.#setting;
    let release = (): void => {};
    const record = (
      phase: 'started' | 'finished' | 'stopped' | 'failed',
      facts: { output?: unknown; error?: FourwireError } = {},
    ): void =>
      context.record({
        type: 'command',
        at: context.clock.now(),
        path: this.path,
        phase,
        input: this.#input,
        ...facts,
      });
    try {
      this.#checkInput();
      release = this.#listen(options);
      const output = await this.#setting.inTurn(async () => {
        await context.guard?.({ path: this.path, kind: 'command', value: this.#input, run: this });
        if (this.#interrupted.signal.aborted) throw aborted(this.#interrupted.signal);
        this.#phase = 'running';
        record('started');
        try {
          return await this.#untilEndOrHalt();
        } finally {
          this.#phase = 'ended';
        }
      }, this.#interrupted.signal);
      const invalid = findNonFinite(output);
      if (invalid !== undefined) throw valueInvalid(invalid);
      record('finished', { output });
      return output;
    } catch (caught) {
      const error = FourwireError.from(caught).with({ path: this.path });
      record(error.kind === 'aborted' ? 'stopped' : 'failed', { error });
      throw error;
    } finally {
      release();
    }
  }

  /** The command's output; when it is halted, its end is the end of the halt. */
  async #untilEndOrHalt(): Promise<unknown> {
    const { clock } = this.#setting.context;
    const { signal } = this.#interrupted;
    const work = this.#setting.implementation.run(this.#input, {
      signal,
      clock,
      progress: (progress) => this.#progress$.next(progress),
    });
    const halted = new Promise<never>((_resolve, reject) => {
      const onAbort = (): void => {
        const error = aborted(signal);
        const end = this.#halt ?? Promise.resolve(undefined);
        void end.then((report) => reject(error.with({ details: { stop: report } })));
      };
      if (signal.aborted) onAbort();
      else signal.addEventListener('abort', onAbort, { once: true });
    });
    // What the work does after it was interrupted interests nobody, but must not count as unhandled.
    halted.catch(() => {});
    try {
      const output = await Promise.race([work, halted]);
      // Who was told that the command was stopped must not find it finished.
      return signal.aborted ? await halted : output;
    } catch (error) {
      if (!signal.aborted) throw error;
      return halted;
    }
  }

  #checkInput(): void {
    const { schema } = this.#setting;
    const problem = schema === undefined ? undefined : checkValue(schema, this.#input, 'input');
    if (problem !== undefined) throw new FourwireError('range', 'input-refused', `${problem}.`);
  }

  async #stopMachine(error: FourwireError): Promise<StopReport> {
    const { stop: mode, implementation } = this.#setting;
    if (this.#phase === 'ended') return { mode, outcome: 'finished' };
    if (this.#phase === 'waiting') {
      this.#interrupted.abort(error);
      return { mode, outcome: 'stopped', text: 'It had not begun.' };
    }
    if (mode === 'cannot') {
      await this.ended();
      return { mode, outcome: 'finished', text: 'This command cannot be stopped; it came to its end.' };
    }
    // The halt is known to `#untilEndOrHalt` only after this call returns, so the abort comes on the next microtask.
    await Promise.resolve();
    if (this.running) this.#interrupted.abort(error);
    else return { mode, outcome: 'finished' };
    try {
      const confirmed = (await implementation.stop?.({ urgent: true })) === true;
      return { mode, outcome: confirmed ? 'stopped' : 'not-confirmed' };
    } catch (caught) {
      return { mode, outcome: 'not-confirmed', text: FourwireError.from(caught).message };
    }
  }

  /** Ends the command when the caller's signal or deadline says so. */
  #listen({ signal, timeout }: Options): () => void {
    if (timeout !== undefined) {
      const ms = toMilliseconds(timeout, 'timeout');
      this.#deadline = this.#setting.context.clock.setTimer(ms, () => {
        void this.end(
          new FourwireError(
            'timeout',
            'timeout',
            `The command did not end within ${formatDuration(ms)} and was stopped.`,
          ),
        );
      });
    }
    const onAbort = (): void => {
      if (signal !== undefined) void this.end(aborted(signal));
    };
    if (signal?.aborted === true) onAbort();
    else signal?.addEventListener('abort', onAbort, { once: true });
    return () => {
      this.#deadline?.cancel();
      signal?.removeEventListener('abort', onAbort);
    };
  }
}
