import { once } from 'node:events';
import { createServer } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';
import { systemClock } from '@fourwire/core';
import { afterEach, describe, expect, it } from 'vitest';
import { TinyBonder } from '../test/tiny-bonder.ts';
import { exampleProfile, openWirebonder } from './index.ts';

const closing: (() => Promise<unknown>)[] = [];

afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

async function listen(machine: TinyBonder): Promise<number> {
  const sockets = new Set<Socket>();
  const server = createServer({ noDelay: true }, (socket) => {
    sockets.add(socket);
    const session = machine.connect({
      send: (bytes) => void socket.write(bytes),
      close: () => void socket.end(),
    });
    socket.on('data', (chunk) => session.receive(chunk));
    socket.on('error', () => {});
    socket.on('close', () => session.closed());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  closing.push(async () => {
    for (const socket of sockets) socket.destroy();
    server.close();
    await once(server, 'close');
  });
  return (server.address() as AddressInfo).port;
}

const options = { driver: 'gem-wirebonder', options: { profile: exampleProfile } };

describe('openWirebonder', () => {
  it('opens a bonder by its HSMS address over TCP and runs a lot', async () => {
    const machine = new TinyBonder(systemClock);
    machine.lotMs = 40;
    const port = await listen(machine);
    await using bonder = await openWirebonder(`hsms://127.0.0.1:${port}/0`, options);
    await bonder.selectRecipe({ id: 'PKG-A' });
    const body = new Uint8Array(1_000_000).fill(0x5a);
    await bonder.downloadRecipe({ id: 'BIG', body });
    const uploaded = await bonder.uploadRecipe({ id: 'BIG' });
    expect(Buffer.compare(uploaded.body, body)).toBe(0);
    expect(await bonder.run({ lot: 'L1' })).toEqual({ units: 4, wires: 40, assists: 0 });
    expect(await bonder.safe('done')).toMatchObject({ ok: true });
  });

  it('says which address it cannot open, and why', async () => {
    await expect(openWirebonder('hsms://127.0.0.1:1/0', options)).rejects.toMatchObject({
      kind: 'link',
      code: 'link-refused',
    });
    await expect(openWirebonder('hsms://10.0.0.9/0', { driver: 'other' })).rejects.toMatchObject({
      code: 'driver-unknown',
    });
  });
});
