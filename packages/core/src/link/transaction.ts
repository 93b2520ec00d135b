import { FourwireError } from '../errors/fourwire-error.ts';
import type { Clock } from '../time/clock.ts';
import type { Exchanger, ExchangeOptions, Work } from './exchanger.ts';
import { Job, leavesSuspect } from './job.ts';
import type { JobClient, JobOwner, Outcome } from './job.ts';
import type { Transport } from './transport.ts';
import type { Turn, TurnTap } from './turn.ts';

/** What a transaction needs of the bus that gave it the wire. */
export interface TransactionBus {
  /** Waits until the device may be spoken to again. */
  pace(): Promise<void>;
  /** Notes that the device was just spoken to. */
  paced(): void;
  /** Brings the wire back in step after an exchange that was cut short; false when it had to be opened anew. */
  inStep(): Promise<boolean>;
}

/** Several exchanges that nobody interleaves: they use the wire that the transaction holds. */
export class Transaction<W extends Transport> implements Exchanger<W>, JobOwner {
  readonly #wire: W;
  readonly #clock: Clock;
  readonly #client: JobClient;
  readonly #outer: Turn;
  readonly #tap: TurnTap | undefined;
  readonly #bus: TransactionBus;
  #suspect = false;
  #current: Job | undefined;

  constructor(
    wire: W,
    clock: Clock,
    client: JobClient,
    outer: Turn,
    tap: TurnTap | undefined,
    bus: TransactionBus,
  ) {
    this.#wire = wire;
    this.#clock = clock;
    this.#client = client;
    this.#outer = outer;
    this.#tap = tap;
    this.#bus = bus;
    outer.onInterrupt((error) => {
      if (this.#current !== undefined) this.cut(this.#current, error);
    });
  }

  async exchange<R>(work: Work<W, R>, options: ExchangeOptions = {}): Promise<R> {
    this.#outer.check();
    if (this.#current !== undefined) {
      throw new FourwireError(
        'internal',
        'transaction-overlap',
        'Exchanges of one transaction must be awaited one by one.',
      );
    }
    if (this.#suspect && !(await this.#backInStep())) {
      throw new FourwireError(
        'link',
        'transaction-broken',
        'The connection had to be opened anew in the middle of a transaction; start the transaction again.',
      );
    }
    await this.#bus.pace();
    this.#outer.check();
    this.#outer.touched = true;
    const job = new Job(this, this.#clock, this.#client, options, false, (turn) => work(this.#wire, turn));
    this.#current = job;
    job.run(this.#tap);
    return job.result as Promise<R>;
  }

  async transaction<R>(work: (exchanger: Exchanger<W>) => Promise<R>): Promise<R> {
    return work(this);
  }

  /** Called when the transaction's work is done: leaves the wire in step for the next. */
  async end(): Promise<void> {
    if (this.#suspect && this.#outer.error === undefined) await this.#backInStep();
  }

  finished(job: Job, outcome: Outcome): void {
    this.#end(job, outcome);
  }

  cut(job: Job, error: FourwireError): void {
    const turn = job.turn;
    job.interrupt(error);
    this.#end(job, { ok: false, error }, turn);
  }

  async #backInStep(): Promise<boolean> {
    this.#suspect = false;
    return this.#bus.inStep();
  }

  #end(job: Job, outcome: Outcome, turn: Turn | undefined = job.turn): void {
    this.#current = undefined;
    this.#bus.paced();
    if (
      !outcome.ok &&
      !this.#wire.matchesReplies &&
      turn !== undefined &&
      leavesSuspect(outcome.error, turn)
    ) {
      this.#suspect = true;
    }
    job.settle(outcome, turn);
  }
}
