import { Bus, BusClient, endsWith } from '@fourwire/core';
import type { ExchangeOptions } from '@fourwire/core';
import { HislipTransport } from '../src/hislip/hislip-transport.ts';
import type { HislipOptions } from '../src/hislip/hislip-transport.ts';
import { HislipPeer } from './hislip-peer.ts';
import type { PeerScript } from './hislip-peer.ts';

const cleanUp: (() => Promise<void>)[] = [];

/** Ends what the functions below opened; for `afterEach`. */
export async function closeAll(): Promise<void> {
  for (const step of cleanUp.splice(0).toReversed()) await step();
}

export async function serve(script?: PeerScript): Promise<HislipPeer> {
  const peer = await HislipPeer.start(script);
  cleanUp.push(async () => peer[Symbol.asyncDispose]());
  return peer;
}

export function transportTo(peer: HislipPeer, options?: HislipOptions): HislipTransport {
  return new HislipTransport(
    { kind: 'hislip', board: 0, host: '127.0.0.1', device: 'hislip0', port: peer.port },
    options,
  );
}

export async function open(
  peer: HislipPeer,
  options: HislipOptions = {},
  timeout = 2000,
  recoverTimeout = 2000,
): Promise<{ bus: Bus<HislipTransport>; client: BusClient<HislipTransport>; wire: HislipTransport }> {
  const wire = transportTo(peer, options);
  const bus = new Bus(wire, { recoverTimeout });
  await bus.open();
  cleanUp.push(async () => bus.close());
  return { bus, client: new BusClient(bus, 'dmm', { timeout }), wire };
}

export const text = (bytes: Uint8Array): string => Buffer.from(bytes).toString('latin1');

export async function query(
  client: BusClient<HislipTransport>,
  line: string,
  options: ExchangeOptions = {},
): Promise<string> {
  return client.exchange(async (wire, turn) => {
    await wire.write(Buffer.from(line), turn);
    return text(await wire.read(endsWith(), turn));
  }, options);
}
