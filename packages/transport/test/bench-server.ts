import { once } from 'node:events';
import { Worker } from 'node:worker_threads';

/** 40 bytes, as much as a reading with its unit and time. */
export const query = Buffer.from('MEAS:VOLT:DC? 10,0.0001;:FETC?;:SYST:A?\n');
/** How long a block is, in bytes. */
export const blockBytes = 10_000_000;

/** Servers that only answer, on a thread of their own, so that what is measured is the client. */
const answers = {
  line: `
    const reply = Buffer.from('+1.23456789E-03,+9.87654321E+00,1234567\\n');
    return (socket, chunk) => { for (const byte of chunk) if (byte === 10) socket.write(reply); };`,
  block: `
    const block = Buffer.alloc(${blockBytes}, 'abcdefg');
    return (socket) => socket.write(block);`,
  modbus: `
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
    };`,
};

/** Starts a server; gives its port and what stops it. */
export async function startBenchServer(
  kind: keyof typeof answers,
): Promise<{ readonly port: number; stop(): Promise<void> }> {
  const worker = new Worker(
    `const { createServer } = require('node:net');
    const { parentPort } = require('node:worker_threads');
    const make = () => {${answers[kind]}};
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
