import { FourwireError } from '@fourwire/core';
import type { ByteTransport, SerialSettings, Transport } from '@fourwire/core';
import type { Address } from '../address/address.ts';
import { formatAddress } from '../address/format-address.ts';
import type { HislipOptions } from '../hislip/hislip-transport.ts';
import { HislipTransport } from '../hislip/hislip-transport.ts';
import type { GpibAdapters } from '../gpib/board-adapter.ts';
import { adapterOf } from '../gpib/board-adapter.ts';
import { instrumentOn, PrologixTransport } from '../gpib/prologix-transport.ts';
import type { ModbusTcpOptions } from '../modbus/modbus-transport.ts';
import { ModbusTransport } from '../modbus/modbus-transport.ts';
import { SerialTransport } from '../serial/serial-transport.ts';
import { TcpTransport } from '../tcp/tcp-transport.ts';
import type { UsbFinder } from '../usbtmc/usb-library.ts';
import { UsbtmcTransport } from '../usbtmc/usbtmc-transport.ts';
import type { Vxi11Options } from '../vxi11/vxi11-transport.ts';
import { Vxi11Transport } from '../vxi11/vxi11-transport.ts';

/**
 * Says which simulator in this process stands at an address: a stream of bytes in place of the wire, or a transport of
 * the kind that the driver wants; `undefined` where the real wire is meant. The same object for the same wire, since
 * devices on one wire share a bus.
 */
export type Simulators = (address: Address) => Transport | undefined;

/**
 * Gives a simulator in place of the real machine, whatever stands at the address, for example `mockLinks()` of
 * `@fourwire/mock`: the one for a driver, a new one for each path, the same one when a path is opened again.
 */
export type MockLinks = (
  address: Address,
  device: {
    readonly path: string;
    readonly driver: string;
    /** The driver's own options. */
    readonly options: Readonly<Record<string, unknown>>;
  },
) => Transport;

/** What opening an address may need besides the address. */
export interface WireOptions {
  /** Baud rate and the rest, for serial lines; what is left out is as the driver says, or else 9600 8N1. */
  readonly serial?: SerialSettings;
  /** Mode, limits and locks, for HiSLIP. */
  readonly hislip?: HislipOptions;
  /** Limits and locks, for VXI-11. */
  readonly vxi11?: Vxi11Options;
  /** How many requests at once, for Modbus TCP. */
  readonly modbus?: ModbusTcpOptions;
  /** The adapters of GPIB addresses, by the number of the board. */
  readonly adapters?: GpibAdapters;
  /** Finds USB devices; by the npm package `usb` unless given, for example a browser's `navigator.usb`. */
  readonly usb?: UsbFinder;
  /** What stands at addresses in this process: where `sim://` leads, and what takes the place of real wires. */
  readonly simulators?: Simulators;
}

/**
 * A maker of transports for addresses that other packages know, for example HSMS.
 *
 * @param simulated - what takes the place of the wire underneath, if anything does
 */
export type TransportFactory = (
  address: Address,
  options: WireOptions,
  simulated: Transport | undefined,
) => Transport | undefined;

/**
 * The transport for an address, not opened yet. The native library behind it is loaded when it is opened.
 *
 * @throws FourwireError of kind `range`, code `address-unsupported`, when no transport speaks this kind of address
 */
export async function createTransport(
  address: Address,
  options: WireOptions = {},
  factory?: TransportFactory,
): Promise<Transport> {
  const simulated = options.simulators?.(address);
  const made = factory?.(address, options, simulated);
  if (made !== undefined) return made;
  if (simulated !== undefined) return onSimulated(address, simulated, options);
  switch (address.kind) {
    case 'socket':
      return new TcpTransport({ host: address.host, port: address.port });
    case 'serial':
      return new SerialTransport(address, options.serial);
    case 'hislip':
      return new HislipTransport(address, options.hislip);
    case 'vxi11':
      return new Vxi11Transport(address, options.vxi11);
    case 'modbus-tcp':
      return ModbusTransport.tcp(address, options.modbus);
    case 'modbus-rtu':
      return ModbusTransport.rtu(address, options.serial);
    case 'usbtmc':
      return new UsbtmcTransport(address, { usb: options.usb });
    case 'prologix-tcp':
      return PrologixTransport.tcp(address);
    case 'prologix-serial':
      return PrologixTransport.serial(address, options.serial);
    case 'gpib': {
      const adapter = await createTransport(adapterOf(address, options.adapters), options, factory);
      return instrumentOn(adapter, address);
    }
    case 'sim':
      throw new FourwireError(
        'range',
        'simulator-unknown',
        `${formatAddress(address)}: no simulator of that name runs in this process; give its transport, or an address on a wire.`,
      );
    default:
      throw new FourwireError(
        'range',
        'address-unsupported',
        `${formatAddress(address)}: this kind of address cannot be opened here.`,
      );
  }
}

/** A simulator's bytes, as the transport that the address asks for. */
function onSimulated(address: Address, simulated: Transport, options: WireOptions): Transport {
  if (!isBytes(simulated)) return simulated;
  if (address.kind === 'modbus-tcp')
    return ModbusTransport.over(simulated, address.framing ?? 'tcp', options.modbus);
  if (address.kind === 'prologix-tcp' || address.kind === 'prologix-serial') {
    return PrologixTransport.over(simulated, formatAddress(address));
  }
  return address.kind === 'modbus-rtu' ? ModbusTransport.over(simulated, 'rtu') : simulated;
}

function isBytes(transport: Transport): transport is ByteTransport {
  return transport.wire === 'bytes';
}
