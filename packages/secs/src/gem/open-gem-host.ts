import { Bus, BusClient, FourwireError, aborted, systemClock } from '@fourwire/core';
import type { Call } from '@fourwire/core';
import type { SecsService } from '../connection/secs-service.ts';
import type { SecsTransport } from '../connection/secs-transport.ts';
import { secsEnd } from '../open/secs-end.ts';
import { linkBasics } from '../open/secs-link-options.ts';
import type { SecsLinkOptions } from '../open/secs-link-options.ts';
import { GemHost } from './gem-host.ts';
import type { GemHostOptions } from './gem-host.ts';

/** How a host is opened. */
export interface OpenGemHostOptions extends GemHostOptions, SecsLinkOptions {
  /** What the equipment is called in messages; `equipment` unless given. */
  readonly path?: string;
  /**
   * Sets the equipment up, after S1F13 of every connection: goes on-line, defines reports, fetches what was spooled.
   * Requests that it makes must carry the call it is given.
   */
  readonly setUp?: (host: GemHost, call: Call) => Promise<void>;
  /** Stops waiting for equipment that is to call (passive). */
  readonly signal?: AbortSignal;
}

/** A host with the link that it owns. */
export interface OpenGemHost extends AsyncDisposable {
  readonly host: GemHost;
  close(): Promise<void>;
}

/**
 * Connects a host of your own, outside of a device class: opens the link, establishes communications, and does both
 * again whenever the link was lost. A passive host, with an address like `hsms://0.0.0.0:5000/0?mode=passive` or a
 * service that you mount yourself, waits for the equipment's first call.
 *
 * @param where - an address as in `openSecsLink`, a transport, or a service
 * @throws FourwireError of kind `link` when the equipment cannot be reached, of kind `device` when it refuses
 *
 * @example
 * ```ts
 * await using oven = await openGemHost('hsms://10.0.0.7:5000/0', {
 *   setUp: (host, call) => host.communications.goOnline(call),
 * });
 * console.log(await oven.host.statusVariables.read([3001, 3002]));
 * ```
 */
export async function openGemHost(
  where: string | SecsTransport | SecsService,
  options: OpenGemHostOptions = {},
): Promise<OpenGemHost> {
  if (typeof where !== 'string') {
    return 'exchange' in where ? onService(where, options) : onTransport(where, options);
  }
  const end = await secsEnd(where, { ...options, role: 'host' });
  if (end.kind === 'transport') return onTransport(end.transport, options);
  const { service, listener } = end;
  try {
    const opened = await onService(service, options);
    const close = async (): Promise<void> => {
      await opened.close();
      await listener.close();
    };
    return { host: opened.host, close, [Symbol.asyncDispose]: close };
  } catch (error) {
    await listener.close();
    throw error;
  }
}

async function onTransport(transport: SecsTransport, options: OpenGemHostOptions): Promise<OpenGemHost> {
  const { t3, bus: settings } = linkBasics(options);
  const bus = new Bus(transport, settings);
  const client = new BusClient(bus, options.path ?? 'equipment', { timeout: t3 });
  const host = new GemHost(client, settings.clock, options);
  client.setUp = async (call) => setUp(host, call, options);
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

/** Sets up whoever calls; one that cannot be set up is hung up on, so that it calls again. */
async function onService(service: SecsService, options: OpenGemHostOptions): Promise<OpenGemHost> {
  const { clock = systemClock, signal } = options;
  const host = new GemHost(service, clock, options);
  let abandon = (): void => {};
  let end = (): void => {};
  const close = async (): Promise<void> => {
    end();
    await service.close();
  };
  const first = new Promise<void>((resolve, reject) => {
    const calls = service.wire.selected$.subscribe({
      next: (selected) => {
        if (!selected) return;
        setUp(host, {}, options).then(resolve, (error: unknown) => {
          reject(FourwireError.from(error));
          void service.close();
        });
      },
      error: reject,
    });
    end = () => calls.unsubscribe();
    if (signal === undefined) return;
    abandon = () => reject(aborted(signal));
    if (signal.aborted) abandon();
    else signal.addEventListener('abort', abandon, { once: true });
  });
  try {
    await first;
  } catch (error) {
    await close();
    throw error;
  } finally {
    signal?.removeEventListener('abort', abandon);
  }
  return { host, close, [Symbol.asyncDispose]: close };
}

async function setUp(host: GemHost, call: Call, options: OpenGemHostOptions): Promise<void> {
  await host.communications.establish(call);
  await options.setUp?.(host, call);
}
