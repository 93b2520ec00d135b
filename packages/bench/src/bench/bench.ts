import { FourwireError } from '@fourwire/core';
import type { Clock, Device, DeviceClass, MemberSpecs, MembersOf, Options, SafeReport } from '@fourwire/core';
import type { Observable } from 'rxjs';
import type { BenchFile } from '../bench-file/bench-schema.ts';
import type { InterlockKeeper, Trip } from '../interlocks/interlock-keeper.ts';

/** A device that is open on a bench, with what the bench file says of it. */
export interface BenchEntry {
  readonly name: string;
  readonly device: Device;
  readonly address: string;
  readonly calibratedOn?: string | undefined;
  readonly calibrationDueOn?: string | undefined;
}

/** The instruments of a bench, open and identified. */
export class Bench implements AsyncDisposable {
  readonly name: string;
  readonly clock: Clock;
  /** The devices in the order of the bench file. */
  readonly entries: readonly BenchEntry[];
  readonly file: BenchFile;
  /** Interlocks that stepped in: a command was stopped, or devices were made safe. */
  readonly trips$: Observable<Trip>;
  readonly #interlocks: InterlockKeeper;

  /** @internal Use {@link openBench}. */
  constructor(file: BenchFile, clock: Clock, entries: readonly BenchEntry[], interlocks: InterlockKeeper) {
    this.#interlocks = interlocks;
    this.trips$ = interlocks.trips$;
    this.name = file.name;
    this.file = file;
    this.clock = clock;
    this.entries = entries;
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
      const names = this.entries.map((candidate) => candidate.name).join(', ');
      throw new FourwireError(
        'range',
        'device-unknown',
        `There is no device "${name}" on ${this.name}; there are ${names}.`,
      );
    }
    const { description } = entry.device;
    if (description.name !== deviceClass.name) {
      throw new FourwireError(
        'range',
        'device-class-mismatch',
        `"${name}" on ${this.name} is a ${description.name}, not a ${deviceClass.name}; check its driver in the bench file.`,
      );
    }
    return entry.device as Device & MembersOf<M>;
  }

  /** Makes every device safe, all at once, and reports what was read back. Never rejects. */
  async safe(reason: string, options?: Options): Promise<readonly SafeReport[]> {
    return Promise.all(this.entries.map(async ({ device }) => device.safe(reason, options)));
  }

  /** Closes the devices in reverse order; goes on to the end, then throws what failed. */
  async close(): Promise<void> {
    this.#interlocks.detach();
    const failures: unknown[] = [];
    for (const { device } of this.entries.toReversed()) {
      try {
        await device.close();
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
