import { once } from 'node:events';
import { connect } from 'node:net';
import { Bus, BusClient, endsWith, exactly } from '@fourwire/core';
import type { MessageEnd } from '@fourwire/core';
import { Vxi11Transport } from '@fourwire/transport';
import { answeringServer } from './answering-server.ts';
import type { Comparison } from './compare.ts';

const query = Buffer.from('MEAS:VOLT:DC? 10,0.0001;:FETC?;:SYST:A?\n');
const blockBytes = 10_000_000;

/** A core channel that takes every write, and gives one message after each in the pieces that it is asked for. */
const source = (messageBytes: number): string => `
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
      return (socket, chunk) => {
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
      };
`;

/** Words of XDR. */
function words(...values: readonly number[]): Buffer {
  const bytes = Buffer.alloc(4 * values.length);
  values.forEach((value, index) => bytes.writeUInt32BE(value, 4 * index));
  return bytes;
}

/** Bytes of XDR: their length, and padding behind them. */
function opaque(data: Buffer): Buffer {
  return Buffer.concat([words(data.length), data, Buffer.alloc(-data.length & 3)]);
}

/** As much as the transport asks for with one call. */
const pieceBytes = 0x10_0000;

const call = (procedure: number, ...args: readonly Buffer[]): Buffer => {
  const body = Buffer.concat([words(0, 0, 2, 0x06_07_af, 1, procedure, 0, 0, 0, 0), ...args]);
  return Buffer.concat([words(0x8000_0000 + body.length), body]);
};

async function byHand(port: number): Promise<() => Promise<Buffer>> {
  const socket = connect({ host: '127.0.0.1', port, noDelay: true });
  await once(socket, 'connect');
  socket.write(call(10, words(0, 0, 0), opaque(Buffer.from('inst0'))));
  await once(socket, 'data');
  const write = call(11, words(201, 10_000, 0, 8), opaque(query));
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

async function throughBus(port: number, end: () => MessageEnd): Promise<() => Promise<Uint8Array>> {
  const address = { kind: 'vxi11', board: 0, host: '127.0.0.1', device: 'inst0', corePort: port } as const;
  const bus = new Bus(new Vxi11Transport(address));
  await bus.open();
  const client = new BusClient(bus, 'scope');
  return async () =>
    client.exchange(async (wire, turn) => {
      await wire.write(query, turn);
      return wire.read(end(), turn);
    });
}

/** A query and a block over VXI-11, the block as a driver reads it that knows its length from its header. */
export async function comparisons(): Promise<readonly Comparison[]> {
  const lines = await answeringServer(source(40));
  const blocks = await answeringServer(source(blockBytes));
  return [
    {
      name: 'VXI-11 query of 40 bytes',
      goal: 0.8,
      byHand: await byHand(lines),
      ours: await throughBus(lines, () => endsWith()),
    },
    {
      name: 'VXI-11 block of 10 MB',
      goal: 0.85,
      byHand: await byHand(blocks),
      ours: await throughBus(blocks, () => exactly(blockBytes)),
    },
  ];
}
