import { FourwireError } from '@fourwire/core';
import type { DeviceClass, DeviceOf, MemberSpecs, Options, Readable } from '@fourwire/core';
import { inventory } from '../conformance/instances.ts';

/**
 * Reads every readable member of a device and gives the values by path, for a snapshot test or to compare before and
 * after: `expect(await snapshotOf(thermalChamber, oven)).toMatchSnapshot()`. A member that cannot be read gives its
 * error as `{ error: 'device/sensor-open' }`.
 */
export async function snapshotOf<M extends MemberSpecs>(
  deviceClass: DeviceClass<M>,
  device: DeviceOf<DeviceClass<M>>,
  options: Options = {},
): Promise<Record<string, unknown>> {
  const values: Record<string, unknown> = {};
  for (const { path, spec, member } of inventory(deviceClass.members, device).instances) {
    if (spec.kind !== 'readable' && spec.kind !== 'writable') continue;
    // The inventory has found that it has the functions of a readable.
    values[path] = await (member as Readable<unknown>).read(options).catch((error: unknown) => {
      const { kind, code } = FourwireError.from(error);
      return { error: `${kind}/${code}` };
    });
  }
  return values;
}
