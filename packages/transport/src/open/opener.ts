import { Bus, FourwireError, alternatives, openDevice, systemClock } from '@fourwire/core';
import type {
  AnyDriver,
  DeviceClass,
  DeviceOf,
  DeviceOptions,
  DriverEntry,
  MemberSpecs,
  Options,
  Transport,
} from '@fourwire/core';
import type { Address } from '../address/address.ts';
import { parseAddress } from '../address/parse-address.ts';
import { wireOf } from '../address/wire-of.ts';
import { adapterOf } from '../gpib/board-adapter.ts';
import { GpibInstrument } from '../gpib/gpib-instrument.ts';
import { instrumentOn } from '../gpib/prologix-transport.ts';
import { createTransport } from './open-transport.ts';
import type { MockLinks, TransportFactory, WireOptions } from './open-transport.ts';
import { onSharedBus } from './shared-buses.ts';

/** What opening a device by its address may state. */
export interface OpenOptions extends DeviceOptions<Readonly<Record<string, unknown>>>, WireOptions, Options {
  /** Name of the driver, for example `watlow-f4t`. */
  readonly driver: string;
  /** Simulators in place of the real machines. As they have identities of their own, `identity` is not compared. */
  readonly mock?: MockLinks;
}

/** Opens devices of one class by address, or on a transport or a bus that is given. */
export type Opener<D> = (address: string | Transport | Bus<Transport>, options: OpenOptions) => Promise<D>;

/**
 * Makes the function that opens devices of a class with the drivers of a registry.
 *
 * @param factory - makes transports for addresses that the transport package does not know, for example HSMS
 */
export function createOpener<M extends MemberSpecs, D extends DeviceOf<DeviceClass<M>>>(
  deviceClass: DeviceClass<M>,
  drivers: readonly DriverEntry[],
  factory?: TransportFactory,
): Opener<D> {
  return async (address, options) => {
    const clock = options.clock ?? systemClock;
    const driver = await clock.outside(loadDriver(deviceClass, drivers, options.driver));
    const device = await openOn(driver, address, simulated(options), factory);
    return device as D;
  };
}

/** The drivers that were loaded before. */
const loaded = new WeakMap<DriverEntry, AnyDriver>();

async function loadDriver(
  deviceClass: DeviceClass<MemberSpecs>,
  drivers: readonly DriverEntry[],
  name: string,
): Promise<AnyDriver> {
  const fitting = drivers.filter((entry) => entry.class === deviceClass.name);
  const entry = fitting.find((candidate) => candidate.name === name);
  if (entry === undefined) {
    throw new FourwireError(
      'range',
      'driver-unknown',
      `There is no driver "${name}" for a ${deviceClass.name}; ${alternatives(
        name,
        fitting.map((known) => known.name),
      )}`,
    );
  }
  const known = loaded.get(entry);
  if (known !== undefined) return known;
  const driver = await entry.load();
  loaded.set(entry, driver);
  return driver;
}

/** Puts the simulators of `mock` where those of a virtual bench are looked for. */
function simulated(options: OpenOptions): OpenOptions {
  const { mock, identity: _, ...rest } = options;
  if (mock === undefined) return options;
  const device = {
    path: options.path ?? options.driver,
    driver: options.driver,
    options: options.options ?? {},
  };
  return {
    ...rest,
    simulators: (address) => options.simulators?.(address) ?? mock(address, device),
  };
}

async function openOn(
  driver: AnyDriver,
  where: string | Transport | Bus<Transport>,
  options: OpenOptions,
  factory: TransportFactory | undefined,
): Promise<unknown> {
  if (where instanceof Bus) return openDevice(driver, where, options);
  const { clock, random } = options;
  const busOptions = {
    ...(clock === undefined ? {} : { clock }),
    ...(random === undefined ? {} : { random }),
  };
  if (typeof where !== 'string') {
    const line = where instanceof GpibInstrument ? where.adapter : where;
    return onSharedBus(
      line,
      async () => line,
      busOptions,
      async (bus) => openDevice(driver, { bus, wire: where }, options),
    );
  }
  const address = parseAddress(where);
  const isBehindAdapter = address.kind === 'gpib' && options.simulators?.(address) === undefined;
  const line = isBehindAdapter ? adapterOf(address, options.adapters) : address;
  const wireOptions = withLineOf(driver, line, options);
  const make = async (): Promise<Transport> => createTransport(line, wireOptions, factory);
  // Simulators at equal addresses on two benches are two: what they run on tells them apart.
  const wire = options.simulators?.(line) ?? wireOf(line);
  return onSharedBus(wire, make, busOptions, async (bus) =>
    openDevice(driver, isBehindAdapter ? { bus, wire: instrumentOn(bus.transport, address) } : bus, {
      ...options,
      options: { ...optionsOfAddress(address), ...options.options },
    }),
  );
}

/** What an address says that is the driver's affair and not the wire's: on Modbus, the unit. */
export function optionsOfAddress(address: Address): { readonly unit?: number } {
  return address.kind === 'modbus-tcp' || address.kind === 'modbus-rtu' ? { unit: address.unit } : {};
}

/** Sets the device's own serial line as the driver says, where the user does not; an adapter's line is none of its affair. */
function withLineOf({ serial }: AnyDriver, line: Address, options: WireOptions): WireOptions {
  const isOwn = line.kind === 'serial' || line.kind === 'modbus-rtu';
  return isOwn ? { ...options, serial: { ...serial, ...options.serial } } : options;
}
