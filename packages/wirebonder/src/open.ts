import { FourwireError } from '@fourwire/core';
import type { ByteTransport, Transport } from '@fourwire/core';
import { HsmsTransport, SecsITransport } from '@fourwire/secs';
import type { SecsIOptions, SecsTransport } from '@fourwire/secs';
import { createOpener, createTransport, formatAddress } from '@fourwire/transport';
import type { Address, Opener, TransportFactory, WireOptions } from '@fourwire/transport';
import { bondTester } from './classes/bond-tester.ts';
import type { BondTester } from './classes/bond-tester.ts';
import { wirebonder } from './classes/wirebonder.ts';
import type { Wirebonder } from './classes/wirebonder.ts';
import { drivers } from './drivers.ts';

/**
 * The wire to a GEM machine: HSMS over TCP as the active side, or SECS-I on a serial line or on the socket of a serial
 * device server. Undefined for other addresses.
 *
 * @param simulated - what takes the place of the wire underneath, if anything does
 * @throws FourwireError of kind `range`, code `address-unsupported`, for an HSMS address that wants this side to listen
 */
export function secsTransport(
  address: Address,
  options: WireOptions,
  secsI: SecsIOptions = {},
  simulated?: Transport,
): SecsTransport | undefined {
  const { kind } = address;
  if (kind !== 'hsms' && kind !== 'serial' && kind !== 'socket') return undefined;
  const name = formatAddress(address);
  if (kind === 'hsms' && address.mode === 'passive') {
    throw new FourwireError(
      'range',
      'address-unsupported',
      `${name}: the host connects (mode=active) and does not listen; set the equipment to passive.`,
    );
  }
  const wire =
    kind === 'hsms'
      ? ({ kind: 'socket', board: 0, host: address.host, port: address.port } as const)
      : address;
  // All give bytes: a socket and a serial line do, and a simulator that does not never comes here.
  const stream = async (): Promise<ByteTransport> =>
    (simulated ?? (await createTransport(wire, options))) as ByteTransport;
  return kind === 'hsms'
    ? new HsmsTransport(stream, { sessionId: address.sessionId, address: name })
    : new SecsITransport(stream, { ...secsI, role: 'host', address: name });
}

/**
 * Opens a wire bonder: `await using bonder = await openWirebonder('hsms://192.168.0.9:5000/0', { driver:
 * 'gem-wirebonder', options: { profile } })`. A serial address (`ASRL/dev/ttyS0::INSTR`) or a socket means SECS-I; its
 * device id is in `options.secsI`.
 *
 * @throws FourwireError of kind `range` for an address, driver or profile that cannot be used, of kind `link` when the
 * bonder cannot be reached
 */
export const openWirebonder: Opener<Wirebonder> = async (address, options) => {
  // The driver checks its own options; here only the line is needed.
  const secsI = options.options?.['secsI'] as SecsIOptions | undefined;
  const factory: TransportFactory = (where, wireOptions, simulated) =>
    simulated !== undefined && simulated.wire !== 'bytes'
      ? simulated
      : secsTransport(where, wireOptions, secsI, simulated);
  return createOpener(wirebonder, drivers, factory)(address, options);
};

/**
 * Opens a bond tester: `await using tester = await openBondTester('ASRL/dev/ttyUSB0::INSTR', { driver:
 * 'bond-tester-csv', options: { dialect } })`.
 *
 * @throws FourwireError of kind `range` for an address, driver or dialect that cannot be used, of kind `link` when the
 * line cannot be opened
 */
export const openBondTester: Opener<BondTester> = createOpener(bondTester, drivers);
