import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { query } from './bench-server.ts';

/**
 * Starts a VXI-11 core channel that only answers, on a thread of its own, so that what is measured is the client: it
 * takes every write, and gives one message of `messageBytes` after each in the pieces that it is asked for.
 */
export async function startVxi11BenchServer(
  messageBytes: number,
): Promise<{ readonly port: number; stop(): Promise<void> }> {
  const worker = new Worker(
    `const { createServer } = require('node:net');
    const { parentPort } = require('node:worker_threads');
    const message = Buffer.alloc(${messageBytes}, 'abcdefg');
    // Mark, xid, REPLY, accepted, no verifier, success, then the results.
    const reply = (results) => {
      const record = Buffer.alloc(28 + 4 * results.length);
      record.writeUInt32BE(0x80000000 + record.length - 4);
      record.writeUInt32BE(1, 8);
      results.forEach((word, index) => record.writeUInt32BE(word, 28 + 4 * index));
      return record;
    };
    const created = reply([0, 201, 0, 0x100000]);
    const written = reply([0, ${query.length}]);
    const pieces = new Map();
    const piece = (at, size) => {
      const key = at + ':' + size;
      if (!pieces.has(key)) {
        const data = message.subarray(at, at + size);
        const head = reply([0, at + data.length === message.length ? 4 : 1, data.length]);
        const record = Buffer.concat([head, data, Buffer.alloc((4 - (data.length % 4)) % 4)]);
        record.writeUInt32BE(0x80000000 + record.length - 4);
        pieces.set(key, record);
      }
      return pieces.get(key);
    };
    const server = createServer((socket) => {
      let rest = Buffer.alloc(0);
      let at = 0;
      const answer = (call) => {
        const procedure = call.readUInt32BE(24);
        if (procedure === 10) return created;
        if (procedure === 12) {
          const record = piece(at, call.readUInt32BE(48));
          at = Math.min(message.length, at + call.readUInt32BE(48));
          return record;
        }
        at = 0;
        return written;
      };
      socket.setNoDelay(true).on('error', () => {}).on('data', (chunk) => {
        rest = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
        while (rest.length >= 4) {
          const length = 4 + (rest.readUInt32BE(0) & 0x7fffffff);
          if (rest.length < length) break;
          const record = answer(rest);
          // One call at a time, so the last reply is on the wire when its id is changed.
          rest.copy(record, 4, 4, 8);
          socket.write(record);
          rest = rest.subarray(length);
        }
      });
    });
    server.listen(0, '127.0.0.1', () => parentPort.postMessage(server.address().port));`,
    { eval: true },
  );
  const [port] = (await once(worker, 'message')) as [number];
  return {
    port,
    stop: async () => {
      await worker.terminate();
    },
  };
}
