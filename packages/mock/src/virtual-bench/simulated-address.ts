import { FourwireError } from '@fourwire/core';
import type { Simulator } from '../simulator.ts';

/** What an address says that matters here; the addresses of `@fourwire/transport` have this form. */
export interface SimulatedAddress {
  readonly kind: string;
  readonly host?: string;
  /** A TCP port, or the path of a serial one. */
  readonly port?: number | string;
  readonly name?: string;
  readonly serialNumber?: string;
  readonly board?: number;
  readonly primary?: number;
  /** `rtu` where serial Modbus frames travel over TCP. */
  readonly framing?: string;
}

/** What stands for a simulator's `messages` among the names of its services. */
export const messageProtocol = 'messages';

/** The services that suit each kind of address, best first. */
const protocols: Readonly<Record<string, readonly string[]>> = {
  socket: ['tcp', 'scpi'],
  serial: ['serial', 'scpi', 'tcp'],
  'modbus-tcp': ['modbus-tcp'],
  'modbus-rtu': ['modbus-rtu'],
  'modbus-rtu-tcp': ['modbus-rtu-tcp', 'modbus-rtu'],
  hsms: ['hsms'],
  vxi11: [messageProtocol],
  hislip: [messageProtocol],
  usbtmc: [messageProtocol],
  gpib: [messageProtocol],
};

/**
 * The name of the simulator at an address: its host, the last part of its serial port's path, its serial number, its
 * own name, or `gpib0-12` for primary address 12 on board 0.
 */
export function nameOf(address: SimulatedAddress): string | undefined {
  if (address.kind === 'gpib') return `gpib${address.board ?? 0}-${address.primary ?? 0}`;
  const path = typeof address.port === 'string' ? address.port.split('/').at(-1) : undefined;
  return address.host ?? address.name ?? address.serialNumber ?? path;
}

/**
 * The service of a simulator that suits an address; `sim://` takes the first.
 *
 * @throws FourwireError of kind `range`, code `simulator-protocol`, when it has none that does
 */
export function serviceFor(address: SimulatedAddress, name: string, simulator: Simulator): string {
  const there = Object.keys(simulator.services);
  if (simulator.messages !== undefined) there.push(messageProtocol);
  const kind = address.framing === 'rtu' ? 'modbus-rtu-tcp' : address.kind;
  const wanted = kind === 'sim' ? there : (protocols[kind] ?? []);
  const found = wanted.find((protocol) => there.includes(protocol));
  if (found !== undefined) return found;
  throw new FourwireError(
    'range',
    'simulator-protocol',
    `The simulator "${name}" does not speak over ${address.kind}; it has ${there.join(', ')}.`,
  );
}
