import { Bus, BusClient, systemClock } from '@fourwire/core';
import type { Call, Clock, Duration, Random } from '@fourwire/core';
import type { SecsTransport } from '../connection/secs-transport.ts';
import { GemHost } from './gem-host.ts';
import type { GemHostOptions } from './gem-host.ts';

/** How a host is opened. */
export interface OpenGemHostOptions extends GemHostOptions {
  /** What the equipment is called in messages; `equipment` unless given. */
  readonly path?: string;
  /** T3: how long a reply may take; 45 s unless given. */
  readonly t3?: Duration;
  readonly clock?: Clock;
  readonly random?: Random;
  /**
   * Sets the equipment up, after S1F13 of every connection: goes on-line, defines reports, fetches what was spooled.
   * Requests that it makes must carry the call it is given.
   */
  readonly setUp?: (host: GemHost, call: Call) => Promise<void>;
}

/** A host with the link that it owns. */
export interface OpenGemHost extends AsyncDisposable {
  readonly host: GemHost;
  close(): Promise<void>;
}

/**
 * Connects a host of your own, outside of a device class: opens the transport, establishes communications, and does
 * both again whenever the link was lost.
 *
 * @throws FourwireError of kind `link` when the equipment cannot be reached, of kind `device` when it refuses
 *
 * @example
 * ```ts
 * await using oven = await openGemHost(transport, { setUp: (host, call) => host.communications.goOnline(call) });
 * console.log(await oven.host.statusVariables.read([3001, 3002]));
 * ```
 */
export async function openGemHost(
  transport: SecsTransport,
  options: OpenGemHostOptions = {},
): Promise<OpenGemHost> {
  const { path = 'equipment', t3 = { seconds: 45 }, clock = systemClock, random, setUp } = options;
  const bus = new Bus(transport, random === undefined ? { clock } : { clock, random });
  const client = new BusClient(bus, path, { timeout: t3 });
  const host = new GemHost(client, clock, options);
  client.setUp = async (call) => {
    await host.communications.establish(call);
    await setUp?.(host, call);
  };
  const close = async (): Promise<void> => {
    bus.remove(client);
    await bus.close();
  };
  await bus.open();
  try {
    await client.setUp({});
  } catch (error) {
    await close();
    throw error;
  }
  bus.add(client);
  return { host, close, [Symbol.asyncDispose]: close };
}
