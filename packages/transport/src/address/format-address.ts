import { FourwireError } from '@fourwire/core';
import type { Address } from './address.ts';
import { formatHost } from './host.ts';
import { parseAddress } from './parse-address.ts';

/**
 * The canonical text of an address: keywords in upper case, schemes in lower case, and every default written out. Line
 * settings that a Modbus RTU address leaves open stay open.
 * Equal addresses give equal texts, and {@link parseAddress} gives the address back.
 *
 * @throws FourwireError of kind `range`, code `address-invalid`, when the value could not have come from an address
 *   string, such as a primary address of 31 or a serial number with `::` in it.
 *
 * @example
 * ```ts
 * formatAddress(parseAddress('tcpip::192.168.0.5')); // 'TCPIP0::192.168.0.5::inst0::INSTR'
 * formatAddress({ kind: 'gpib', board: 0, primary: 12 }); // 'GPIB0::12::INSTR'
 * ```
 */
export function formatAddress(address: Address): string {
  const text = print(address);
  const parsed = parseAddress(text);
  if (parsed.kind !== address.kind) {
    throw new FourwireError(
      'range',
      'address-invalid',
      `The fields of this ${address.kind} address print as ${text}, which is a ${parsed.kind} address.`,
      { details: { address: text, start: 0, end: text.length } },
    );
  }
  return print(parsed);
}

function print(address: Address): string {
  switch (address.kind) {
    case 'socket':
      return `TCPIP${address.board}::${formatHost(address.host)}::${address.port}::SOCKET`;
    case 'vxi11': {
      const corePort = address.corePort === undefined ? '' : `,${address.corePort}`;
      return `TCPIP${address.board}::${formatHost(address.host)}${corePort}::${address.device}::INSTR`;
    }
    case 'hislip':
      return `TCPIP${address.board}::${formatHost(address.host)}::${address.device},${address.port}::INSTR`;
    case 'usbtmc': {
      const ids = `${hex(address.vendorId)}::${hex(address.productId)}`;
      return `USB${address.board}::${ids}::${address.serialNumber}::${address.interfaceNumber}::INSTR`;
    }
    case 'serial':
      return `ASRL${address.port}::INSTR`;
    case 'gpib': {
      const secondary = address.secondary === undefined ? '' : `::${address.secondary}`;
      return `GPIB${address.board}::${address.primary}${secondary}::INSTR`;
    }
    case 'prologix-tcp':
      return `PRLGX-TCPIP${address.board}::${formatHost(address.host)}::${address.port}::INTFC`;
    case 'prologix-serial':
      return `PRLGX-ASRL${address.board}::${address.port}::INTFC`;
    case 'modbus-tcp':
      return `modbus-tcp://${formatHost(address.host)}:${address.port}/${address.unit}${address.framing === 'rtu' ? '?framing=rtu' : ''}`;
    case 'modbus-rtu': {
      const { port, baudRate, parity, stopBits, unit } = address;
      const path = port.startsWith('/') ? port : `/${port}`;
      const options = Object.entries({ baud: baudRate, parity, stopBits, unit });
      const stated = options
        .filter(([, value]) => value !== undefined)
        .map(([name, value]) => `${name}=${value}`);
      return `modbus-rtu://${path}?${stated.join('&')}`;
    }
    case 'hsms':
      return `hsms://${formatHost(address.host)}:${address.port}/${address.sessionId}?mode=${address.mode}`;
    case 'sim':
      return `sim://${address.name}`;
    default:
      return address satisfies never;
  }
}

function hex(id: number): string {
  return `0x${id.toString(16).toUpperCase().padStart(4, '0')}`;
}
