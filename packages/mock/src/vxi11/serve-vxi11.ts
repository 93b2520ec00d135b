import { systemClock } from '@fourwire/core';
import type { Clock } from '@fourwire/core';
import { rpcService } from '../rpc/rpc-service.ts';
import type { MessageService } from '../serve/message-service.ts';
import { serveTcp } from '../serve/serve-tcp.ts';
import type { ServeTcpOptions, TcpMount } from '../serve/serve-tcp.ts';
import { servePortMapper } from './port-mapper.ts';
import { Vxi11Server, vxi11Programs } from './vxi11-server.ts';
import type { Vxi11Options } from './vxi11-server.ts';

/** How instruments are put on VXI-11. */
export interface ServeVxi11Options extends ServeTcpOptions, Vxi11Options {
  /** The port of the port mapper, 0 for a free one; none is served unless given. Clients that name no port ask 111. */
  readonly portMapper?: number;
  /** Counts the time-outs of clients, by its `wire`; the system's clock unless given. */
  readonly clock?: Clock;
}

/** Instruments on VXI-11. */
export interface Vxi11Mount extends TcpMount {
  /** The resource string of the first instrument, for example `TCPIP0::127.0.0.1,43215::inst0::INSTR`. */
  readonly address: string;
  readonly abortPort: number;
  /** Where the port mapper is served, if it is. */
  readonly portMapperPort: number | undefined;
  /** How many links there are. */
  readonly links: number;
}

/** What is around the data of a device write. */
const callOverhead = 256;

/**
 * Serves instruments on VXI-11, so that any VISA can talk to a simulator: core, abort and interrupt channel, and a port
 * mapper where it is asked for.
 *
 * @param instruments - by device name, such as `inst0` or `gpib0,5`
 * @throws FourwireError of kind `link`, code `port-unavailable`, when a port is taken
 *
 * @example
 * ```ts
 * await using mount = await serveVxi11({ inst0: new Keysight34461Simulator().messages });
 * await using meter = await openMultimeter(mount.address, { driver: 'keysight-34460' });
 * ```
 */
export async function serveVxi11(
  instruments: Readonly<Record<string, MessageService>>,
  options: ServeVxi11Options = {},
): Promise<Vxi11Mount> {
  const { host = '127.0.0.1', port = 0, portMapper } = options;
  const clock = (options.clock ?? systemClock).wire;
  const server: Vxi11Server = new Vxi11Server(instruments, clock, () => abort.port, options);
  const longest = server.maxReceive + callOverhead;
  const nobody = { open: () => undefined, closed() {} };
  const abort = await serveTcp(rpcService([server.abort], nobody, callOverhead), { host });
  const core = await serveTcp(rpcService([server.core], server, longest), { host, port }).catch(
    async (error: unknown) => {
      await abort.close();
      throw error;
    },
  );
  const find = (program: number, version: number): number =>
    program === vxi11Programs.core && version === vxi11Programs.version ? core.port : 0;
  const close = async (): Promise<void> => {
    await Promise.all([mapper?.close(), core.close(), abort.close()]);
  };
  const mapper =
    portMapper === undefined
      ? undefined
      : await servePortMapper(find, host, portMapper).catch(async (error: unknown) => {
          await Promise.all([core.close(), abort.close()]);
          throw error;
        });
  return {
    host,
    port: core.port,
    abortPort: abort.port,
    portMapperPort: mapper?.port,
    address: `TCPIP0::${host},${core.port}::${Object.keys(instruments)[0] ?? 'inst0'}::INSTR`,
    get clients() {
      return core.clients;
    },
    get links() {
      return server.links;
    },
    unplug: async () => {
      await Promise.all([core.unplug(), abort.unplug()]);
    },
    plug: async () => {
      await Promise.all([core.plug(), abort.plug()]);
    },
    close,
    [Symbol.asyncDispose]: close,
  };
}
