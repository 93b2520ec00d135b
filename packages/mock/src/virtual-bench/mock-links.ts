import { seededRandom, systemClock } from '@fourwire/core';
import type { InProcessTransport } from '@fourwire/core';
import type { MessageLink } from '../serve/message-link.ts';
import { simulatorFor } from '../simulator-for.ts';
import type { SimulatorOptions } from '../simulator.ts';
import type { SimulatedAddress } from './simulated-address.ts';
import { Wires } from './wires.ts';

/** A device that is opened on a simulator. */
export interface MockedDevice {
  readonly path: string;
  readonly driver: string;
  /** The driver's own options. */
  readonly options: Readonly<Record<string, unknown>>;
}

/** The wire to a device's simulator. See {@link mockLinks}. */
export type MockLinks = (
  address: SimulatedAddress & { readonly unit?: number },
  device: MockedDevice,
) => InProcessTransport | MessageLink;

/**
 * Simulators in place of real machines, whatever stands at their addresses: the one for the driver, a new one for each
 * path. Give it as `mock` where a device is opened.
 *
 * @throws FourwireError, when a device is opened: kind `range`, code `driver-without-simulator` or `simulator-protocol`
 *
 * @example
 * ```ts
 * const mock = mockLinks();
 * await using oven = await openThermalChamber('modbus-tcp://10.0.0.7:502/1', { driver: 'watlow-f4t', mock });
 * ```
 */
export function mockLinks(options: SimulatorOptions = {}): MockLinks {
  const { clock = systemClock, random = seededRandom(1) } = options;
  const wires = new Map<string, Wires>();
  return (address, { path, driver, options: own }) => {
    let wire = wires.get(path);
    if (wire === undefined) {
      const place = {
        clock,
        random: random.fork(`simulator/${path}`),
        ...(address.unit === undefined ? {} : { unit: address.unit }),
        ...(typeof own['address'] === 'number' ? { address: own['address'] } : {}),
      };
      wire = new Wires(path, simulatorFor(driver, own, place), clock, random.fork(`wire/${path}`));
      wires.set(path, wire);
    }
    return wire.at(address);
  };
}
