import { FourwireError, PacedClock, systemClock } from '@fourwire/core';
import type { Clock, Device, Guard, Options, Random, Transport } from '@fourwire/core';
import type { MockLinks, OpenOptions, Simulators } from '@fourwire/transport';
import type { BenchFile } from '../bench-file/bench-schema.ts';
import { readBenchFile } from '../bench-file/read-bench-file.ts';
import type { Variables } from '../bench-file/read-bench-file.ts';
import { InterlockKeeper } from '../interlocks/interlock-keeper.ts';
import type { Interlocks } from '../interlocks/interlock.ts';
import { Bench } from './bench.ts';
import type { BenchEntry } from './bench.ts';
import { fileOpeners } from './file-openers.ts';
import { isMocked, loadMock } from './load-mock.ts';

/** What opening any bench may state. */
interface CommonOptions extends Pick<Options, 'signal'> {
  /** Instead of the wall clock, or the paced one that the file asks for. */
  readonly clock?: Clock;
  readonly random?: Random;
  /** What stands at the addresses of the devices in this process, such as the simulators of a virtual bench. */
  readonly simulators?: Simulators;
  /** Looks at every write and command first, and may refuse it. */
  readonly guard?: Guard;
  /**
   * Opens every device on the simulator of its driver, whatever stands at its address; needs `@fourwire/mock`. As the
   * environment variable `FOURWIRE_MOCK` says unless given. Identities that the bench asks for are then not compared.
   */
  readonly mock?: boolean;
}

/** What opening a bench from a file may state. */
export interface OpenBenchOptions extends CommonOptions {
  /** Values for `${NAME}` in the file; the environment unless given. */
  readonly variables?: Variables;
  /** Transports by device name, instead of the addresses of the file: simulators in this process. */
  readonly transports?: Readonly<Record<string, Transport>>;
}

/** What opening a bench from code may state. */
export interface BenchOptions extends CommonOptions {
  /** What it is called in records, the start of every path; `bench` unless given. */
  readonly name?: string;
  /** What must not be done, and what is to happen, while a condition holds; by the name of the rule. */
  readonly interlocks?: Interlocks;
  /** Days of the last and of the next calibration, `2026-03-31`, by device. */
  readonly calibration?: Readonly<Record<string, Pick<BenchEntry, 'calibratedOn' | 'calibrationDueOn'>>>;
}

/** What a bench tells the opener of a device: spread it into the options of an `open…` function. */
export type BenchSlot = Pick<
  OpenOptions,
  'path' | 'clock' | 'random' | 'guard' | 'simulators' | 'mock' | 'signal'
>;

/** The devices of a bench, each by what opens it. */
export type DeviceOpeners = Readonly<Record<string, (slot: BenchSlot) => Promise<Device>>>;

/** The devices that openers give. */
export type OpenedDevices<O extends DeviceOpeners> = { readonly [K in keyof O]: Awaited<ReturnType<O[K]>> };

/**
 * Opens all devices of a bench at once. When one of them fails, those that are open are closed again.
 *
 * @param devices - what opens each device: `(slot) => openThermalChamber(address, { ...slot, driver: 'watlow-f4t' })`
 * @throws FourwireError: the first device that could not be opened, the others in `details`
 *
 * @example
 * ```ts no-run
 * await using bench = await openBench({
 *   oven: (slot) => openThermalChamber('modbus-tcp://10.0.0.7:502/1', { ...slot, driver: 'watlow-f4t' }),
 *   meter: (slot) => openMultimeter('TCPIP::10.0.0.8::5025::SOCKET', { ...slot, driver: 'keysight-34460' }),
 * });
 * await bench.devices.oven.settle({ target: 85 });
 * ```
 */
export async function openBench<const O extends DeviceOpeners>(
  devices: O,
  options?: BenchOptions,
): Promise<Bench<OpenedDevices<O>>>;
/**
 * Opens the bench of a file, as with openers.
 *
 * @param source - path of a bench file, or its contents
 * @throws FourwireError: the mistake in the file with line and column, or the first device that could not be opened,
 * the others in `details`
 */
