import { Subject, Subscription } from 'rxjs';
import type { Observable } from 'rxjs';
import { FourwireError, alternatives, findMember, memberOf } from '@fourwire/core';
import type { Clock, Device, Guard, Instant, Intent, Readable } from '@fourwire/core';
import { checkInterlock } from './check-interlock.ts';
import { judgeCondition, membersOf } from './condition.ts';
import type { Finding, Found } from './condition.ts';
import type { Interlock, Interlocks } from './interlock.ts';
import { safeUntilConfirmed } from './safe-until-confirmed.ts';
import { watchCondition } from './watch-condition.ts';

/** An interlock that stepped in; told before it acts. What it reached is in `activity$` of the devices. */
export interface Trip {
  readonly interlock: string;
  readonly at: Instant;
  /** What was found, in words. */
  readonly because: string;
  /** Path of the command that it stops. */
  readonly stopped?: string;
  /** Paths of the devices that it makes safe. */
  readonly safe?: readonly string[];
}

/** How long a member may take to tell its value before a command; it then counts as unreadable. */
const readingTimeout = { seconds: 10 };

const defaultUnreadableFor = 10;

/**
 * Holds the interlocks of a bench: its {@link guard} refuses what they forbid, it stops commands that they may not go on
 * under, and makes devices safe.
 */
export class InterlockKeeper {
  readonly trips$: Observable<Trip>;
  readonly #trips$ = new Subject<Trip>();
  readonly #bench: string;
  readonly #interlocks: readonly (readonly [string, Interlock])[];
  readonly #clock: Clock;
  readonly #watches = new Subscription();
  readonly #devices = new Map<string, Device>();
  readonly #holds = new Set<FourwireError>();

  constructor(bench: string, interlocks: Interlocks, clock: Clock) {
    this.trips$ = this.#trips$.asObservable();
    this.#bench = bench;
    this.#interlocks = Object.entries(interlocks);
    this.#clock = clock;
  }

