import { once } from 'node:events';
import { connect } from 'node:net';
import type { Socket } from 'node:net';
import { Bus, BusClient, endsWith } from '@fourwire/core';
import { HislipTransport } from '@fourwire/transport';
import { answeringServer } from './answering-server.ts';
import type { Comparison } from './compare.ts';

const query = Buffer.from('MEAS:VOLT:DC? 10,0.0001;:FETC?;:SYST:A?\n');

/** Opens sessions, and answers each DataEND with one of `payloadBytes`. */
const source = (payloadBytes: number): string => `
    const answers = new Map([
      [0, hex('4853 01 00 02001235 0000000000000000')],
      [17, hex('4853 12 00 00005a5a 0000000000000000')],
      [15, hex('4853 10 00 00000000 0000000000000008 0000000010000000')],
    ]);
    const response = Buffer.concat([hex('4853 07 00 00000000 0000000000000000'), Buffer.alloc(${payloadBytes}, 'abcdefg')]);
    response.writeUInt32BE(${payloadBytes}, 12);
    let rest = Buffer.alloc(0);
      return (socket, chunk) => {
        rest = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
        while (rest.length >= 16 && rest.length >= 16 + rest.readUInt32BE(12)) {
          const answer = answers.get(rest[2]) ?? response;
          // One query at a time, so the last response is on the wire when its id is changed.
          if (answer === response) rest.copy(response, 4, 4, 8);
          socket.write(answer);
          rest = rest.subarray(16 + rest.readUInt32BE(12));
        }
      };
`;

function message(type: number, control: number, parameter: number, payload: Buffer): Buffer {
  const head = Buffer.alloc(16);
  head.write('HS');
  head[2] = type;
  head[3] = control;
  head.writeUInt32BE(parameter, 4);
  head.writeBigUInt64BE(BigInt(payload.length), 8);
  return Buffer.concat([head, payload]);
}

/** Connects and has one message answered. */
async function greet(port: number, greeting: Buffer): Promise<Socket> {
  const socket = connect({ host: '127.0.0.1', port, noDelay: true });
  await once(socket, 'connect');
  socket.write(greeting);
  await once(socket, 'data');
  return socket;
}

async function byHand(port: number): Promise<() => Promise<Buffer>> {
  const socket = await greet(port, message(0, 0, 0x0200_4657, Buffer.from('hislip0')));
  await greet(port, message(17, 0, 0x1235, Buffer.alloc(0)));
  const packet = message(7, 0, 0, query);
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
      packet[3] = 1;
      packet.writeUInt32BE(id, 4);
      socket.write(packet);
    });
}

async function throughBus(port: number): Promise<() => Promise<Uint8Array>> {
  const address = { kind: 'hislip', board: 0, host: '127.0.0.1', device: 'hislip0', port } as const;
  const bus = new Bus(new HislipTransport(address));
  await bus.open();
  const client = new BusClient(bus, 'dmm');
  return async () =>
    client.exchange(async (wire, turn) => {
      await wire.write(query, turn);
      return wire.read(endsWith(), turn);
    });
}

/** A query and a block over HiSLIP, of the same packets on the same two connections. */
export async function comparisons(): Promise<readonly Comparison[]> {
  const lines = await answeringServer(source(40));
  const blocks = await answeringServer(source(10_000_000));
  return [
    {
      name: 'HiSLIP query of 40 bytes',
      goal: 0.8,
      byHand: await byHand(lines),
      ours: await throughBus(lines),
    },
    {
      name: 'HiSLIP block of 10 MB',
      goal: 0.85,
      byHand: await byHand(blocks),
      ours: await throughBus(blocks),
    },
  ];
}
