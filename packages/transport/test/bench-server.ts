import { once } from 'node:events';
import { Worker } from 'node:worker_threads';

/** A Modbus TCP server that only answers, on a thread of its own, so that what is measured is the client. */
const answers = `
    let rest = Buffer.alloc(0);
    return (socket, chunk) => {
      rest = Buffer.concat([rest, chunk]);
      for (; rest.length >= 12; rest = rest.subarray(12)) {
        const count = rest.readUInt16BE(10);
        const reply = Buffer.alloc(9 + 2 * count);
        rest.copy(reply, 0, 0, 8);
        reply[5] = 3 + 2 * count;
        reply[8] = 2 * count;
        socket.write(reply);
      }
    };`;

/** Starts the server; gives its port and what stops it. */
export async function startBenchServer(): Promise<{ readonly port: number; stop(): Promise<void> }> {
  const worker = new Worker(
    `const { createServer } = require('node:net');
    const { parentPort } = require('node:worker_threads');
    const make = () => {${answers}};
    const server = createServer((socket) => {
      const answer = make();
      socket.setNoDelay(true).on('error', () => {}).on('data', (chunk) => answer(socket, chunk));
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
