import { BehaviorSubject, Subject } from 'rxjs';
import type { Observable } from 'rxjs';
import { aborted } from '../errors/aborted.ts';
import { FourwireError } from '../errors/fourwire-error.ts';
import type { TraceEntry } from '../model/device.ts';
import type { Clock } from '../time/clock.ts';
import { toMilliseconds } from '../time/duration.ts';
import { systemRandom } from '../time/random.ts';
import { systemClock } from '../time/system-clock.ts';
import { Backoff } from './backoff.ts';
import { BusClient } from './bus-client.ts';
import type { BusOptions, LinkState } from './bus-options.ts';
import { ClientSetUp, isSetUp } from './client-set-up.ts';
import type { Exchanger, ExchangeOptions, Work } from './exchanger.ts';
import { Job, leavesSuspect } from './job.ts';
import type { JobOwner, Outcome } from './job.ts';
import { JobQueue } from './job-queue.ts';
import { Pace } from './pace.ts';
import { timedTurn } from './timed-turn.ts';
import { Transaction } from './transaction.ts';
import type { Transport, TransportHost } from './transport.ts';
import type { Turn, TurnTap } from './turn.ts';

/**
 * Owns one transport and is the only one who knows queueing, pacing, deadlines, recovery after a timeout or cancel,
 * reconnection with backoff, and tracing. Several devices may share a bus, each through its {@link BusClient}.
 *
 * A reply never reaches a caller that did not ask for it: an exchange that was cut short leaves the wire suspect,
 * and nothing else is sent before the transport has brought it back in step, or was opened anew.
 */
export class Bus<W extends Transport> implements JobOwner {
  readonly transport: W;
  readonly clock: Clock;
  readonly #openMs: number;
  readonly #recoverMs: number;
  readonly #pace: Pace;
  readonly #queue = new JobQueue();
  readonly #running = new Set<Job>();
  readonly #clients = new Set<BusClient<Transport>>();
  /** In whose name the transport itself exchanges. */
  readonly #own: BusClient<W>;
  readonly #state$ = new BehaviorSubject<LinkState>('closed');
  readonly #trace$ = new Subject<{ client: BusClient<Transport> | undefined; entry: TraceEntry }>();
  #closing = new AbortController();
  readonly #setUp: ClientSetUp;
  /** The pauses before the wire is opened anew. They grow until something is answered, not until it opens: a far side may accept and hang up at once. */
  readonly #backoff: Backoff;
  #users = 0;
  #opening: Promise<void> | undefined;
  #closed: Promise<void> | undefined;
  /** Why the wire went away before the bus was told that it is open. */
  #lostEarly: FourwireError | undefined;
  #recovering = false;
  #exclusive = false;

