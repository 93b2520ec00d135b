import { FourwireError, describeClass, findProblem, findWritable, optionsOf } from '@fourwire/core';
import type { AnyDriver, DeviceDescription } from '@fourwire/core';
import { resolveAddress } from '@fourwire/transport';
import { driverEntry } from '../bench/openers.ts';
import { checkInterlock } from '../interlocks/check-interlock.ts';
import type { BenchDevice, BenchFile } from './bench-schema.ts';
import type { YamlText } from './yaml-text.ts';

type Keys = readonly (string | number)[];

/**
 * Checks what the form of a bench file leaves open: that its drivers are there and know their options, that its addresses
 * can be read, and that its limits, safe states and interlocks are of members that the drivers have.
 *
 * @throws FourwireError of kind `range`, code `bench-file-invalid`, with line and column
 */
export async function checkBenchFile(file: BenchFile, yaml: YamlText): Promise<void> {
  const descriptions = new Map<string, DeviceDescription>();
  for (const [name, device] of Object.entries(file.devices)) {
    const keys = ['devices', name];
    told(yaml, [...keys, 'address'], () => resolveAddress(device.address, file.aliases ?? {}));
    const entry = told(yaml, [...keys, 'driver'], () => driverEntry(device.driver));
    const driver = await entry.load();
    checkOptions(yaml, keys, driver, device);
    const description = { ...describeClass(driver.deviceClass), driver: driver.name };
    descriptions.set(name, description);
    for (const part of ['limits', 'safeState'] as const) {
      for (const member of Object.keys(device[part] ?? {}))
        told(yaml, [...keys, part, member], () => findWritable(description, member));
    }
  }
  checkInterlocks(file, yaml, descriptions);
}

function checkOptions(yaml: YamlText, keys: Keys, driver: AnyDriver, device: BenchDevice): void {
  const problem = findProblem(optionsOf(driver), device.options ?? {}, 'options');
  if (problem === undefined) return;
  throw yaml.mistakeIn([...keys, 'options', ...problem.at], `${problem.message}.`, {
    ofKey: problem.unknown,
  });
}

function checkInterlocks(
  file: BenchFile,
  yaml: YamlText,
  descriptions: ReadonlyMap<string, DeviceDescription>,
): void {
  const descriptionOf = (name: string): DeviceDescription => {
    const description = descriptions.get(name);
    if (description !== undefined) return description;
    throw new FourwireError(
      'range',
      'device-unknown',
      `There is no device "${name}" on ${file.name}; there are ${[...descriptions.keys()].join(', ')}.`,
    );
  };
  for (const [name, rule] of Object.entries(file.interlocks ?? {})) {
    const keys = ['interlocks', name];
    checkInterlock(
      rule,
      (device) => ({ description: descriptionOf(device) }),
      (within, check) => told(yaml, [...keys, ...within], check),
    );
  }
}

/** Does a check; what it refuses is told with the place in the file. */
function told<T>(yaml: YamlText, keys: Keys, check: () => T): T {
  try {
    return check();
  } catch (cause) {
    throw yaml.mistakeIn(keys, FourwireError.from(cause).message);
  }
}
