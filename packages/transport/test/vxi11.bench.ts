import { once } from 'node:events';
import { connect } from 'node:net';
import { Bus, BusClient, endsWith, exactly } from '@fourwire/core';
import { afterAll, bench, describe } from 'vitest';
import { Vxi11Transport } from '../src/vxi11/vxi11-transport.ts';
import { blockBytes, query } from './bench-server.ts';
import { startVxi11BenchServer } from './vxi11-bench-server.ts';
import { fromHex, opaque, record, words } from './vxi11-peer.ts';

// Each pair measures a loop written by hand, of the same packets, against the same through a bus: the ratio is what
// matters.
const lines = await startVxi11BenchServer(40);
const blocks = await startVxi11BenchServer(blockBytes);

/** As much as the transport asks for with one call. */
const pieceBytes = 0x10_0000;

const call = (procedure: number, args: string): Buffer =>
  record(fromHex(`${words(0, 0, 2, 0x0607af, 1, procedure, 0, 0, 0, 0)} ${args}`));

async function byHand(port: number): Promise<() => Promise<Buffer>> {
  const socket = connect({ host: '127.0.0.1', port, noDelay: true });
  await once(socket, 'connect');
  socket.write(call(10, `${words(0, 0, 0)} ${opaque('inst0')}`));
  await once(socket, 'data');
  const write = call(11, `${words(201, 10_000, 0, 8)} ${opaque(query)}`);
  const read = call(12, words(201, pieceBytes, 1000, 0, 0, 0));
  let xid = 1;
  let chunks: Buffer[] = [];
  let length = 0;
  let pieces: Buffer[] = [];
  let done: (message: Buffer) => void = () => {};
  const ask = (packet: Buffer): void => {
    packet.writeUInt32BE(++xid, 4);
    socket.write(packet);
  };
  socket.on('data', (chunk) => {
    chunks.push(chunk);
    length += chunk.length;
    const first = chunks[0] as Buffer;
    const whole = 4 + (first.readUInt32BE(0) & 0x7fff_ffff);
    if (length < whole || first.readUInt32BE(4) !== xid) return;
    if (whole === 36) {
      chunks = [];
      length = 0;
      ask(read);
      return;
    }
    const last = (first.readUInt32BE(32) & 4) !== 0;
    let skip = 40;
    let left = first.readUInt32BE(36);
    for (const part of chunks) {
      const data = part.subarray(skip, skip + left);
      skip = 0;
      left -= data.length;
      pieces.push(data);
    }
    chunks = [];
    length = 0;
    if (!last) {
      ask(read);
      return;
    }
    const message = pieces.length === 1 ? (pieces[0] as Buffer) : Buffer.concat(pieces);
    pieces = [];
    done(message);
  });
  return async () =>
    new Promise((resolve) => {
      done = resolve;
      ask(write);
    });
}

async function throughBus(port: number): Promise<BusClient<Vxi11Transport>> {
  const address = { kind: 'vxi11', board: 0, host: '127.0.0.1', device: 'inst0', corePort: port } as const;
  const bus = new Bus(new Vxi11Transport(address));
  await bus.open();
  return new BusClient(bus, 'scope');
}

afterAll(async () => {
  await lines.stop();
  await blocks.stop();
});

describe('a query of 40 bytes and its reply over VXI-11', async () => {
  const raw = await byHand(lines.port);
  const client = await throughBus(lines.port);
  bench('socket by hand', async () => {
    await raw();
  });
  bench('Bus and Vxi11Transport', async () => {
    await client.exchange(async (wire, turn) => {
      await wire.write(query, turn);
      return wire.read(endsWith(), turn);
    });
  });
});

// As a driver reads a block whose length it knows from its header, and as one that knows nothing.
describe('a block of 10 MB over VXI-11', async () => {
  const raw = await byHand(blocks.port);
  const client = await throughBus(blocks.port);
  bench('socket by hand', async () => {
    await raw();
  });
  for (const [name, end] of [
    ['Bus and Vxi11Transport', () => exactly(blockBytes)],
    ['Bus and Vxi11Transport, length unknown', () => endsWith()],
  ] as const) {
    bench(name, async () => {
      await client.exchange(async (wire, turn) => {
        await wire.write(query, turn);
        return wire.read(end(), turn);
      });
    });
  }
});
