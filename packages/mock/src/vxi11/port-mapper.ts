import { createSocket } from 'node:dgram';
import { FourwireError } from '@fourwire/core';
import { serveTcp } from '../serve/serve-tcp.ts';
import { rpcService } from '../rpc/rpc-service.ts';
import { answerCall } from '../rpc/rpc-program.ts';
import type { RpcProgram } from '../rpc/rpc-program.ts';
import { xdrNumber } from '../rpc/xdr.ts';

const portMapper = { program: 100_000, version: 2, getPort: 3, tcp: 6 } as const;

/** A port mapper that is served. */
export interface PortMapperMount extends AsyncDisposable {
  readonly port: number;
  close(): Promise<void>;
}

/** Tells where a program is served, by number and version: 0 for one that is not. */
export type FindPort = (program: number, version: number) => number;

/** The port mapper's program (RFC 1833): GETPORT alone, which is all that clients of VXI-11 ask. */
function portMapperProgram(find: FindPort): RpcProgram<unknown> {
  return {
    program: portMapper.program,
    version: portMapper.version,
    procedures: {
      [portMapper.getPort]: (args) => {
        const [program, version, protocol] = [args.unsigned(), args.unsigned(), args.unsigned()];
        return xdrNumber(protocol === portMapper.tcp ? find(program, version) : 0);
      },
    },
  };
}

/** More than any call to a port mapper has. */
const longestCall = 1024;

/**
 * Serves a port mapper on TCP and on the same port of UDP, where it also answers the broadcasts that discover VXI-11
 * instruments (sheet vxi11.md, sections 1.4 and 5).
 *
 * @param port - 111 is the one that clients know; chosen by the system when 0
 * @throws FourwireError of kind `link`, code `port-unavailable`
 */
export async function servePortMapper(find: FindPort, host: string, port: number): Promise<PortMapperMount> {
  const programs = [portMapperProgram(find)];
  const tcp = await serveTcp(rpcService(programs, { open: () => undefined, closed() {} }, longestCall), {
    host,
    port,
  });
  const udp = createSocket({ type: 'udp4', reuseAddr: true });
  udp.on('message', (message, from) => {
    void answerCall(message, programs, undefined).then((reply) => {
      if (reply !== undefined) udp.send(reply, from.port, from.address, () => {});
    });
  });
  const close = async (): Promise<void> => {
    await tcp.close();
    await new Promise<void>((resolve) => {
      udp.close(() => resolve());
    });
  };
  try {
    await new Promise<void>((resolve, reject) => {
      udp.once('error', reject);
      udp.bind(tcp.port, host === '127.0.0.1' ? host : undefined, resolve);
    });
  } catch (cause) {
    await tcp.close();
    throw new FourwireError(
      'link',
      'port-unavailable',
      `Port ${tcp.port} of UDP on ${host} cannot be served: ${String(cause)}.`,
      { cause },
    );
  }
  // A datagram that could not be sent is lost, as datagrams are.
  udp.on('error', () => {});
  return { port: udp.address().port, close, [Symbol.asyncDispose]: close };
}
