import { driverEntry } from '@fourwire/bench';
import { describeClass } from '@fourwire/core';
import type { DeviceDescription } from '@fourwire/core';

/**
 * What devices of a driver have, without opening one.
 *
 * @throws FourwireError of kind `range`, code `driver-unknown`
 */
export async function describeDriver(name: string): Promise<DeviceDescription> {
  const { deviceClass } = await driverEntry(name).load();
  return { ...describeClass(deviceClass), driver: name };
}
