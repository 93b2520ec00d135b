import { XdrMistake, XdrReader, xdrNumber } from './xdr.ts';

/** A procedure: takes its arguments, gives its result in XDR, now or later. `undefined` answers nothing at all. */
export type RpcProcedure<C> = (
  args: XdrReader,
  connection: C,
) => Uint8Array | undefined | Promise<Uint8Array | undefined>;

/** A program of ONC RPC: one version of it, with its procedures by number. Procedure 0 answers by itself. */
export interface RpcProgram<C> {
  readonly program: number;
  readonly version: number;
  readonly procedures: Readonly<Record<number, RpcProcedure<C>>>;
}

const accept = {
  success: 0,
  noProgram: 1,
  wrongVersion: 2,
  noProcedure: 3,
  garbage: 4,
  systemError: 5,
} as const;
const rpcVersion = 2;

/**
 * Carries out one call message and gives the reply message (RFC 5531, section 9), without record mark. Gives nothing
 * for what is no call.
 */
export async function answerCall<C>(
  message: Uint8Array,
  programs: readonly RpcProgram<C>[],
  connection: C,
): Promise<Uint8Array | undefined> {
  const call = new XdrReader(message);
  let xid: number;
  let header: readonly [number, number, number];
  try {
    xid = call.unsigned();
    if (call.unsigned() !== 0) return undefined;
    if (call.unsigned() !== rpcVersion) return denied(xid);
    header = [call.unsigned(), call.unsigned(), call.unsigned()];
    // Credentials and verifier: whoever asks is served.
    for (let part = 0; part < 2; part++) {
      call.unsigned();
      call.opaque();
    }
  } catch {
    // Too short for a call: there is nothing to answer to.
    return undefined;
  }
  const [number, version, procedure] = header;
  const versions = programs.filter(({ program }) => program === number);
  const program = versions.find((candidate) => candidate.version === version);
  if (versions.length === 0) return accepted(xid, accept.noProgram);
  if (program === undefined) {
    const known = versions.map((candidate) => candidate.version);
    return accepted(
      xid,
      accept.wrongVersion,
      Buffer.concat([xdrNumber(Math.min(...known)), xdrNumber(Math.max(...known))]),
    );
  }
  if (procedure === 0) return accepted(xid, accept.success);
  const carryOut = program.procedures[procedure];
  if (carryOut === undefined) return accepted(xid, accept.noProcedure);
  try {
    const result = await carryOut(call, connection);
    return result === undefined ? undefined : accepted(xid, accept.success, result);
  } catch (error) {
    return accepted(xid, error instanceof XdrMistake ? accept.garbage : accept.systemError);
  }
}

function accepted(xid: number, status: number, result: Uint8Array = new Uint8Array()): Uint8Array {
  const head = [xid, 1, 0, 0, 0, status].map((value) => xdrNumber(value));
  return Buffer.concat([...head, result]);
}

/** The reply to another version of RPC: versions 2 to 2 are spoken here. */
function denied(xid: number): Uint8Array {
  return Buffer.concat([xid, 1, 1, 0, rpcVersion, rpcVersion].map((value) => xdrNumber(value)));
}

/** A message with its record mark, as one fragment. */
export function asRecord(message: Uint8Array): Uint8Array {
  return Buffer.concat([xdrNumber(message.length | 0x8000_0000), message]);
}
