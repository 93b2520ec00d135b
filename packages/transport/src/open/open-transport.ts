import { FourwireError } from '@fourwire/core';
import type { Transport } from '@fourwire/core';
import type { Address } from '../address/address.ts';
import { formatAddress } from '../address/format-address.ts';
import type { SerialSettings } from '../serial/serial-settings.ts';

/** Makes a transport that is in the same process: how `sim://name` is found. */
export type Simulators = (name: string) => Transport | undefined;

/** What opening an address may need besides the address. */
export interface WireOptions {
  /** Baud rate and the rest, for serial lines. */
  readonly serial?: SerialSettings;
  /** Where `sim://` addresses lead. */
  readonly simulators?: Simulators;
}

/** A maker of transports for addresses that other packages know, for example HSMS. */
export type TransportFactory = (address: Address, options: WireOptions) => Transport | undefined;

/**
 * The transport for an address, not opened yet. The native library behind it is loaded only now.
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
    case 'socket': {
      const { TcpTransport } = await import('../tcp/tcp-transport.ts');
      return new TcpTransport(address);
    }
    case 'serial': {
      const { SerialTransport } = await import('../serial/serial-transport.ts');
      return new SerialTransport(address, options.serial);
    }
    case 'modbus-tcp': {
      const { ModbusTransport } = await import('../modbus/modbus-transport.ts');
      return ModbusTransport.tcp(address);
    }
    case 'modbus-rtu': {
      const { ModbusTransport } = await import('../modbus/modbus-transport.ts');
      return ModbusTransport.rtu(address);
    }
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
