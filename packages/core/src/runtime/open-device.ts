import { FourwireError } from '../errors/fourwire-error.ts';
import { Bus } from '../link/bus.ts';
import type { BusPlace } from '../link/bus-client.ts';
import type { BusOptions } from '../link/bus-options.ts';
import type { Transport } from '../link/transport.ts';
import type { MemberSpecs } from '../model/device-class.ts';
import type { Device, Options } from '../model/device.ts';
import type { MembersOf } from '../model/types.ts';
import { systemRandom } from '../time/random.ts';
import { systemClock } from '../time/system-clock.ts';
import { checkValue } from '../values/check-value.ts';
import { DeviceRuntime } from './device-runtime.ts';
import type { DeviceOptions } from './device-runtime.ts';
import { optionsOf } from './driver.ts';
import type { AnyDriver, Driver } from './driver.ts';

/**
 * Opens a device: connects its bus, lets the driver find out what it has, checks its identity.
 *
 * @param link - a transport of its own, a bus that it shares with other devices, or its place on such a bus
 * @throws FourwireError of kind `range`, code `wire-mismatch`, when the driver needs another kind of transport,
 * code `option-refused` for an option that it does not know or take; `link` or `timeout` when there is no answer; `device`, code `identity-mismatch`, when another device answers
 */
export async function openDevice<M extends MemberSpecs, W extends Transport, O extends object>(
  driver: Driver<M, W, O>,
  link: NoInfer<W> | Bus<NoInfer<W>> | BusPlace<NoInfer<W>>,
  options: DeviceOptions<O> & Options = {},
): Promise<Device & MembersOf<M>> {
  const clock = options.clock ?? systemClock;
  const random = options.random ?? systemRandom();
  const { bus, wire } = placeOf(link, { clock, random });
  if (wire.wire !== driver.wire) {
    throw new FourwireError(
      'range',
      'wire-mismatch',
      `${driver.name} speaks over ${driver.wire}, but ${wire.address} carries ${wire.wire}; use an address of the kind that the support table names for it.`,
    );
  }
  checkOptions(driver, options.options);
  const device = new DeviceRuntime<M, W, O>(driver, { bus, wire }, clock, random, options);
  await device.open(options);
  // The runtime has attached the members of the driver's class.
  return device as unknown as Device & MembersOf<M>;
}

function checkOptions(driver: Pick<AnyDriver, 'name' | 'options'>, told: object = {}): void {
  const problem = checkValue(optionsOf(driver), told, 'options');
  if (problem !== undefined)
    throw new FourwireError('range', 'option-refused', `${driver.name}: ${problem}.`);
}

function placeOf<W extends Transport>(link: W | Bus<W> | BusPlace<W>, options: BusOptions): BusPlace<W> {
  if (link instanceof Bus) return { bus: link, wire: link.transport };
  return 'bus' in link ? link : { bus: new Bus(link, options), wire: link };
}
