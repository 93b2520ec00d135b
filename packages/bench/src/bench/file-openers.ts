import { FourwireError } from '@fourwire/core';
import type { Transport } from '@fourwire/core';
import { formatAddress, resolveAddress } from '@fourwire/transport';
import type { OpenOptions } from '@fourwire/transport';
import type { BenchDevice, BenchFile } from '../bench-file/bench-schema.ts';
import type { Opening } from './open-bench.ts';
import { openerOf } from './openers.ts';

/**
 * What opens the devices of a bench file.
 *
 * @throws FourwireError of kind `range` for a driver or an address that is not known, with the path of the device
 */
export function fileOpeners(
  file: BenchFile,
  transports: Readonly<Record<string, Transport>>,
): readonly Opening[] {
  return Object.entries(file.devices).map(([name, entry]) => {
    const { driver, calibratedOn, calibrationDueOn } = entry;
    try {
      const opener = openerOf(driver);
      const address = formatAddress(resolveAddress(entry.address, file.aliases ?? {}));
      const open: Opening['open'] = async (slot) =>
        opener(transports[name] ?? address, { ...slot, driver, ...settings(entry) });
      return { name, address, calibratedOn, calibrationDueOn, open };
    } catch (error) {
      throw FourwireError.from(error).with({ path: `${file.name}/${name}` });
    }
  });
}

/** What the file says of how a device is opened. Its words are checked against the schema of bench files before. */
function settings(entry: BenchDevice): Omit<OpenOptions, 'driver'> {
  const { options, identity, limits, safeState, serial } = entry;
  return Object.fromEntries(
    Object.entries({ options, identity, limits, safeState, serial }).filter(
      ([, value]) => value !== undefined,
    ),
  );
}
