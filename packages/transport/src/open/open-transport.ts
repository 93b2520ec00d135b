import { FourwireError } from '@fourwire/core';
import type { Transport } from '@fourwire/core';
import type { Address } from '../address/address.ts';
import { formatAddress } from '../address/format-address.ts';
import type { ModbusTcpOptions } from '../modbus/modbus-transport.ts';
import { ModbusTransport } from '../modbus/modbus-transport.ts';
import type { SerialSettings } from '../serial/serial-settings.ts';
import { SerialTransport } from '../serial/serial-transport.ts';
import { TcpTransport } from '../tcp/tcp-transport.ts';

/** Makes a transport that is in the same process: how `sim://name` is found. */
export type Simulators = (name: string) => Transport | undefined;

/** What opening an address may need besides the address. */
export interface WireOptions {
  /** Baud rate and the rest, for serial lines. */
  readonly serial?: SerialSettings;
  /** How many requests at once, for Modbus TCP. */
  readonly modbus?: ModbusTcpOptions;
  /** Where `sim://` addresses lead. */
  readonly simulators?: Simulators;
}

/** A maker of transports for addresses that other packages know, for example HSMS. */
export type TransportFactory = (address: Address, options: WireOptions) => Transport | undefined;

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
  const made = factory?.(address, options);
  if (made !== undefined) return made;
  switch (address.kind) {
    case 'socket':
      return new TcpTransport({ host: address.host, port: address.port });
    case 'serial':
      return new SerialTransport(address, options.serial);
    case 'modbus-tcp':
      return ModbusTransport.tcp(address, options.modbus);
    case 'modbus-rtu':
      return ModbusTransport.rtu(address, options.serial);
    case 'sim': {
      const transport = options.simulators?.(address.name);
      if (transport !== undefined) return transport;
      throw new FourwireError(
        'range',
        'simulator-unknown',
        `${formatAddress(address)}: no simulator of that name runs in this process; give its transport, or an address on a wire.`,
      );
    }
    default:
      throw new FourwireError(
        'range',
        'address-unsupported',
        `${formatAddress(address)}: this kind of address cannot be opened here.`,
      );
  }
}
