import { BehaviorSubject, ReplaySubject, Subject } from 'rxjs';
import type { Observable, Subscription } from 'rxjs';
import { aborted } from '../errors/aborted.ts';
import { FourwireError } from '../errors/fourwire-error.ts';
import type { Bus } from '../link/bus.ts';
import { BusClient } from '../link/bus-client.ts';
import type { BusPlace } from '../link/bus-client.ts';
import type { Transport } from '../link/transport.ts';
import type { MemberSpecs } from '../model/device-class.ts';
import { describeClass } from '../model/description.ts';
import type { DeviceDescription } from '../model/description.ts';
import type {
  Activity,
  Device,
  Identity,
  Lifecycle,
  Options,
  SafeReport,
  Status,
  TraceEntry,
} from '../model/device.ts';
import type { Call } from '../model/implementation.ts';
import type { Clock } from '../time/clock.ts';
import type { Random } from '../time/random.ts';
import type { Limits } from '../values/schemas.ts';
import { buildMembers } from './build-members.ts';
import type { MemberRegistry } from './build-members.ts';
import { withCall } from './call-scope.ts';
import { checkIdentity } from './check-identity.ts';
import type { ExpectedIdentity } from './check-identity.ts';
import type { Connection, Driver } from './driver.ts';
import { findHazards, makeSafe } from './make-safe.ts';
import type { HazardousMember } from './make-safe.ts';
import type { Guard, MemberContext, Reachability } from './member-context.ts';
import type { OperationRun } from './operation-run.ts';
import { PendingWrites } from './pending-writes.ts';
import { sameValue } from './same-value.ts';
import { Turnstile } from './turnstile.ts';
import { checkSafeState, statedSafeState } from './safe-state.ts';
import type { SafeState } from './safe-state.ts';
import { checkUserLimits } from './user-limits.ts';
import type { WritableMember } from './writable-member.ts';

/** What opening a device may state. */
export interface DeviceOptions<O extends object = object> {
  /** Its name on the bench; the driver's name unless given. */
  readonly path?: string;
  /** The driver's own options. */
  readonly options?: O;
  readonly clock?: Clock;
  readonly random?: Random;
  /** Refuses a device that says something else of itself, for example another serial number. */
  readonly identity?: ExpectedIdentity;
  /**
   * Limits of the user's own by member (`setpoint`, `humidity/setpoint`), narrower than the device's. A name that the
   * device has not is refused at opening.
   */
  readonly limits?: Readonly<Record<string, Limits>>;
  /**
   * What the device is to be when it is made safe, by member and in the order in which they are written; for a chamber
   * `{ setpoint: 25, running: true }`. Without it hazardous members go to the value that their class calls safe, which
   * they also do when the stated state cannot be confirmed. A member that cannot be written, a value outside the limits
   * and a hazard that its class does not let anybody override are refused at opening.
   */
  readonly safeState?: Readonly<Record<string, unknown>>;
  /** Looks at every write and command first, and may refuse it. */
  readonly guard?: Guard;
}

const notOpened: Reachability = {
  ok: false,
  // Made where it is asked for: only there it says anything, and most devices are never asked while they are closed.
  get error() {
    return new FourwireError('state', 'device-closed', 'The device is not open.');
  },
};

const beingClosed = (): FourwireError =>
  new FourwireError('aborted', 'device-closed', 'The device is being closed.');

/** The runtime of a device: lifecycle, identity, status, safe state; its members are built once it is connected. */
export class DeviceRuntime<M extends MemberSpecs, W extends Transport, O extends object> implements Device {
  readonly path: string;
  readonly description: DeviceDescription;
  readonly identity$: Observable<Identity>;
  readonly lifecycle$: Observable<Lifecycle>;
  readonly status$: Observable<Status>;
  readonly activity$: Observable<Activity>;
  readonly #driver: Driver<M, W, O>;
  readonly #bus: Bus<Transport>;
  readonly #client: BusClient<W>;
  readonly #options: DeviceOptions<O>;
  readonly #clock: Clock;
  readonly #random: Random;
  readonly #identity$ = new ReplaySubject<Identity>(1);
  readonly #lifecycle$ = new BehaviorSubject<Lifecycle>('closed');
  readonly #status$ = new BehaviorSubject<Status>({ code: 0, text: 'closed' });
  readonly #activity$ = new Subject<Activity>();
  readonly #reachable$ = new BehaviorSubject<Reachability>(notOpened);
  readonly #turnstile = new Turnstile();
  readonly #writes: PendingWrites;
  readonly #runs = new Set<OperationRun>();
  readonly #hazards: HazardousMember[] = [];
  readonly #writables: WritableMember<unknown>[] = [];
  #safeState: SafeState = [];
  #connection: Connection<M> | undefined;
  #identity: Identity | undefined;
  #reported: Status | undefined;
  #linkSubscription: Subscription | undefined;
  #opening: Promise<void> | undefined;
  #cancelOpening: AbortController | undefined;
  /** The last close; never rejects. */
  #closing: Promise<void> | undefined;

