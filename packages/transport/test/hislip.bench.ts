import { once } from 'node:events';
import { connect } from 'node:net';
import type { Socket } from 'node:net';
import { Bus, BusClient, endsWith } from '@fourwire/core';
import { afterAll, bench, describe } from 'vitest';
import { HislipTransport } from '../src/hislip/hislip-transport.ts';
import { query } from './bench-server.ts';
import { startHislipBenchServer } from './hislip-bench-server.ts';
import { peerMessage } from './hislip-peer.ts';

// Each pair measures a loop written by hand, of the same packets on the same two connections, against the same
// through a bus: the ratio is what matters.
const lines = await startHislipBenchServer(40);
const blocks = await startHislipBenchServer(10_000_000);

/** Connects and has one message answered by one of `answerBytes`. */
async function greet(port: number, message: Buffer): Promise<Socket> {
  const socket = connect({ host: '127.0.0.1', port, noDelay: true });
  await once(socket, 'connect');
  socket.write(message);
  await once(socket, 'data');
  return socket;
}

async function byHand(port: number): Promise<() => Promise<Buffer>> {
  const socket = await greet(port, peerMessage(0, 0, 0x0200_4657, Buffer.from('hislip0')));
  await greet(port, peerMessage(17, 0, 0x1235, Buffer.alloc(0)));
  const message = peerMessage(7, 0, 0, query);
  let id = 0xffff_ff00;
  let chunks: Buffer[] = [];
  let length = 0;
  let done: (payload: Buffer) => void = () => {};
  socket.on('data', (chunk) => {
    chunks.push(chunk);
    length += chunk.length;
    const first = chunks[0] as Buffer;
    if (length < 16 + Number(first.readBigUInt64BE(8)) || first.readUInt32BE(4) !== id) return;
    const whole = chunks.length === 1 ? first : Buffer.concat(chunks);
    chunks = [];
    length = 0;
    done(whole.subarray(16));
  });
  return async () =>
    new Promise((resolve) => {
      done = resolve;
      id = (id + 2) >>> 0;
      message[3] = 1;
      message.writeUInt32BE(id, 4);
      socket.write(message);
    });
}

async function throughBus(port: number): Promise<BusClient<HislipTransport>> {
  const address = { kind: 'hislip', board: 0, host: '127.0.0.1', device: 'hislip0', port } as const;
  const bus = new Bus(new HislipTransport(address));
  await bus.open();
  return new BusClient(bus, 'dmm');
}

afterAll(async () => {
  await lines.stop();
  await blocks.stop();
});

describe.each([
  ['a query of 40 bytes and its reply over HiSLIP', lines.port],
  ['a block of 10 MB over HiSLIP', blocks.port],
])('%s', async (_name, port) => {
  const raw = await byHand(port);
  const client = await throughBus(port);
  bench('socket by hand', async () => {
    await raw();
  });
  bench('Bus and HislipTransport', async () => {
    await client.exchange(async (wire, turn) => {
      await wire.write(query, turn);
      return wire.read(endsWith(), turn);
    });
  });
});
