import { FourwireError } from '@fourwire/core';
import type { Turn } from '@fourwire/core';
import { RpcConnection } from './rpc-connection.ts';
import type { RpcProgram } from './rpc-message.ts';
import type { XdrItem, XdrReader } from './xdr.ts';

/** The port mapper, version 2 (RFC 1833, section 3), and where it listens. */
export const portMapper = { program: 100_000, version: 2, port: 111 } as const;

/** Its procedure that says on which port a program listens. */
export const getPortProcedure = 3;

const overTcp = 6;

/** The arguments of GETPORT for a program on TCP. */
export function getPortArguments({ program, version }: RpcProgram): readonly XdrItem[] {
  return [program, version, overTcp, 0];
}

/**
 * The port in the results of GETPORT; `undefined` when the program is not there.
 *
 * @throws FourwireError of kind `protocol`, code `rpc-reply`, for a number that is no port
 */
export function decodeGetPort(results: XdrReader): number | undefined {
  const port = results.word();
  if (port <= 0xffff) return port === 0 ? undefined : port;
  throw new FourwireError('protocol', 'rpc-reply', `The port mapper gives ${port}, which is no port.`);
}

/**
 * Asks the port mapper of a host on which port a program listens.
 *
 * @param at - the host, the port of its port mapper, and the address for messages
 * @throws FourwireError of kind `link`: `link-refused`, when there is no port mapper; `rpc-program-missing`, when it
 * does not know the program
 */
export async function askPort(
  at: { readonly host: string; readonly port: number; readonly address: string },
  program: RpcProgram,
  turn: Turn,
): Promise<number> {
  const address = `${at.address} (port mapper, port ${at.port})`;
  const connection = await RpcConnection.connect({ ...portMapper, ...at, address }, turn);
  try {
    const port = await connection.call(getPortProcedure, getPortArguments(program), turn, decodeGetPort);
    if (port !== undefined) return port;
  } finally {
    connection.close();
  }
  throw new FourwireError(
    'link',
    'rpc-program-missing',
    `${at.address}: the port mapper knows no program ${program.program} version ${program.version}. Check that VXI-11 is switched on at the instrument, or give the port of its core channel in the address.`,
  );
}