  constructor(
    driver: Driver<M, W, O>,
    { bus, wire }: BusPlace<W>,
    clock: Clock,
    random: Random,
    options: DeviceOptions<O>,
  ) {
    this.path = options.path ?? driver.name;
    this.description = { ...describeClass(driver.deviceClass), driver: driver.name };
    this.#driver = driver;
    this.#bus = bus;
    this.#client = new BusClient<W>(bus, this.path, driver.bus, wire);
    this.#options = options;
    this.#clock = clock;
    this.#random = random;
    this.#writes = new PendingWrites(clock);
    this.identity$ = this.#identity$.asObservable();
    this.lifecycle$ = this.#lifecycle$.asObservable();
    this.status$ = this.#status$.asObservable();
    this.activity$ = this.#activity$.asObservable();
  }

  get trace$(): Observable<TraceEntry> {
    return this.#client.trace$;
  }

  async open(options?: Options): Promise<void> {
    await this.#closing;
    if (this.#lifecycle$.value === 'closed') this.#opening = this.#open(options);
    await this.#opening;
  }

  async #open(options: Options | undefined): Promise<void> {
    this.#setLifecycle('opening');
    const cancelled = new AbortController();
    this.#cancelOpening = cancelled;
    const signal =
      options?.signal === undefined ? cancelled.signal : AbortSignal.any([options.signal, cancelled.signal]);
    let using = true;
    try {
      await withCall({ clock: this.#clock }, this.path, { ...options, signal }, async (call) => {
        this.#client.state = 'ready';
        this.#bus.add(this.#client);
        await this.#bus.open().catch((error: unknown) => {
          using = false;
          throw error;
        });
        if (call.signal?.aborted === true) throw aborted(call.signal);
        this.#connection ??= await this.#connectDriver(call);
        await this.#setUp(call);
        checkSafeState(this.#options.safeState ?? {}, this.#writables);
      });
    } catch (caught) {
      this.#bus.remove(this.#client);
      if (using) await this.#bus.close().catch(() => {});
      this.#setLifecycle('closed');
      throw FourwireError.from(caught).with({ path: this.path });
    }
    this.#setLifecycle('ready');
    this.#client.setUp = async (call) => {
      await this.#setUp(call);
      await this.#reportReturn(call);
    };
    this.#client.onState = (state, error) => {
      if (state === 'ready') this.#setLifecycle('ready');
      else this.#setLifecycle('lost', error);
    };
    this.#linkSubscription = this.#bus.state$.subscribe({
      next: (state) => {
        if (state !== 'lost') return;
        this.#setLifecycle(
          'lost',
          new FourwireError('link', 'link-lost', `${this.#client.wire.address}: the link went away.`),
        );
      },
      error: (error: unknown) => this.#setLifecycle('lost', FourwireError.from(error)),
    });
  }

  async close(options?: Options): Promise<void> {
    const before = this.#lifecycle$.value;
    if (before === 'closed') return;
    if (before === 'closing') {
      await this.#closing;
      return;
    }
    if (before === 'opening') {
      this.#cancelOpening?.abort(beingClosed());
      await this.#opening?.catch(() => {});
      await this.close(options);
      return;
    }
    const closed = this.#close(before, options);
    this.#closing = closed.catch(() => {});
    await closed;
  }

  async #close(before: Lifecycle, options: Options | undefined): Promise<void> {
    this.#setLifecycle('closing');
    this.#linkSubscription?.unsubscribe();
    this.#client.setUp = undefined;
    this.#client.onState = undefined;
    const ended = [...this.#runs].map(async (run) => run.end(beingClosed()));
    try {
      await withCall({ clock: this.#clock }, this.path, options, async (call) => {
        await Promise.all(ended);
        if (before === 'ready') await this.#connection?.tearDown?.(call);
      });
    } catch (caught) {
      throw FourwireError.from(caught).with({ path: this.path });
    } finally {
      this.#bus.remove(this.#client);
      try {
        await this.#bus.close();
      } finally {
        this.#setLifecycle('closed');
      }
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }

  async safe(reason: string, options?: Options): Promise<SafeReport> {
    const report = await makeSafe(
      {
        path: this.path,
        clock: this.#clock,
        hazards: this.#hazards,
        stated: this.#safeState,
        runs: [...this.#runs],
        writes: this.#writes,
        refusal: () => this.#refusal(),
      },
      reason,
      options,
    );
    this.#activity$.next({ type: 'safe', at: report.at, path: this.path, report });
    return report;
  }

  async #connectDriver(opening: Call): Promise<Connection<M>> {
    const connection = await this.#driver.connect(
      {
        path: this.path,
        bus: this.#client,
        clock: this.#clock,
        random: this.#random,
        userLimits: this.#options.limits ?? {},
        refreshLimits: async (call) => this.#refreshLimits(call),
        report: (status) => {
          this.#reported = status;
          this.#updateStatus();
        },
      },
      this.#options.options ?? ({} as O),
    );
    // Opening may have been given up meanwhile.
    if (opening.signal?.aborted === true) throw aborted(opening.signal);
    this.#attachMembers(connection);
    return connection;
  }

  /** Makes sure that it is the right device, and brings it into the state that the driver relies on. */
  async #setUp(call: Call): Promise<void> {
    const connection = this.#connection;
    if (connection === undefined) return;
    const identity = await connection.identify(call);
    checkIdentity(identity, this.#identity, this.#options.identity, this.#client.wire.address);
    await connection.setUp?.(call);
    await this.#refreshLimits(call);
    if (this.#identity === undefined || !sameValue(this.#identity, identity)) {
      this.#identity = identity;
      this.#identity$.next(identity);
    }
  }

  /** Tells what the hazardous members are found at when the link is back. */
  async #reportReturn(call: Call): Promise<void> {
    if (this.#hazards.length === 0) return;
    const members = await findHazards(this.#hazards, call);
    this.#activity$.next({ type: 'returned', at: this.#clock.now(), path: this.path, members });
  }

  async #refreshLimits(call: Call): Promise<void> {
    for (const member of this.#writables) await member.refreshLimits(call);
  }

  #attachMembers(connection: Connection<M>): void {
    const context: MemberContext = {
      clock: this.#clock,
      reachable$: this.#reachable$,
      guard: this.#options.guard,
      userLimits: this.#options.limits ?? {},
      writes: this.#writes,
      record: (activity) => this.#activity$.next(activity),
      refusal: () => this.#refusal(),
    };
    const registry: MemberRegistry = {
      context,
      hazards: this.#hazards,
      writables: this.#writables,
      overridable: new Set(),
      start: (immediate, make) => this.#start(immediate, make),
    };
    const { members } = this.#driver.deviceClass;
    const built = buildMembers(members, connection.members, this.path, '', registry);
    checkUserLimits(context.userLimits, this.#writables);
    this.#safeState = statedSafeState(
      this.#options.safeState ?? {},
      this.#writables,
      this.#hazards,
      registry.overridable,
    );
    Object.assign(this, built);
  }

  #start(immediate: boolean, make: Parameters<MemberRegistry['start']>[1]): OperationRun {
    const run = make(async (work, signal) => {
      const refusal = this.#refusal();
      if (refusal !== undefined) throw refusal;
      return immediate ? work() : this.#turnstile.pass(work, signal);
    });
    this.#runs.add(run);
    this.#updateStatus();
    const { held } = this.#writes;
    if (held !== undefined) void run.end(held);
    void run.ended().then(() => {
      this.#runs.delete(run);
      this.#updateStatus();
    });
    return run;
  }

  /** A lost link may come back while a call waits; a device that is closed or was refused does not by itself. */
  #refusal(): FourwireError | undefined {
    const reachability = this.#reachable$.value;
    if (reachability.ok) return undefined;
    const waits = this.#lifecycle$.value === 'lost' && this.#client.state !== 'refused';
    return waits ? undefined : reachability.error;
  }

  #setLifecycle(lifecycle: Lifecycle, error?: FourwireError): void {
    if (lifecycle === this.#lifecycle$.value && lifecycle !== 'lost') return;
    const reachability: Reachability =
      lifecycle === 'ready' ? { ok: true } : error === undefined ? notOpened : { ok: false, error };
    // Whoever is told that it is ready may use it at once, and whoever is told that it is lost may wait for it.
    if (reachability.ok) this.#reachable$.next(reachability);
    this.#lifecycle$.next(lifecycle);
    if (!reachability.ok) this.#reachable$.next(reachability);
    this.#updateStatus();
  }

  #updateStatus(): void {
    const status = this.#status();
    const last = this.#status$.value;
    if (status.code !== last.code || status.text !== last.text) this.#status$.next(status);
  }

  #status(): Status {
    const lifecycle = this.#lifecycle$.value;
    if (lifecycle === 'lost') {
      const reachability = this.#reachable$.value;
      return { code: 400, text: reachability.ok ? 'lost' : reachability.error.message };
    }
    if (lifecycle !== 'ready') return { code: 0, text: lifecycle };
    if (this.#reported !== undefined) return this.#reported;
    const [run] = this.#runs;
    return run === undefined ? { code: 100, text: 'idle' } : { code: 300, text: `${run.path} is running` };
  }
}
