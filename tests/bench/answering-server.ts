import { once } from 'node:events';
import { Worker } from 'node:worker_threads';

/**
 * Starts a TCP server on a thread of its own, so that what is measured is the client; gives its port.
 *
 * @param make - source of a function body, for each connection, that gives what is called with the socket and each chunk
 */
export async function answeringServer(make: string): Promise<number> {
  const worker = new Worker(
    `const { createServer } = require('node:net');
    const { parentPort } = require('node:worker_threads');
    const hex = (text) => Buffer.from(text.replaceAll(' ', ''), 'hex');
    const make = () => {${make}};
    const server = createServer((socket) => {
      const answer = make();
      socket.setNoDelay(true).on('error', () => {}).on('data', (chunk) => answer(socket, chunk));
    });
    server.listen(0, '127.0.0.1', () => parentPort.postMessage(server.address().port));`,
    { eval: true },
  );
  const [port] = (await once(worker, 'message')) as [number];
  return port;
}
