import { BehaviorSubject, ReplaySubject, Subject } from 'rxjs';
import type { Observable, Subscription } from 'rxjs';
import { FourwireError } from '../errors/fourwire-error.ts';
import type { Bus } from '../link/bus.ts';
import { BusClient } from '../link/bus-client.ts';
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
  SafeMember,
  SafeReport,
  Status,
  TraceEntry,
} from '../model/device.ts';
import type { Call } from '../model/implementation.ts';
import type { Clock } from '../time/clock.ts';
import type { Random } from '../time/random.ts';
import type { Limits } from '../values/schemas.ts';
import { buildMembers } from './build-members.ts';
import type { HazardousMember, MemberRegistry } from './build-members.ts';
import { withCall } from './call-scope.ts';
import type { Connection, Driver } from './driver.ts';
import type { Guard, MemberContext, Reachability } from './member-context.ts';
import type { OperationRun } from './operation-run.ts';
import { sameValue } from './same-value.ts';
import { Turnstile } from './turnstile.ts';
import type { WritableMember } from './writable-member.ts';

/** What a device must say of itself to be accepted. */
export type ExpectedIdentity = Partial<Identity>;

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
  /** Limits of the user's own by member (`setpoint`, `humidity/setpoint`), narrower than the device's. */
  readonly limits?: Readonly<Record<string, Limits>>;
  /** Looks at every write and command first, and may refuse it. */
  readonly guard?: Guard;
}

const notOpened = (): Reachability => ({
  ok: false,
  error: new FourwireError('state', 'device-closed', 'The device is not open.'),
});

/** The runtime of a device: lifecycle, identity, status, safe state; its members are built once it is connected. */
export class DeviceRuntime<M extends MemberSpecs, W extends Transport, O extends object> implements Device {
  readonly path: string;
  readonly description: DeviceDescription;
  readonly identity$: Observable<Identity>;
  readonly lifecycle$: Observable<Lifecycle>;
  readonly status$: Observable<Status>;
  readonly activity$: Observable<Activity>;
  readonly #driver: Driver<M, W, O>;
  readonly #bus: Bus<W>;
  readonly #client: BusClient<W>;
  readonly #options: DeviceOptions<O>;
  readonly #clock: Clock;
  readonly #random: Random;
  readonly #identity$ = new ReplaySubject<Identity>(1);
  readonly #lifecycle$ = new BehaviorSubject<Lifecycle>('closed');
  readonly #status$ = new BehaviorSubject<Status>({ code: 0, text: 'closed' });
  readonly #activity$ = new Subject<Activity>();
  readonly #reachable$ = new BehaviorSubject<Reachability>(notOpened());
  readonly #turnstile = new Turnstile();
  readonly #runs = new Set<OperationRun>();
  readonly #hazards: HazardousMember[] = [];
  readonly #limited: WritableMember<unknown>[] = [];
  #connection: Connection<M> | undefined;
  #identity: Identity | undefined;
  #reported: Status | undefined;
  #linkSubscription: Subscription | undefined;

  constructor(driver: Driver<M, W, O>, bus: Bus<W>, clock: Clock, random: Random, options: DeviceOptions<O>) {
    this.path = options.path ?? driver.name;
    this.description = { ...describeClass(driver.deviceClass), driver: driver.name };
    this.#driver = driver;
    this.#bus = bus;
    this.#client = new BusClient<W>(bus, this.path, driver.bus);
    this.#options = options;
    this.#clock = clock;
    this.#random = random;
    this.identity$ = this.#identity$.asObservable();
    this.lifecycle$ = this.#lifecycle$.asObservable();
    this.status$ = this.#status$.asObservable();
    this.activity$ = this.#activity$.asObservable();
  }

  get trace$(): Observable<TraceEntry> {
    return this.#client.trace$;
  }