export async function openBench(source: string | BenchFile, options?: OpenBenchOptions): Promise<Bench>;
export async function openBench(
  source: string | BenchFile | DeviceOpeners,
  options: OpenBenchOptions & BenchOptions = {},
): Promise<Bench> {
  const mocked = isMocked(options.mock);
  if (typeof source !== 'string' && isOpeners(source)) {
    const { name = 'bench', clock = systemClock, calibration = {} } = options;
    const about = new Map(Object.entries(calibration));
    const unknown = [...about.keys()].find((key) => !Object.hasOwn(source, key));
    if (unknown !== undefined) {
      throw new FourwireError(
        'range',
        'device-unknown',
        `The calibration names a device "${unknown}"; there are ${Object.keys(source).join(', ')}.`,
      );
    }
    const openings = Object.entries(source).map(([key, open]): Opening => ({
      name: key,
      open,
      ...about.get(key),
    }));
    return openAll({ name, clock, openings, interlocks: options.interlocks ?? {} }, mocked, options);
  }
  const read = async (path: string): Promise<BenchFile> =>
    readBenchFile(path, options.variables ?? process.env, { mocked });
  // Reading the disk is no part of a virtual time.
  const file =
    typeof source === 'string' ? await (options.clock ?? systemClock).outside(read(source)) : source;
  const clock = options.clock ?? (file.pace === undefined ? systemClock : new PacedClock(file.pace));
  const openings = fileOpeners(file, options.transports ?? {});
  return openAll({ name: file.name, clock, openings, interlocks: file.interlocks ?? {} }, mocked, options);
}

/** A device to be opened. */
export interface Opening extends Omit<BenchEntry, 'device'> {
  readonly open: (slot: BenchSlot) => Promise<Device>;
}

interface BenchPlan {
  readonly name: string;
  readonly clock: Clock;
  readonly openings: readonly Opening[];
  readonly interlocks: Interlocks;
}

async function openAll(plan: BenchPlan, mocked: boolean, options: CommonOptions): Promise<Bench> {
  const { name: benchName, clock, openings } = plan;
  const { random, simulators, signal } = options;
  const interlocks = new InterlockKeeper(benchName, plan.interlocks, clock);
  const guard: Guard = async (intent) => {
    await options.guard?.(intent);
    await interlocks.guard(intent);
  };
  const mock: MockLinks | undefined = mocked
    ? await loadMock({ clock, ...(random === undefined ? {} : { random }) })
    : undefined;
  const open = async ({ open: openDevice, ...about }: Opening): Promise<BenchEntry> => {
    const slot: BenchSlot = {
      path: `${benchName}/${about.name}`,
      clock,
      guard,
      ...(random === undefined ? {} : { random }),
      ...(simulators === undefined ? {} : { simulators }),
      ...(mock === undefined ? {} : { mock }),
      ...(signal === undefined ? {} : { signal }),
    };
    const device = await openDevice(slot);
    if (device.path === slot.path) return { ...about, device };
    // A device that does not know its bench would be subject to none of its rules.
    await device.close().catch(() => {});
    throw new FourwireError(
      'range',
      'slot-not-used',
      `"${about.name}" was opened without what its bench tells it; spread it into the options: (slot) => openX(address, { ...slot, driver }).`,
    );
  };
  const results = await Promise.allSettled(openings.map(open));
  const entries = results.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
  const bench = new Bench({ name: benchName, clock, entries, interlocks, simulated: mocked });
  const failures = results.flatMap((result, index) =>
    result.status === 'rejected'
      ? [FourwireError.from(result.reason).with({ path: `${benchName}/${openings[index]?.name ?? ''}` })]
      : [],
  );
  const [first] = failures;
  try {
    if (first !== undefined)
      throw first.with({ details: { failures: failures.map((failure) => failure.toJSON()) } });
    interlocks.attach(entries.map(({ name, device }) => [name, device]));
    return bench;
  } catch (error) {
    // What cannot be closed either is of no help to the caller, who has no bench.
    await bench.close().catch(() => {});
    throw error;
  }
}

function isOpeners(source: BenchFile | DeviceOpeners): source is DeviceOpeners {
  return Object.values(source).every((value) => typeof value === 'function');
}