  /**
   * Checks the interlocks against the devices, and begins to watch those that make devices safe.
   *
   * @throws FourwireError of kind `range`, code `interlock-invalid`, when one names what the bench does not have
   */
  attach(devices: Iterable<readonly [string, Device]>): void {
    for (const [name, device] of devices) this.#devices.set(name, device);
    for (const [name, interlock] of this.#interlocks) this.#check(name, interlock);
    for (const [name, interlock] of this.#interlocks) this.#keepSafe(name, interlock);
  }

  /** Ends the watches. */
  detach(): void {
    this.#watches.unsubscribe();
    this.#trips$.complete();
  }

  /** Refuses what an interlock forbids, and keeps an eye on the commands that one may have to stop. */
  readonly guard: Guard = async (intent) => {
    const local = intent.path.slice(this.#bench.length + 1);
    if (this.#leadsToSafety(local, intent)) return;
    this.#requireFree();
    const concerned = this.#interlocks.filter(([, interlock]) => this.#concerns(interlock, local, intent));
    if (concerned.length === 0) return;
    const found = await this.#readAll(concerned.flatMap(([, { when }]) => membersOf(when)));
    for (const [name, { when }] of concerned) {
      const finding = judgeCondition(
        when,
        (member) => found.get(member) ?? { unreadable: 'it was not read' },
      );
      if (finding.holds !== false) throw refused(name, finding);
    }
    // Reading the members took its time.
    this.#requireFree();
    if (intent.kind === 'command') this.#stopWhenNeeded(intent, local, concerned);
  };

  /** Refuses everything but the way to safety, with `error`, until the returned function is called. */
  hold(error: FourwireError): () => void {
    this.#holds.add(error);
    return () => this.#holds.delete(error);
  }

  #requireFree(): void {
    const [error] = this.#holds;
    if (error !== undefined) throw error;
  }

  /** Whatever the state, a hazard may be brought to its safe value. */
  #leadsToSafety(local: string, intent: Intent): boolean {
    return intent.kind === 'write' && this.#safeValues(local)?.includes(intent.value) === true;
  }

  #concerns(interlock: Interlock, local: string, intent: Intent): boolean {
    const { forbid = [], stop = [], safe = [] } = interlock;
    const isWithin = (paths: readonly string[]): boolean => paths.some((path) => within(local, path));
    if (intent.kind === 'command') return isWithin([...forbid, ...stop, ...safe]);
    // Only hazards need the rules of `safe`.
    return isWithin(forbid) || (this.#safeValues(local) !== undefined && isWithin(safe));
  }

  /** The values that count as safe, where the member is hazardous. */
  #safeValues(local: string): readonly unknown[] | undefined {
    const [name = '', ...rest] = local.split('/');
    const device = this.#devices.get(name);
    const member = device === undefined ? undefined : findMember(device.description, rest.join('/'));
    return member?.kind === 'writable' ? member.safe : undefined;
  }

  async #readAll(members: readonly string[]): Promise<ReadonlyMap<string, Found>> {
    const read = async (member: string): Promise<Found> => {
      try {
        return { value: await this.#find(member).read({ timeout: readingTimeout }) };
      } catch (error) {
        return { unreadable: FourwireError.from(error).message };
      }
    };
    const unique = [...new Set(members)];
    return new Map(await Promise.all(unique.map(async (member) => [member, await read(member)] as const)));
  }

  #stopWhenNeeded(
    intent: Extract<Intent, { kind: 'command' }>,
    local: string,
    concerned: readonly (readonly [string, Interlock])[],
  ): void {
    const { path, run } = intent;
    for (const [name, interlock] of concerned) {
      if (interlock.stop?.some((stopped) => within(local, stopped)) !== true) continue;
      const watch = this.#watch(interlock, (finding) => {
        if (finding.holds === false) return;
        this.#trips$.next(this.#trip(name, finding, { stopped: path }));
        void run.end(refused(name, finding));
      });
      void run.ended().then(() => {
        this.#watches.remove(watch);
        watch.unsubscribe();
      });
    }
  }

  /** Makes devices safe each time that the danger comes about, and again while it lasts, until that is confirmed. */
  #keepSafe(name: string, interlock: Interlock): void {
    const { safe } = interlock;
    if (safe === undefined) return;
    const devices = safe.map((device) => this.#device(device));
    let danger = new Subscription();
    this.#watches.add(() => danger.unsubscribe());
    this.#watch(interlock, (finding) => {
      danger.unsubscribe();
      if (finding.holds === false) return;
      danger = new Subscription();
      this.#trips$.next(this.#trip(name, finding, { safe: devices.map(({ path }) => path) }));
      const reason = `the interlock "${name}": ${finding.because}`;
      for (const device of devices) danger.add(safeUntilConfirmed(device, reason, this.#clock));
    });
  }

  #trip(interlock: string, { because }: Finding, what: Pick<Trip, 'stopped' | 'safe'>): Trip {
    return { interlock, at: this.#clock.now(), because, ...what };
  }

  #watch(interlock: Interlock, onFinding: (finding: Finding) => void): Subscription {
    const { when, unreadableFor = defaultUnreadableFor } = interlock;
    const watch = watchCondition(when, {
      clock: this.#clock,
      unreadableFor,
      find: (member) => this.#find(member),
    }).subscribe({
      next: onFinding,
      error: (error: unknown) =>
        onFinding({
          holds: 'unknown',
          because: `it cannot be watched (${FourwireError.from(error).message})`,
        }),
    });
    this.#watches.add(watch);
    return watch;
  }

  #find(path: string): Readable<unknown> {
    const [name = '', ...rest] = path.split('/');
    return memberOf(this.#device(name), rest.join('/'));
  }

  #device(name: string): Device {
    const device = this.#devices.get(name);
    if (device !== undefined) return device;
    throw new FourwireError(
      'range',
      'device-unknown',
      `There is no device "${name}" on ${this.#bench}; ${alternatives(name, [...this.#devices.keys()])}`,
    );
  }

  #check(name: string, interlock: Interlock): void {
    try {
      checkInterlock(interlock, (device) => {
        const opened = this.#device(device);
        return { description: opened.description, opened };
      });
    } catch (cause) {
      const { message } = FourwireError.from(cause);
      throw new FourwireError(
        'range',
        'interlock-invalid',
        `The interlock "${name}" of ${this.#bench} cannot be held: ${message}`,
        { cause },
      );
    }
  }
}

function within(local: string, path: string): boolean {
  return local === path || local.startsWith(`${path}/`);
}

function refused(interlock: string, { because }: Finding): FourwireError {
  return new FourwireError(
    'interlock',
    'interlocked',
    `The interlock "${interlock}" forbids it: ${because}.`,
    { details: { interlock } },
  );
}
