import { once } from 'node:events';
import { connect } from 'node:net';
import { Bus, BusClient } from '@fourwire/core';
import { ScpiSession, decodeBlock, scaleSamples, scpi } from '@fourwire/scpi';
import { TcpTransport } from '@fourwire/transport';
import { answeringServer } from './answering-server.ts';
import type { Comparison } from './compare.ts';

const headerBytes = 10;

/** A loop that knows the length, has the memory ready and copies every chunk into it once, where doubles may lie. */
async function byHand(port: number, payloadBytes: number): Promise<() => Promise<ArrayBuffer>> {
  const socket = connect({ host: '127.0.0.1', port, noDelay: true });
  await once(socket, 'connect');
  let target = new Uint8Array(0);
  let at = 0;
  let done: (memory: ArrayBuffer) => void = () => {};
  socket.on('data', (chunk: Buffer) => {
    const skip = Math.max(0, headerBytes - at);
    const from = Math.max(0, at - headerBytes);
    target.set(chunk.subarray(skip, skip + target.length - from), from);
    at += chunk.length;
    if (at < headerBytes + target.length + 1) return;
    at = 0;
    done(target.buffer);
  });
  return async () =>
    new Promise((resolve) => {
      target = new Uint8Array(payloadBytes);
      done = resolve;
      socket.write('CURV?\n');
    });
}

/** Definite blocks of 10 MB over TCP, to arrays of numbers. */
export async function comparisons(): Promise<readonly Comparison[]> {
  const bytes = 10_000_000;
  const port = await answeringServer(`
    const block = Buffer.concat([Buffer.from('#8${bytes}'), Buffer.from(new Float64Array(${bytes / 8}).fill(1.25).buffer), Buffer.from('\\n')]);
    return (socket) => socket.write(block);`);
  const bus = new Bus(new TcpTransport({ host: '127.0.0.1', port }));
  await bus.open();
  const session = new ScpiSession(new BusClient(bus, 'scope', { timeout: { seconds: 30 } }));
  const query = scpi`CURV?`;
  const raw = await byHand(port, bytes);
  const [byHandInto, into] = [new Float64Array(bytes / 2), new Float64Array(bytes / 2)];
  return [
    {
      name: 'TCP block of 10 MB, doubles to a Float64Array',
      goal: 0.85,
      byHand: async () => new Float64Array(await raw()),
      ours: async () => session.querySamples(query, 'float64', 'little'),
    },
    {
      name: 'TCP block of 10 MB, int16 scaled into a Float64Array that is used again',
      goal: 0.85,
      byHand: async () => {
        const samples = new Int16Array(await raw());
        for (let index = 0; index < samples.length; index++) byHandInto[index] = (samples[index] ?? 0) * 0.5;
      },
      ours: async () =>
        scaleSamples(decodeBlock(await session.queryBytes(query)), 'int16', 'little', { scale: 0.5, into }),
    },
  ];
}