  constructor(transport: W, options: BusOptions = {}) {
    this.transport = transport;
    this.clock = (options.clock ?? systemClock).wire;
    this.#pace = new Pace(this.clock);
    const random = options.random ?? systemRandom();
    this.#backoff = new Backoff(random);
    this.#openMs = toMilliseconds(options.openTimeout ?? transport.openTimeout ?? 5000, 'openTimeout');
    this.#recoverMs = toMilliseconds(options.recoverTimeout ?? 2000, 'recoverTimeout');
    this.#own = new BusClient(this, transport.address);
    this.#setUp = new ClientSetUp({
      clock: this.clock,
      random,
      serves: (client) => this.state === 'ready' && this.#clients.has(client),
      done: () => this.#pump(),
    });
  }

  get state(): LinkState {
    return this.#state$.value;
  }

  /** The state and its changes; replays the last. */
  get state$(): Observable<LinkState> {
    return this.#state$;
  }

  /** Everything on the wire; `client` is undefined for what belongs to no exchange. */
  get trace$(): Observable<{ client: BusClient<Transport> | undefined; entry: TraceEntry }> {
    return this.#trace$;
  }

  /** How many exchanges wait for the wire. */
  get waiting(): number {
    return this.#queue.size;
  }

  /** Counts a device among those that are set up after each reconnection. */
  add(client: BusClient<Transport>): void {
    this.#clients.add(client);
  }

  /** Forgets a device. */
  remove(client: BusClient<Transport>): void {
    this.#clients.delete(client);
  }

  /**
   * Opens the wire for one more user; only the first really opens it.
   *
   * @throws FourwireError of kind `link` when it cannot be opened
   */
  async open(): Promise<void> {
    this.#users++;
    while (this.state === 'closing') await this.#closed;
    if (this.state === 'closed') this.#opening = this.#openFirst();
    await this.#opening;
  }

  async #openFirst(): Promise<void> {
    this.#closing = new AbortController();
    const { signal } = this.#closing;
    this.#state$.next('opening');
    try {
      await this.#openTransport();
    } catch (error) {
      if (!signal.aborted) await this.transport.close().catch(() => {});
      if (!signal.aborted) {
        // Everybody who waited for it is refused.
        this.#users = 0;
        this.#state$.next('closed');
      }
      throw FourwireError.from(error);
    }
    this.#state$.next('ready');
    this.#begin();
  }

  /** Gives the wire back; the last user really closes it, and whatever still waits is refused. */
  async close(): Promise<void> {
    if (this.#users === 0) return;
    this.#users--;
    if (this.#users > 0) return;
    const closed = this.#closeLast();
    this.#closed = closed.catch(() => {});
    await closed;
  }

  async #closeLast(): Promise<void> {
    this.#state$.next('closing');
    const error = new FourwireError('state', 'link-closed', `${this.transport.address} was closed.`);
    this.#closing.abort(error);
    this.#setUp.end(error);
    for (const job of [...this.#running, ...this.#queue]) this.#end(job, error);
    this.#pace.cancel();
    try {
      await this.transport.close();
    } finally {
      this.#recovering = false;
      this.#state$.next('closed');
    }
  }

  /** @internal Use {@link BusClient.exchange}. */
  // The job's own promise, not a second one around it.
  enqueue<V extends Transport, R>(
    client: BusClient<V>,
    work: Work<V, R>,
    options: ExchangeOptions,
  ): Promise<R> {
    return this.#enqueue(client, options, false, (turn) => work(client.wire, turn)) as Promise<R>;
  }

  /** @internal Use {@link BusClient.transaction}. */
  enqueueTransaction<V extends Transport, R>(
    client: BusClient<V>,
    work: (exchanger: Exchanger<V>) => Promise<R>,
    options: ExchangeOptions,
  ): Promise<R> {
    return this.#enqueue(client, options, true, async (turn) => {
      const transaction = new Transaction(client.wire, this.clock, client, turn, this.#tap(client), {
        pace: async () => this.#pace.over(this.#closing.signal),
        paced: () => this.#pace.begin(client.gapMs),
        inStep: () => this.#backInStep(),
      });
      try {
        return await work(transaction);
      } finally {
        await transaction.end();
      }
    }) as Promise<R>;
  }

  #enqueue(
    client: BusClient<Transport>,
    options: ExchangeOptions,
    exclusive: boolean,
    work: (turn: Turn) => Promise<unknown>,
  ): Promise<unknown> {
    if (options.signal?.aborted === true)
      return Promise.reject(aborted(options.signal).with({ path: client.path }));
    if (this.#users === 0) {
      return Promise.reject(
        new FourwireError('state', 'link-closed', `${this.transport.address} is not open.`).with({
          path: client.path,
        }),
      );
    }
    const job = new Job(this, this.clock, client, options, exclusive, work);
    this.#queue.add(job);
    if (this.state !== 'ready' || !this.#admitted(job)) job.limitWaiting();
    this.#pump();
    return job.result;
  }

  /** A job's work ended by itself. */
  finished(job: Job, outcome: Outcome): void {
    const turn = job.turn;
    const suspect = !outcome.ok && turn !== undefined && !job.exclusive && leavesSuspect(outcome.error, turn);
    this.#leave(job);
    if (outcome.ok) this.#backoff.reset();
    if (outcome.ok && !job.client.answered && !isSetUp(job.options)) job.client.answered = true;
    job.settle(outcome, turn);
    if (suspect && !this.transport.matchesReplies) this.#recover();
    else this.#pump();
  }

  /** A job is cut short from outside. */
  cut(job: Job, error: FourwireError): void {
    const touched = this.#end(job, error);
    if (touched && !this.transport.matchesReplies) this.#recover();
    else this.#pump();
  }

  /** Ends a job wherever it is; tells whether it was on the wire. */
  #end(job: Job, error: FourwireError): boolean {
    const turn = job.turn;
    if (turn === undefined) this.#queue.remove(job);
    else {
      this.#leave(job);
      job.interrupt(error);
    }
    job.settle({ ok: false, error }, turn);
    return turn?.touched === true;
  }

  #leave(job: Job): void {
    this.#running.delete(job);
    if (job.exclusive) this.#exclusive = false;
    this.#pace.begin((job.client as BusClient<Transport>).gapMs);
  }

  #pump(): void {
    while (this.#queue.size > 0 && this.state === 'ready' && !this.#recovering && !this.#exclusive) {
      if (this.#running.size >= this.transport.concurrency || this.#pace.deferred) return;
      const job = this.#queue.take((candidate) => this.#admitted(candidate));
      if (job === undefined) return;
      if (job.exclusive && this.#running.size > 0) {
        this.#queue.addFirst(job);
        return;
      }
      if (this.#pace.defer(() => this.#pump())) {
        this.#queue.addFirst(job);
        return;
      }
      this.#running.add(job);
      if (job.exclusive) this.#exclusive = true;
      job.run(this.#tap(job.client as BusClient<Transport>));
    }
  }

  /** A device that is being set up, or was refused, talks to nobody but its set-up. */
  #admitted(job: Job): boolean {
    return (job.client as BusClient<Transport>).state === 'ready' || isSetUp(job.options);
  }

  #tap(client: BusClient<Transport>): TurnTap | undefined {
    if (!this.#trace$.observed) return undefined;
    return this.#traced(client === this.#own ? undefined : client);
  }

  #traced(client: BusClient<Transport> | undefined): TurnTap {
    return (direction, bytes) =>
      this.#trace$.next({ client, entry: { at: this.clock.now(), direction, bytes } });
  }

  // --- recovery and reconnection ---------------------------------------------------------------------------------

  #recover(): void {
    if (this.#recovering || this.state !== 'ready') return;
    this.#recovering = true;
    void this.#backInStep().then(() => {
      this.#recovering = false;
      this.#pump();
    });
  }

  /**
   * Brings the wire back in step, by the transport's own means or by opening it anew.
   *
   * @returns false when the connection is a new one, or is gone
   */
  async #backInStep(): Promise<boolean> {
    const inStep = await this.#timed(this.#recoverMs, async (turn) => this.transport.recover(turn)).catch(
      () => false,
    );
    if (inStep || this.state !== 'ready') return inStep;
    try {
      await this.transport.close();
      await this.#openTransport();
      this.#beginSetUp();
    } catch (error) {
      this.#lost(FourwireError.from(error));
    }
    return false;
  }

  /** Sets every device up again; whoever waits for one that is not, does not wait for ever. */
  #beginSetUp(): void {
    this.#setUp.begin(this.#clients);
    for (const job of this.#queue) if (!this.#admitted(job)) job.limitWaiting();
  }

  async #openTransport(): Promise<void> {
    this.#lostEarly = undefined;
    const host: TransportHost = {
      clock: this.clock,
      lost: (error) => this.#lost(error),
      trace: this.#traced(undefined),
      exchange: (work) => this.#own.exchange((_wire, turn) => work(turn)),
    };
    await this.#timed(this.#openMs, async (turn) => this.transport.open(host, turn));
  }

  #timed<R>(ms: number, work: (turn: Turn) => Promise<R>): Promise<R> {
    return timedTurn(work, {
      clock: this.clock,
      ms,
      signal: this.#closing.signal,
      address: this.transport.address,
    });
  }

  /** Goes to work, unless the wire went away again before anybody could know that it is there. */
  #begin(): void {
    if (this.#lostEarly === undefined) this.#pump();
    else this.#lost(this.#lostEarly);
  }

  #lost(error: FourwireError): void {
    if (this.state !== 'ready') {
      this.#lostEarly = error;
      return;
    }
    this.#state$.next('lost');
    this.#pace.cancel();
    for (const job of this.#running) {
      this.#leave(job);
      const turn = job.turn;
      job.interrupt(error);
      if (job.options.idempotent === true && !job.exclusive) this.#queue.addFirst(job);
      else {
        job.settle({ ok: false, error: this.#cutOff(error) }, turn);
      }
    }
    for (const job of this.#queue) job.limitWaiting();
    void this.#reconnect();
  }

  #cutOff(cause: FourwireError): FourwireError {
    return new FourwireError(
      'link',
      'link-lost',
      `The link went away during the command; whether it was carried out is not known. ${cause.message}`,
      { cause },
    );
  }

  async #reconnect(): Promise<void> {
    const { signal } = this.#closing;
    while (!signal.aborted) {
      try {
        await this.transport.close();
        await this.clock.sleep(this.#backoff.next(), signal);
        await this.#openTransport();
        break;
      } catch {
        // The next attempt comes after a longer pause; the state says `lost` meanwhile.
      }
    }
    if (signal.aborted) return;
    this.#state$.next('ready');
    this.#beginSetUp();
    this.#begin();
  }
}
