import { describeDriver, driverEntry, isMocked, readBenchFile, readOptionsFile } from '@fourwire/bench';
import type { BenchFile } from '@fourwire/bench';
import { FourwireError, alternatives, optionsOf } from '@fourwire/core';
import type { DeviceDescription } from '@fourwire/core';
import type { Io } from '../io.ts';
import type { DeviceChoice } from './device-options.ts';

/** The name of the bench of one device, which is nobody's but this command's. */
const benchName = 'cli';

/** A message without the name of a bench that the user has not named. */
export function withoutBench(message: string): string {
  return message.startsWith(`${benchName}/`) ? message.slice(benchName.length + 1) : message;
}

/** Whether a word is a bench file and no address. */
export function isBenchFile(word: string): boolean {
  return /\.ya?ml$/i.test(word);
}

/** A member of a device that a command is about. */
interface Place {
  /** The device's name on the bench. */
  readonly device: string;
  readonly description: DeviceDescription;
  /** The member's path below the device. */
  readonly member: string;
}

/** What a command is about: the devices of a bench file, or the one at an address. */
export interface Target {
  readonly file: BenchFile;
  /** Whether members begin with the name of their device. */
  readonly isBench: boolean;
  /**
   * The member that a path names: with the device's name first where there is a bench.
   *
   * @throws FourwireError of kind `range`, code `device-unknown`
   */
  place(path: string): Promise<Place>;
  /** The bench with no more than these devices, unless it has interlocks, which may look at all of them. */
  only(devices: readonly string[]): BenchFile;
}

/**
 * The target at an address or in a bench file.
 *
 * @throws FourwireError of kind `range`: a mistake in the file, code `driver-missing` for an address without a driver, or
 * a driver or options that cannot be used
 */
export async function targetOf(
  io: Io,
  where: string,
  choice: Pick<DeviceChoice, 'driver' | 'options' | 'mock'>,
): Promise<Target> {
  if (isBenchFile(where)) {
    refuseForBench(where, choice);
    return benchTarget(io, where, choice);
  }
  const { driver } = choice;
  if (driver === undefined) {
    throw new FourwireError(
      'range',
      'driver-missing',
      'Say with --driver what drives the machine; fourwire drivers lists what there is, fourwire discover what it finds.',
    );
  }
  const entry = driverEntry(driver);
  const options =
    choice.options === undefined
      ? {}
      : { options: await readOptionsFile(choice.options, optionsOf(await entry.load())) };
  const file: BenchFile = {
    name: benchName,
    devices: { [driver]: { driver, address: where, ...options } },
  };
  return {
    file,
    isBench: false,
    place: async (member) => ({ device: driver, description: await describeDriver(driver), member }),
    only: () => file,
  };
}

/**
 * Refuses options for one device where a bench file says them for each.
 *
 * @throws FourwireError of kind `range`, code `option-of-bench`
 */
export function refuseForBench(
  path: string,
  { driver, options }: Pick<DeviceChoice, 'driver' | 'options'>,
): void {
  const given = driver !== undefined ? '--driver' : options !== undefined ? '--options' : undefined;
  if (given === undefined) return;
  throw new FourwireError(
    'range',
    'option-of-bench',
    `${given} goes with an address; ${path} names the driver and the options of each device itself, so leave ${given} out.`,
  );
}

/**
 * The target in a bench file.
 *
 * @throws FourwireError of kind `range`: a mistake in the file, with line and column
 */
export async function benchTarget(
  io: Io,
  path: string,
  { mock }: Pick<DeviceChoice, 'mock'> = {},
): Promise<Target> {
  const file = await readBenchFile(path, io.variables ?? process.env, { mocked: isMocked(mock) });
  return {
    file,
    isBench: true,
    place: async (member) => onBench(file, member),
    only: (devices) => narrowed(file, devices),
  };
}

async function onBench(file: BenchFile, path: string): Promise<Place> {
  const [name = '', ...rest] = path.split('/');
  const device = Object.hasOwn(file.devices, name) ? file.devices[name] : undefined;
  if (device !== undefined && rest.length > 0) {
    return { device: name, description: await describeDriver(device.driver), member: rest.join('/') };
  }
  const names = Object.keys(file.devices);
  throw new FourwireError(
    'range',
    'device-unknown',
    device === undefined
      ? `There is no device "${name}" on ${file.name}; ${alternatives(name, names, 'begin the member with one of')}`
      : `"${path}" is a device of ${file.name}; say which member, for example ${name}/MEMBER.`,
  );
}

function narrowed(file: BenchFile, devices: readonly string[]): BenchFile {
  if (file.interlocks !== undefined) return file;
  return {
    ...file,
    devices: Object.fromEntries(Object.entries(file.devices).filter(([name]) => devices.includes(name))),
  };
}
