import { Bus, BusClient, endsWith } from '@fourwire/core';
import type { BusOptions, ExchangeOptions } from '@fourwire/core';
import { Vxi11Transport } from '../src/vxi11/vxi11-transport.ts';
import type { Vxi11Options } from '../src/vxi11/vxi11-transport.ts';
import { Vxi11Peer } from './vxi11-peer.ts';
import type { PeerScript } from './vxi11-peer.ts';

const cleanUp: (() => Promise<void>)[] = [];

/** Ends what the functions below opened; for `afterEach`. */
export async function closeAll(): Promise<void> {
  for (const step of cleanUp.splice(0).toReversed()) await step();
}

export async function serve(script?: PeerScript): Promise<Vxi11Peer> {
  const peer = await Vxi11Peer.start(script);
  cleanUp.push(async () => peer[Symbol.asyncDispose]());
  return peer;
}

/** A transport that asks the peer's port mapper. */
export function transportTo(peer: Vxi11Peer, options: Vxi11Options = {}): Vxi11Transport {
  return new Vxi11Transport(
    { kind: 'vxi11', board: 0, host: '127.0.0.1', device: 'inst0' },
    { portMapperPort: peer.mapper.port, ...options },
  );
}

/** A client of a bus on a transport to the core port of the peer. */
export async function open(
  peer: Vxi11Peer,
  { timeout = 2000, ...options }: Vxi11Options & BusOptions & { timeout?: number } = {},
): Promise<{ bus: Bus<Vxi11Transport>; client: BusClient<Vxi11Transport>; wire: Vxi11Transport }> {
  const address = {
    kind: 'vxi11',
    board: 0,
    host: '127.0.0.1',
    corePort: peer.core.port,
    device: 'inst0',
  } as const;
  const wire = new Vxi11Transport(address, options);
  const bus = new Bus(wire, options);
  await bus.open();
  cleanUp.push(async () => bus.close());
  return { bus, client: new BusClient(bus, 'dmm', { timeout }), wire };
}

export async function query(
  client: BusClient<Vxi11Transport>,
  line: string,
  options: ExchangeOptions = {},
): Promise<string> {
  return client.exchange(async (wire, turn) => {
    await wire.write(Buffer.from(line), turn);
    return Buffer.from(await wire.read(endsWith(), turn)).toString('latin1');
  }, options);
}
