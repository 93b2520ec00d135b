import { FourwireError, VirtualClock, formatDuration, seededRandom, toMilliseconds } from '@fourwire/core';
import type { Clock, Device, DeviceClass, Lifecycle, MemberSpecs, Timer } from '@fourwire/core';
import { firstValueFrom, take, toArray } from 'rxjs';
import type { Observable } from 'rxjs';
import { failure, show } from './failure.ts';
import { inventory } from './instances.ts';
import type { Instance } from './instances.ts';
import type { CheckResult, ConformanceBench, ConformanceOptions, MakeBench } from './options.ts';

/** What every check of one suite works with. */
export interface Subject<B extends ConformanceBench> {
  readonly deviceClass: DeviceClass<MemberSpecs>;
  readonly make: MakeBench<B>;
  readonly options: ConformanceOptions<B>;
}

const usualDeadlineMs = 30_000;

/** One check under way: its bench, and the ways to look at it that most checks need. */
export class CheckRun<B extends ConformanceBench> {
  readonly bench: B;
  readonly device: Device;
  readonly clock: Clock;
  readonly options: ConformanceOptions<B>;
  readonly deadlineMs: number;
  readonly #members: MemberSpecs;
  #disposed: Promise<void> | undefined;
  /** Why nothing was checked, if so. */
  skipped: string | undefined;

  constructor({ deviceClass, options }: Subject<B>, bench: B, clock: Clock) {
    this.bench = bench;
    this.device = bench.device;
    this.clock = clock;
    this.options = options;
    this.deadlineMs = toMilliseconds(options.deadline ?? usualDeadlineMs, 'deadline');
    this.#members = deviceClass.members;
  }

  /** Says that there was nothing to check. */
  skip(reason: string): void {
    this.skipped = reason;
  }

  /** What the device has of a member of the class: several where it is in parts of which there are several. */
  instances(classPath?: string): readonly Instance[] {
    const all = inventory(this.#members, this.device).instances;
    return classPath === undefined ? all : all.filter((one) => one.classPath === classPath);
  }

  /** Waits for something that must end. Deadlines are those of the wire. */
  async within<T>(
    what: string,
    work: PromiseLike<T>,
    ms: number = this.deadlineMs,
    clock: Clock = this.clock.wire,
  ): Promise<T> {
    let timer: Timer | undefined;
    const late = new Promise<never>((_resolve, reject) => {
      timer = clock.setTimer(ms, () => reject(failure(`${what} did not end within ${formatDuration(ms)}.`)));
    });
    try {
      return await Promise.race([work, late]);
    } finally {
      timer?.cancel();
    }
  }

  /** As {@link within}, for what must succeed. */
  async succeeds<T>(what: string, work: PromiseLike<T>, ms?: number): Promise<T> {
    try {
      return await this.within(what, work, ms);
    } catch (error) {
      if (FourwireError.is(error) && error.code === 'conformance-failed') throw error;
      throw failure(`${what} failed with ${show(error)}.`, error);
    }
  }

  /** What a stream says at once. */
  async current<T>(what: string, stream$: Observable<T>): Promise<T> {
    const values = await this.succeeds(
      what,
      firstValueFrom(stream$.pipe(take(1), toArray()), { defaultValue: [] }),
    );
    const [value] = values;
    if (value === undefined) throw failure(`${what} ended without a value.`);
    return value;
  }

  /** The error of what must fail, which must be a FourwireError. */
  async refused(what: string, work: PromiseLike<unknown>, ms?: number): Promise<FourwireError> {
    try {
      const value = await this.within(what, work, ms);
      throw failure(`${what} succeeded with ${show(value)}; it must be refused.`);
    } catch (error) {
      if (!FourwireError.is(error))
        throw failure(`${what} failed with ${show(error)}, which is no FourwireError.`, error);
      if (error.code === 'conformance-failed') throw error;
      return error;
    }
  }

  /** How many chunks are sent to the device by `work`, and shortly after it. */
  async sentDuring(work: () => Promise<unknown>): Promise<number> {
    let sent = 0;
    const watching = this.device.trace$.subscribe({
      next: ({ direction }) => {
        if (direction === 'sent') sent++;
      },
      error: () => {},
    });
    try {
      await work();
      await this.pause(20);
      return sent;
    } finally {
      watching.unsubscribe();
    }
  }

  /** Waits in the time of the wire. */
  async pause(ms: number): Promise<void> {
    await this.clock.wire.sleep(ms);
  }

  /** Waits until `condition` holds. */
  async eventually(
    what: () => string,
    condition: () => boolean,
    ms: number = this.deadlineMs,
  ): Promise<void> {
    const { wire } = this.clock;
    const until = wire.monotonic() + ms;
    while (!condition()) {
      if (wire.monotonic() >= until) throw failure(`${what()} after ${formatDuration(ms)}.`);
      await this.pause(20);
    }
  }

  /** Waits for a state of the connection. */
  async reaches(wanted: Lifecycle): Promise<void> {
    let now: Lifecycle | undefined;
    const watching = this.device.lifecycle$.subscribe({
      next: (lifecycle) => {
        now = lifecycle;
      },
      error: () => {},
    });
    try {
      await this.eventually(
        () => `lifecycle$ says ${now}, not ${wanted},`,
        () => now === wanted,
      );
    } finally {
      watching.unsubscribe();
    }
  }

  /** Closes the device and clears the bench away; once. */
  async dispose(): Promise<void> {
    this.#disposed ??= (async () => {
      try {
        await this.within('close()', this.device.close());
      } finally {
        await this.bench.dispose?.();
      }
    })();
    return this.#disposed;
  }
}

/** Runs a check on a bench of its own. */
export async function runCheck<B extends ConformanceBench>(
  subject: Subject<B>,
  work: (run: CheckRun<B>) => Promise<void>,
): Promise<CheckResult> {
  const clock = subject.options.clock?.() ?? new VirtualClock();
  const check = async (): Promise<CheckResult> => {
    const bench = await subject.make({ clock, random: seededRandom(1) });
    const run = new CheckRun(subject, bench, clock);
    try {
      await work(run);
    } catch (error) {
      // What the check found counts, not what clearing away finds in its wake.
      await run.dispose().catch(() => {});
      if (FourwireError.is(error) && error.code === 'conformance-failed') throw error;
      throw failure(`The check broke off with ${show(error)}.`, error);
    }
    await run.dispose();
    return run.skipped === undefined ? { outcome: 'passed' } : { outcome: 'skipped', reason: run.skipped };
  };
  if (!(clock instanceof VirtualClock)) return check();
  try {
    return await clock.run(check);
  } catch (error) {
    if (!FourwireError.is(error) || error.code !== 'clock-stands-still') throw error;
    throw failure('Something waits for what no timer and no reply will bring.', error);
  }
}
