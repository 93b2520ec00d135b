import { FourwireError } from '@fourwire/core';
import type { ByteTransport, Transport } from '@fourwire/core';
import { CalledStream, HsmsTransport, SecsITransport } from '@fourwire/secs';
import type { SecsIOptions, SecsTransport } from '@fourwire/secs';
import { createOpener, createTransport, formatAddress } from '@fourwire/transport';
import type { Address, HsmsAddress, Opener, TransportFactory, WireOptions } from '@fourwire/transport';
import { bondTester } from './classes/bond-tester.ts';
import type { BondTester } from './classes/bond-tester.ts';
import { wirebonder } from './classes/wirebonder.ts';
import type { Wirebonder } from './classes/wirebonder.ts';
import { drivers } from './drivers.ts';

/**
 * The wire to a GEM machine: HSMS over TCP, where the machine is called or, with `mode=passive`, waited for; or SECS-I on
 * a serial line or on the socket of a serial device server. Undefined for other addresses.
 *
 * @param simulated - what takes the place of the wire underneath, if anything does
 * @throws FourwireError of kind `range`, code `address-unsupported`, for an address on which this side listens where the
 * machine is a simulator in this process, which waits to be called itself
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
    if (simulated === undefined) return passiveTransport(address, name);
    throw new FourwireError(
      'range',
      'address-unsupported',
      `${name}: the simulated machine waits to be called itself; leave mode=passive out.`,
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

/** Waits on its port for the machine to call, 20 s each time. */
function passiveTransport({ host, port, sessionId }: HsmsAddress, name: string): SecsTransport {
  return new HsmsTransport(() => new CalledStream({ host, port, address: name }), {
    mode: 'passive',
    sessionId,
    address: name,
  });
}

/**
 * Opens a wire bonder: `await using bonder = await openWirebonder('hsms://192.168.0.9:5000/0', { driver:
 * 'gem-wirebonder', options: { profile } })`. With `?mode=passive` the machine calls: `hsms://0.0.0.0:5000/0?mode=passive`
 * waits for it up to 20 s. A serial address (`ASRL/dev/ttyS0::INSTR`) or a socket means SECS-I; its
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
