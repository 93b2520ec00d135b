import { Bus, BusClient } from '@fourwire/core';
import type { SecsLink } from '../connection/secs-transport.ts';
import { secsEnd } from './secs-end.ts';
import { linkBasics } from './secs-link-options.ts';
import type { SecsEndOptions } from './secs-link-options.ts';

/** A link that is kept up until it is closed. */
export interface OpenSecsLink extends AsyncDisposable {
  readonly link: SecsLink;
  close(): Promise<void>;
}

/**
 * Opens a SECS link by its address, for either side: `hsms://10.0.0.7:5000/0` connects, and again whenever the link was
 * lost; `hsms://0.0.0.0:5000/0?mode=passive` listens, and resolves before anybody has called; a serial line, or a socket
 * as `TCPIP::host::port::SOCKET`, is SECS-I.
 *
 * @throws FourwireError of kind `range` for an address on which nobody speaks SECS, of kind `link` when the far side
 * cannot be reached or the port not be had
 *
 * @example
 * ```ts
 * await using link = await openSecsLink('hsms://0.0.0.0:5000/0?mode=passive', { role: 'equipment' });
 * equipment.attach(link.link);
 * ```
 */
export async function openSecsLink(address: string, options: SecsEndOptions = {}): Promise<OpenSecsLink> {
  const end = await secsEnd(address, options);
  if (end.kind === 'service') {
    const { service, listener } = end;
    const close = async (): Promise<void> => {
      await service.close();
      await listener.close();
    };
    return { link: service, close, [Symbol.asyncDispose]: close };
  }
  const { t3, bus: settings } = linkBasics(options);
  const bus = new Bus(end.transport, settings);
  await bus.open();
  const link = new BusClient(bus, end.transport.address, { timeout: t3 });
  const close = async (): Promise<void> => bus.close();
  return { link, close, [Symbol.asyncDispose]: close };
}
