import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect } from 'node:net';
import { Bus, BusClient } from '@fourwire/core';
import { ScpiSession, decodeBlock, decodeSamples, scpi } from '@fourwire/scpi';
import { TcpTransport } from '@fourwire/transport';
import { afterAll, bench, describe } from 'vitest';

// A definite block of 10 MB to an array of numbers: a loop by hand that knows the length, has the array ready and copies
// every chunk into it once, against session, bus and codec, which know nothing of it.

const values = 1_250_000;
const query = scpi`CURV?`;

/** Answers with the block, in a process of its own as an instrument would. */
const source = `
const block = Buffer.concat([Buffer.from('#8${values * 8}'), Buffer.from(new Float64Array(${values}).fill(1.25).buffer), Buffer.from('\\n')]);
const server = require('node:net').createServer({ noDelay: true }, (socket) => socket.on('error', () => {}).on('data', () => socket.write(block)));
server.listen(0, '127.0.0.1', () => process.stdout.write(String(server.address().port) + '\\n'));
process.stdin.on('end', () => process.exit()).resume();`;
const instrument = spawn(process.execPath, ['-e', source], { stdio: ['pipe', 'pipe', 'inherit'] });
const [said] = (await once(instrument.stdout, 'data')) as [Buffer];
const port = Number(said.toString());

const headerBytes = 10;
const socket = connect({ host: '127.0.0.1', port, noDelay: true });
await once(socket, 'connect');
let target = new Uint8Array();
let at = 0;
let done: (numbers: Float64Array) => void = () => {};
socket.on('data', (chunk: Buffer) => {
  const data = at === 0 ? chunk.subarray(headerBytes) : chunk;
  const room = target.length - (at === 0 ? 0 : at - headerBytes);
  target.set(data.length > room ? data.subarray(0, room) : data, at === 0 ? 0 : at - headerBytes);
  at += chunk.length;
  if (at < headerBytes + target.length + 1) return;
  at = 0;
  done(new Float64Array(target.buffer));
});

const bus = new Bus(new TcpTransport({ host: '127.0.0.1', port }));
await bus.open();
const session = new ScpiSession(new BusClient(bus, 'scope', { timeout: 30_000 }));

afterAll(async () => {
  socket.destroy();
  await bus.close();
  instrument.stdin.end();
});

describe('a block of 10 MB over TCP to 1,250,000 numbers', () => {
  bench('socket by hand, one copy', async () => {
    target = new Uint8Array(values * 8);
    await new Promise<Float64Array>((resolve) => {
      done = resolve;
      socket.write('CURV?\n');
    });
  });
  bench('session, bus and TCP transport', async () => {
    decodeSamples(decodeBlock(await session.queryBytes(query)), 'float64', 'little');
  });
});
