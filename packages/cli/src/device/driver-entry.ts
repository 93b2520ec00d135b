import { allDrivers } from '@fourwire/bench';
import { FourwireError, describeClass } from '@fourwire/core';
import type { DeviceDescription, DriverEntry } from '@fourwire/core';

/**
 * A driver of the workspace by its name.
 *
 * @throws FourwireError of kind `range`, code `driver-unknown`
 */
export function driverEntry(name: string): DriverEntry {
  const entry = allDrivers.find((candidate) => candidate.name === name);
  if (entry !== undefined) return entry;
  throw new FourwireError(
    'range',
    'driver-unknown',
    `There is no driver "${name}"; there are ${allDrivers.map((known) => known.name).join(', ')}.`,
  );
}

/**
 * What devices of a driver have, without opening one.
 *
 * @throws FourwireError of kind `range`, code `driver-unknown`
 */
export async function describeDriver(name: string): Promise<DeviceDescription> {
  const { deviceClass } = await driverEntry(name).load();
  return { ...describeClass(deviceClass), driver: name };
}
