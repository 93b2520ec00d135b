import { aborted } from '../errors/aborted.ts';
import { FourwireError } from '../errors/fourwire-error.ts';
import type { Clock, Timer } from '../time/clock.ts';
import { formatDuration, toMilliseconds } from '../time/duration.ts';
import type { ExchangeOptions } from './exchanger.ts';
import { printable } from './printable.ts';
import { Turn } from './turn.ts';
import type { TurnTap } from './turn.ts';

/** Who a job belongs to: the device's name, and how long one of its exchanges may take on the wire. */
export interface JobClient {
  /** Whether an exchange succeeded since the last set-up. */
  answered: boolean;
  readonly path: string;
  readonly timeoutMs: number;
  readonly failure: FourwireError | undefined;
}

/** Who runs a job: it is told once how the job ended. */
export interface JobOwner {
  /** The work came to its own end. */
  finished(job: Job, outcome: Outcome): void;
  /** The work is cut short from outside: by a deadline, or by its caller's signal. */
  cut(job: Job, error: FourwireError): void;
}

/** How a job's work ended. */
export type Outcome =
  | { readonly ok: true; readonly value: unknown }
  | { readonly ok: false; readonly error: unknown };

/**
 * One exchange or transaction from the call to its end: its deadlines, its listener on the caller's signal, its
 * turn on the wire. Whatever it sets up is taken down when it settles.
 */
export class Job {
  readonly client: JobClient;
  readonly options: ExchangeOptions;
  /** Whether it runs several exchanges and needs the wire wholly to itself. */
  readonly exclusive: boolean;
  readonly result: Promise<unknown>;
  /** The turn on the wire while it runs. */
  turn: Turn | undefined;
  readonly #clock: Clock;
  readonly #work: (turn: Turn) => Promise<unknown>;
  readonly #owner: JobOwner;
  #resolve!: (value: unknown) => void;
  #reject!: (error: FourwireError) => void;
  #deadline: Timer | undefined;
  #wire: Timer | undefined;
  #waiting: Timer | undefined;
  #onAbort: (() => void) | undefined;

  constructor(
    owner: JobOwner,
    clock: Clock,
    client: JobClient,
    options: ExchangeOptions,
    exclusive: boolean,
    work: (turn: Turn) => Promise<unknown>,
  ) {
    this.#owner = owner;
    this.#clock = clock;
    this.client = client;
    this.options = options;
    this.exclusive = exclusive;
    this.#work = work;
    this.result = new Promise((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
    });
    const { signal, timeout } = options;
    if (timeout !== undefined) {
      const ms = toMilliseconds(timeout, 'timeout');
      this.#deadline = clock.setTimer(ms, () => owner.cut(this, this.#timeout(ms)));
    }
    if (signal !== undefined) {
      const onAbort = (): void => owner.cut(this, aborted(signal));
      this.#onAbort = onAbort;
      signal.addEventListener('abort', onAbort, { once: true });
    }
  }

  /** Begins to count how long it waits for a link that is not there. */
  limitWaiting(): void {
    const ms = this.client.timeoutMs;
    this.#waiting ??= this.#clock.setTimer(ms, () => this.#owner.cut(this, this.#linkDown(ms)));
  }

  #linkDown(ms: number): FourwireError {
    const { failure } = this.client;
    const why = failure === undefined ? '' : ` The device could not be set up again: ${failure.message}`;
    return new FourwireError(
      'link',
      'link-down',
      `The link is down and did not come back within ${formatDuration(ms)}.${why}`,
      { cause: failure },
    );
  }

  /** Starts the work on the wire. */
  run(tap: TurnTap | undefined): void {
    this.#waiting?.cancel();
    this.#waiting = undefined;
    const turn = new Turn(tap);
    this.turn = turn;
    // A transaction has no limit of its own on the wire: each of its exchanges has. A limit that was given holds alone.
    if (!this.exclusive && this.options.timeout === undefined) {
      const ms = this.client.timeoutMs;
      this.#wire = this.#clock.setTimer(ms, () => this.#owner.cut(this, this.#timeout(ms)));
    }
    this.#start(turn).then(
      (value) => {
        if (this.turn === turn) this.#owner.finished(this, { ok: true, value });
      },
      (error: unknown) => {
        if (this.turn === turn) this.#owner.finished(this, { ok: false, error });
      },
    );
  }

  // oxlint-disable-next-line typescript/promise-function-async -- on every exchange's way: no promise of its own
  #start(turn: Turn): Promise<unknown> {
    try {
      return this.#work(turn);
    } catch (error) {
      // Work that is no async function may throw at once; the wire must not stay taken.
      return Promise.reject(FourwireError.from(error));
    }
  }

  /** Interrupts the work; what it still does is without effect on the wire and on the result. */
  interrupt(error: FourwireError): void {
    const turn = this.turn;
    this.turn = undefined;
    this.#wire?.cancel();
    this.#wire = undefined;
    turn?.interrupt(error);
  }

  /** Gives the caller its result and takes down timers and listener. */
  settle(outcome: Outcome, turn: Turn | undefined): void {
    this.turn = undefined;
    this.#deadline?.cancel();
    this.#wire?.cancel();
    this.#waiting?.cancel();
    if (this.#onAbort !== undefined) this.options.signal?.removeEventListener('abort', this.#onAbort);
    if (outcome.ok) this.#resolve(outcome.value);
    else this.#reject(this.#describe(FourwireError.from(outcome.error), turn));
  }

  #timeout(ms: number): FourwireError {
    const waited = this.turn === undefined ? 'did not get its turn on the wire' : 'no answer';
    return new FourwireError('timeout', 'timeout', `${waited} within ${formatDuration(ms)}.`);
  }

  #describe(error: FourwireError, turn: Turn | undefined): FourwireError {
    return error.with({
      path: this.client.path,
      command: turn?.lastSent === undefined ? undefined : printable(turn.lastSent),
      reply: turn?.lastReceived === undefined ? undefined : printable(turn.lastReceived),
    });
  }
}

/** Whether an exchange that failed by itself may have left something on the wire. */
export function leavesSuspect(error: unknown, turn: Turn): boolean {
  if (!turn.touched) return false;
  return (
    !FourwireError.is(error) || (error.kind !== 'device' && error.kind !== 'range' && error.kind !== 'state')
  );
}
