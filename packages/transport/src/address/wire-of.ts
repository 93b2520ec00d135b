import type { Address } from './address.ts';
import { formatHost } from './host.ts';

/**
 * The identity of the wire that an address runs over. Addresses with equal identities share one connection, and so
 * one bus: units on one Modbus host and port or on one serial line, instruments on one GPIB board, and also a raw
 * `ASRL` and a Modbus line on the same port, which must not be open at once.
 *
 * - Board numbers of TCPIP, USB and adapters do not count, and `ASRL3` is the same wire as `ASRLCOM3`.
 * - VXI-11 and HiSLIP have a link of their own for each device name, so `gpib0,5` and `gpib0,6` of one gateway are
 *   two wires; the gateway keeps its GPIB in order.
 * - A GPIB address knows its board only (`gpib:0`). Whoever binds the board to an adapter uses the adapter's wire.
 * - Names are compared as text: a host name and its IP address, or two links to one device file, look like two wires.
 */
export function wireOf(address: Address): string {
  switch (address.kind) {
    case 'socket':
    case 'prologix-tcp':
    case 'modbus-tcp':
      return `tcp:${formatHost(address.host)}:${address.port}`;
    case 'hsms': {
      const direction = address.mode === 'active' ? 'tcp' : 'tcp-listen';
      return `${direction}:${formatHost(address.host)}:${address.port}`;
    }
    case 'vxi11':
      return `vxi11:${formatHost(address.host)}:${address.corePort ?? 'portmapper'}/${address.device}`;
    case 'hislip':
      return `hislip:${formatHost(address.host)}:${address.port}/${address.device}`;
    case 'usbtmc':
      return `usb:${address.vendorId}:${address.productId}:${address.serialNumber}/${address.interfaceNumber}`;
    case 'serial':
      return `serial:${typeof address.port === 'number' ? `COM${address.port}` : address.port}`;
    case 'prologix-serial':
    case 'modbus-rtu':
      return `serial:${address.port}`;
    case 'gpib':
      return `gpib:${address.board}`;
    case 'sim':
      return `sim:${address.name}`;
    default:
      return address satisfies never;
  }
}
