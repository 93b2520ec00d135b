import { once } from 'node:events';
import { Worker } from 'node:worker_threads';

/**
 * Starts a HiSLIP server that only answers, on a thread of its own, so that what is measured is the client: it opens
 * sessions, and answers each DataEND with one of `payloadBytes`.
 */
export async function startHislipBenchServer(
  payloadBytes: number,
): Promise<{ readonly port: number; stop(): Promise<void> }> {
  const worker = new Worker(
    `const { createServer } = require('node:net');
    const { parentPort } = require('node:worker_threads');
    const hex = (text) => Buffer.from(text.replaceAll(' ', ''), 'hex');
    const answers = new Map([
      [0, hex('4853 01 00 02001235 0000000000000000')],
      [17, hex('4853 12 00 00005a5a 0000000000000000')],
      [15, hex('4853 10 00 00000000 0000000000000008 0000000010000000')],
    ]);
    const response = Buffer.concat([hex('4853 07 00 00000000 0000000000000000'), Buffer.alloc(${payloadBytes}, 'abcdefg')]);
    response.writeUInt32BE(${payloadBytes}, 12);
    const server = createServer((socket) => {
      let rest = Buffer.alloc(0);
      socket.setNoDelay(true).on('error', () => {}).on('data', (chunk) => {
        rest = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
        while (rest.length >= 16 && rest.length >= 16 + rest.readUInt32BE(12)) {
          const answer = answers.get(rest[2]) ?? response;
          // One query at a time, so the last response is on the wire when its id is changed.
          if (answer === response) rest.copy(response, 4, 4, 8);
          socket.write(answer);
          rest = rest.subarray(16 + rest.readUInt32BE(12));
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
