import type { ByteService } from '@fourwire/core';
import { RecordReader } from './record-reader.ts';
import { answerCall, asRecord } from './rpc-program.ts';
import type { RpcProgram } from './rpc-program.ts';

/** What a program is told about connections. */
export interface RpcConnections<C> {
  /** Makes what the procedures are given for a new connection. */
  open(): C;
  closed(connection: C): void;
}

/**
 * Serves programs of ONC RPC on a stream: calls of one connection are carried out one after the other, those of
 * different connections side by side. A record longer than `longestRecord` ends the connection.
 */
export function rpcService<C>(
  programs: readonly RpcProgram<C>[],
  connections: RpcConnections<C>,
  longestRecord: number,
): ByteService {
  return {
    connect(peer) {
      const connection = connections.open();
      const records = new RecordReader(longestRecord);
      let open = true;
      let last = Promise.resolve();
      const answer = async (record: Uint8Array): Promise<void> => {
        if (!open) return;
        const reply = await answerCall(record, programs, connection);
        if (open && reply !== undefined) peer.send(asRecord(reply));
      };
      return {
        receive(bytes) {
          if (!open) return;
          try {
            for (const record of records.push(bytes)) last = last.then(async () => answer(record));
          } catch {
            // Nothing says where the next record begins.
            peer.close();
          }
        },
        closed() {
          open = false;
          connections.closed(connection);
        },
      };
    },
  };
}
