import { once } from 'node:events';
import { connect } from 'node:net';
import { Bus, BusClient, endsWith, exactly } from '@fourwire/core';
import { afterAll, bench, describe } from 'vitest';
import { TcpTransport } from '../src/tcp/tcp-transport.ts';
import { blockBytes, query, startBenchServer } from './bench-server.ts';

// Each pair measures a loop written by hand against the same through a bus: the ratio is what matters, and on a
// busy machine only that.
const lines = await startBenchServer('line');
const blocks = await startBenchServer('block');

async function byHand(
  port: number,
  isWhole: (bytes: number, last: Buffer) => boolean,
): Promise<() => Promise<Buffer>> {
  const socket = connect({ host: '127.0.0.1', port, noDelay: true });
  await once(socket, 'connect');
  let chunks: Buffer[] = [];
  let length = 0;
  let done: (message: Buffer) => void = () => {};
  socket.on('data', (chunk) => {
    chunks.push(chunk);
    length += chunk.length;
    if (!isWhole(length, chunk)) return;
    const message = chunks.length === 1 ? chunk : Buffer.concat(chunks);
    chunks = [];
    length = 0;
    done(message);
  });
  return async () =>
    new Promise((resolve) => {
      done = resolve;
      socket.write(query);
    });
}

async function throughBus(port: number): Promise<BusClient<TcpTransport>> {
  const bus = new Bus(new TcpTransport({ host: '127.0.0.1', port }));
  await bus.open();
  return new BusClient(bus, 'dmm');
}

afterAll(async () => {
  await lines.stop();
  await blocks.stop();
});

describe('a query of 40 bytes and its reply over TCP', async () => {
  const raw = await byHand(lines.port, (_length, last) => last.at(-1) === 10);
  const client = await throughBus(lines.port);
  bench('socket by hand', async () => {
    await raw();
  });
  bench('Bus and TcpTransport', async () => {
    await client.exchange(async (wire, turn) => {
      await wire.write(query, turn);
      return wire.read(endsWith(), turn);
    });
  });
});

describe('a block of 10 MB over TCP', async () => {
  const raw = await byHand(blocks.port, (length) => length === blockBytes);
  const client = await throughBus(blocks.port);
  bench('socket by hand', async () => {
    await raw();
  });
  bench('Bus and TcpTransport', async () => {
    await client.exchange(async (wire, turn) => {
      await wire.write(query, turn);
      return wire.read(exactly(blockBytes), turn);
    });
  });
});
