import type { DriverEntry, Sighting } from '@fourwire/core';

/**
 * The driver that fits a machine that was found, of a registry: the first that recognises it. Where the machine has not
 * said who it is, drivers recognise it by its protocol or port, so it may be another.
 */
export function suggestDriver(sighting: Sighting, drivers: readonly DriverEntry[]): DriverEntry | undefined {
  return drivers.find(({ matches }) => matches?.(sighting) === true);
}