  async open(options?: Options): Promise<void> {
    if (this.#lifecycle$.value !== 'closed') return;
    this.#setLifecycle('opening');
    let opened = false;
    try {
      this.#bus.add(this.#client);
      await this.#bus.open();
      opened = true;
      await withCall(this.#clock, options, async (call) => this.#connect(call));
    } catch (caught) {
      if (opened) await this.#bus.close();
      this.#setLifecycle('closed');
      throw FourwireError.from(caught).with({ path: this.path });
    }
    this.#client.setUp = async (call) => this.#setUp(call);
    this.#client.onState = (state, error) => {
      if (state === 'ready') this.#setLifecycle('ready');
      else this.#setLifecycle('lost', error);
    };
    this.#linkSubscription = this.#bus.state$.subscribe((state) => {
      if (state === 'lost') {
        this.#setLifecycle(
          'lost',
          new FourwireError('link', 'link-lost', `${this.#bus.transport.address}: the link went away.`),
        );
      }
    });
    this.#setLifecycle('ready');
  }

  async close(options?: Options): Promise<void> {
    const before = this.#lifecycle$.value;
    if (before === 'closed' || before === 'closing') return;
    const error = new FourwireError('aborted', 'device-closed', 'The device is being closed.');
    await Promise.all([...this.#runs].map(async (run) => run.end(error)));
    this.#setLifecycle('closing');
    this.#linkSubscription?.unsubscribe();
    try {
      if (before === 'ready')
        await withCall(this.#clock, options, async (call) => this.#connection?.tearDown?.(call));
    } finally {
      this.#client.setUp = undefined;
      this.#bus.remove(this.#client);
      await this.#bus.close();
      this.#setLifecycle('closed');
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }

  async safe(reason: string, options?: Options): Promise<SafeReport> {
    const error = new FourwireError(
      'aborted',
      'made-safe',
      `The command was ended to make the device safe: ${reason}.`,
    );
    const runs = [...this.#runs];
    const ended = runs.map(async (run) => run.end(error));
    const members = await Promise.all(this.#hazards.map(async (hazard) => this.#makeSafe(hazard, options)));
    await Promise.all(ended);
    const report: SafeReport = {
      path: this.path,
      reason,
      at: this.#clock.now(),
      ok: members.every((member) => member.outcome === 'confirmed'),
      members,
    };
    this.#activity$.next({ type: 'safe', at: report.at, path: this.path, report });
    return report;
  }

  async #makeSafe(hazard: HazardousMember, options: Options | undefined): Promise<SafeMember> {
    const { path, wanted } = hazard;
    try {
      const value = await withCall(this.#clock, options, async (call) =>
        hazard.makeSafe({ ...call, urgent: true }),
      );
      const confirmed = wanted.some((safe) => sameValue(safe, value));
      return { path, wanted, value, outcome: confirmed ? 'confirmed' : 'not-confirmed' };
    } catch (caught) {
      return { path, wanted, value: undefined, outcome: 'not-confirmed', error: FourwireError.from(caught) };
    }
  }

  async #connect(call: Call): Promise<void> {
    this.#connection ??= await this.#connectDriver();
    await this.#setUp(call);
  }

  async #connectDriver(): Promise<Connection<M>> {
    const connection = await this.#driver.connect(
      {
        path: this.path,
        bus: this.#client,
        clock: this.#clock,
        random: this.#random,
        refreshLimits: async (call) => this.#refreshLimits(call),
        report: (status) => {
          this.#reported = status;
          this.#updateStatus();
        },
      },
      this.#options.options ?? ({} as O),
    );
    this.#attachMembers(connection);
    return connection;
  }

  /** Makes sure that it is the right device, and brings it into the state that the driver relies on. */
  async #setUp(call: Call): Promise<void> {
    const connection = this.#connection;
    if (connection === undefined) return;
    const identity = await connection.identify(call);
    this.#checkIdentity(identity);
    await connection.setUp?.(call);
    await this.#refreshLimits(call);
    if (this.#identity === undefined || !sameValue(this.#identity, identity)) {
      this.#identity = identity;
      this.#identity$.next(identity);
    }
  }

  async #refreshLimits(call: Call): Promise<void> {
    for (const member of this.#limited) await member.refreshLimits(call);
  }

  #checkIdentity(identity: Identity): void {
    const known = this.#identity;
    const expected: ExpectedIdentity = {
      ...(known === undefined
        ? {}
        : { manufacturer: known.manufacturer, model: known.model, serialNumber: known.serialNumber }),
      ...this.#options.identity,
    };
    for (const key of ['manufacturer', 'model', 'serialNumber', 'firmware'] as const) {
      const wanted = expected[key];
      if (wanted === undefined || wanted === identity[key]) continue;
      throw new FourwireError(
        'device',
        'identity-mismatch',
        `Another device answers at ${this.#bus.transport.address}: expected ${key} "${wanted}", got "${identity[key]}".`,
        { details: { expected, found: identity } },
      );
    }
  }

  #attachMembers(connection: Connection<M>): void {
    const context: MemberContext = {
      clock: this.#clock,
      reachable$: this.#reachable$,
      guard: this.#options.guard,
      userLimits: this.#options.limits ?? {},
      record: (activity) => this.#activity$.next(activity),
    };
    const registry: MemberRegistry = {
      context,
      hazards: this.#hazards,
      limited: this.#limited,
      start: (immediate, make) => this.#start(immediate, make),
    };
    Object.assign(
      this,
      buildMembers(this.#driver.deviceClass.members, connection.members, this.path, '', registry),
    );
  }

  #start(immediate: boolean, make: Parameters<MemberRegistry['start']>[1]): OperationRun {
    const run = make(async (work, signal) => {
      if (!this.#reachable$.value.ok && this.#lifecycle$.value !== 'lost') throw this.#reachable$.value.error;
      return immediate ? work() : this.#turnstile.pass(work, signal);
    });
    this.#runs.add(run);
    this.#updateStatus();
    void run.ended().then(() => {
      this.#runs.delete(run);
      this.#updateStatus();
    });
    return run;
  }

  #setLifecycle(lifecycle: Lifecycle, error?: FourwireError): void {
    if (lifecycle === this.#lifecycle$.value && lifecycle !== 'lost') return;
    const reachability: Reachability =
      lifecycle === 'ready' ? { ok: true } : error === undefined ? notOpened() : { ok: false, error };
    this.#lifecycle$.next(lifecycle);
    this.#reachable$.next(reachability);
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
