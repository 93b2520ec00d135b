import { FourwireError } from '@fourwire/core';
import type { ByteTransport, Transport } from '@fourwire/core';
import { HsmsTransport } from '@fourwire/secs';
import { createOpener, createTransport, formatAddress } from '@fourwire/transport';
import type { Opener, TransportFactory } from '@fourwire/transport';
import { wirebonder } from './classes/wirebonder.ts';
import type { Wirebonder } from './classes/wirebonder.ts';
import { drivers } from './drivers.ts';

/** HSMS over TCP, as the active side. */
const hsms: TransportFactory = (address, options, simulated) => {
  if (address.kind !== 'hsms') return undefined;
  if (simulated !== undefined && simulated.wire !== 'bytes') return simulated;
  const { host, port, sessionId, mode } = address;
  const name = formatAddress(address);
  if (mode === 'passive') {
    throw new FourwireError(
      'range',
      'address-unsupported',
      `${name}: the host connects (mode=active) and does not listen; set the equipment to passive.`,
    );
  }
  const socket = { kind: 'socket', board: 0, host, port } as const;
  const stream = async (): Promise<Transport> => simulated ?? createTransport(socket, options);
  // Both give bytes: a socket does, and a simulator that does not was given back above.
  return new HsmsTransport(async () => (await stream()) as ByteTransport, {
    sessionId,
    address: name,
  });
};

/**
 * Opens a wire bonder: `await using bonder = await openWirebonder('hsms://192.168.0.9:5000/0', { driver:
 * 'gem-wirebonder', options: { profile } })`.
 *
 * @throws FourwireError of kind `range` for an address, driver or profile that cannot be used, of kind `link` when the
 * bonder cannot be reached
 */
export const openWirebonder: Opener<Wirebonder> = createOpener(wirebonder, drivers, hsms);
