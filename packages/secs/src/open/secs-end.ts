import { FourwireError } from '@fourwire/core';
import type { ByteTransport, Transport } from '@fourwire/core';
import { createTransport, formatAddress, listenTcp, parseAddress } from '@fourwire/transport';
import type { Address, HsmsAddress, TcpListener } from '@fourwire/transport';
import { hsmsService } from '../connection/hsms-service.ts';
import { HsmsTransport } from '../connection/hsms-transport.ts';
import type { SecsService } from '../connection/secs-service.ts';
import type { SecsTransport } from '../connection/secs-transport.ts';
import { SecsITransport } from '../secs-i/secs-i-transport.ts';
import type { SecsEndOptions } from './secs-link-options.ts';

/** What an address leads to: a far side that is called, or a service that waits on a port for its call. */
export type SecsEnd =
  | { readonly kind: 'transport'; readonly transport: SecsTransport }
  | { readonly kind: 'service'; readonly service: SecsService; readonly listener: TcpListener };

/**
 * The end of a SECS link that an address names: `hsms://10.0.0.7:5000/0` connects, `hsms://0.0.0.0:5000/0?mode=passive`
 * listens, and is listening when this resolves; a serial line or a socket is SECS-I.
 *
 * @throws FourwireError of kind `range` for an address on which nobody speaks SECS, of kind `link` when the port cannot
 * be had
 */
export async function secsEnd(where: string, options: SecsEndOptions = {}): Promise<SecsEnd> {
  const address = parseAddress(where);
  const { role = 'host', serial } = options;
  if (address.kind === 'serial' || address.kind === 'socket') {
    const stream = streamOf(address, serial === undefined ? {} : { serial });
    const secsI = { ...options.secsI, role, address: formatAddress(address) };
    return { kind: 'transport', transport: new SecsITransport(stream, secsI) };
  }
  if (address.kind !== 'hsms') {
    const text = `${formatAddress(address)}: SECS is spoken at hsms://host:port/device, on serial lines and on sockets.`;
    throw new FourwireError('range', 'address-unsupported', text);
  }
  if (address.mode === 'passive') return listen(address, { ...options, role });
  const { host, port, sessionId } = address;
  const stream = streamOf({ kind: 'socket', board: 0, host, port });
  const hsms = { ...options.hsms, role, sessionId, address: formatAddress(address) };
  return { kind: 'transport', transport: new HsmsTransport(stream, hsms) };
}

async function listen(address: HsmsAddress, options: SecsEndOptions): Promise<SecsEnd> {
  const { host, port, sessionId } = address;
  const { clock, t3, role } = options;
  const service = hsmsService({
    ...options.hsms,
    ...(clock === undefined ? {} : { clock }),
    ...(t3 === undefined ? {} : { t3 }),
    ...(role === undefined ? {} : { role }),
    sessionId,
    address: formatAddress(address),
  });
  return { kind: 'service', service, listener: await listenTcp(service, { host, port }) };
}

function streamOf(
  address: Address,
  options: Parameters<typeof createTransport>[1] = {},
): () => Promise<ByteTransport> {
  return async () => {
    const stream: Transport = await createTransport(address, options);
    if (stream.wire === 'bytes') return stream as ByteTransport;
    throw new FourwireError('range', 'stream-needed', `${stream.address} is no stream of bytes.`);
  };
}
