import { FourwireError, alternatives } from '@fourwire/core';
import type { Clock, Device, DeviceClass, MemberSpecs, MembersOf, Options, SafeReport } from '@fourwire/core';
import type { Observable } from 'rxjs';
import type { InterlockKeeper, Trip } from '../interlocks/interlock-keeper.ts';

/** A device that is open on a bench, with what is known of it. */
export interface BenchEntry {
  readonly name: string;
  readonly device: Device;
  /** Where it was opened; unknown where the bench was opened from code. */
  readonly address?: string | undefined;
  readonly calibratedOn?: string | undefined;
  readonly calibrationDueOn?: string | undefined;
}

/** The devices of a bench by name, each with its own type where the bench was opened from code. */
export type BenchDevices = Readonly<Record<string, Device>>;

/** What a {@link Bench} is made of. */
export interface BenchParts {
  readonly name: string;
  readonly clock: Clock;
  readonly entries: readonly BenchEntry[];
  readonly interlocks: InterlockKeeper;
  readonly simulated?: boolean;
}

/** The instruments of a bench, open and identified. */
export class Bench<D extends BenchDevices = BenchDevices> implements AsyncDisposable {
  readonly name: string;
  readonly clock: Clock;
  /** The devices in the order of the bench file, or of the code. */
  readonly entries: readonly BenchEntry[];
  /** The devices by name: `bench.devices.oven`. */
  readonly devices: D;
  /** Whether simulators stand in for the machines, because the bench was opened so; its values then say nothing about real parts. */
  readonly simulated: boolean;
  /** Interlocks that stepped in: a command was stopped, or devices were made safe. */
  readonly trips$: Observable<Trip>;
  readonly #interlocks: InterlockKeeper;

  /** @internal Use {@link openBench}. */
  constructor({ name, clock, entries, interlocks, simulated = false }: BenchParts) {
    this.#interlocks = interlocks;
    this.trips$ = interlocks.trips$;
    this.name = name;
    this.clock = clock;
    this.entries = entries;
    this.simulated = simulated;
    // Object.fromEntries forgets the names in its type.
    this.devices = Object.fromEntries(
      entries.map((entry) => [entry.name, entry.device]),
    ) as BenchDevices as D;
  }

  /**
   * A device by its name on the bench, typed by its class.
   *
   * @throws FourwireError of kind `range` when there is none of that name, or when it is of another class
   *
   * @example
   * ```ts no-run
   * const oven = bench.device('oven', thermalChamber);
   * ```
   */
  device<M extends MemberSpecs>(name: string, deviceClass: DeviceClass<M>): Device & MembersOf<M> {
    const entry = this.entries.find((candidate) => candidate.name === name);
    if (entry === undefined) {
      const names = this.entries.map((candidate) => candidate.name);
      throw new FourwireError(
        'range',
        'device-unknown',
        `There is no device "${name}" on ${this.name}; ${alternatives(name, names)}`,
      );
    }
    const { description } = entry.device;
    if (description.name !== deviceClass.name) {
      throw new FourwireError(
        'range',
        'device-class-mismatch',
        `"${name}" on ${this.name} is a ${description.name}, not a ${deviceClass.name}; check its driver.`,
      );
    }
    return entry.device as Device & MembersOf<M>;
  }

  /** Makes every device safe, all at once, and reports what was read back. Never rejects. */
  async safe(reason: string, options?: Options): Promise<readonly SafeReport[]> {
    return Promise.all(this.entries.map(async ({ device }) => device.safe(reason, options)));
  }

  /**
   * Refuses, with `error`, everything but the way to safety, until the returned function is called.
   *
   * @internal
   */
  hold(error: FourwireError): () => void {
    return this.#interlocks.hold(error);
  }

  /**
   * Closes the devices in reverse order; goes on to the end, then throws what failed. It makes nothing safe, see
   * `runSafely`.
   *
   * @param options - how long each device may take to end what it is doing: 30 s unless given
   */
  async close(options: Options = { timeout: { seconds: 30 } }): Promise<void> {
    this.#interlocks.detach();
    const failures: unknown[] = [];
    for (const { device } of this.entries.toReversed()) {
      try {
        await device.close(options);
      } catch (error) {
        failures.push(error);
      }
    }
    if (failures.length > 0) {
      throw new FourwireError(
        'link',
        'close-failed',
        `${failures.length} devices of ${this.name} could not be closed cleanly.`,
        {
          cause: failures.length === 1 ? failures[0] : new AggregateError(failures),
        },
      );
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }
}
