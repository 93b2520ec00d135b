import { once } from 'node:events';
import { createServer } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';
import { Bus, BusClient, systemClock } from '@fourwire/core';
import type { ByteTransport } from '@fourwire/core';
import { createTransport, parseAddress } from '@fourwire/transport';
import { afterEach, describe, expect, it } from 'vitest';
import { ScriptedPeer, isSelect, selected } from '../../test/scripted-peer.ts';
import { secsMessage } from '../messages/message.ts';
import { B } from '../secs-ii/constructors.ts';
import { HsmsTransport } from './hsms-transport.ts';

const closing: (() => Promise<unknown>)[] = [];

afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

/** A scripted equipment on a port of its own. */
async function listen(peer: ScriptedPeer): Promise<number> {
  const sockets = new Set<Socket>();
  const server = createServer({ noDelay: true }, (socket) => {
    sockets.add(socket);
    const session = peer.connect({
      send: (bytes) => socket.write(bytes),
      close: () => socket.end(),
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

describe('HsmsTransport over TCP', () => {
  it('selects, asks, answers, and comes back after the equipment closed the connection', async () => {
    const peer = new ScriptedPeer();
    peer.answer = (frame) => {
      if (isSelect(frame)) return selected(frame);
      if (!frame.includes('81 01')) return undefined;
      // Its own S6F11 with the same system bytes first, glued to the reply.
      const system = frame.slice(30, 41);
      return `00 00 00 0a 00 00 86 0b 00 00 ${system} 00 00 00 0c 00 00 01 02 00 00 ${system} 01 00`;
    };
    const port = await listen(peer);
    const address = parseAddress(`TCPIP::127.0.0.1::${port}::SOCKET`);
    const hsms = new HsmsTransport(async () => (await createTransport(address)) as ByteTransport);
    hsms.primary$.subscribe((primary) => primary.reply(secsMessage('S6F12', B(0))));
    const bus = new Bus(hsms, { clock: systemClock });
    const client = new BusClient(bus, 'bonder', { timeout: { seconds: 5 } });
    const ask = async (): Promise<number> => {
      const reply = await client.exchange(async (wire, turn) => wire.request(secsMessage('S1F1 W'), turn), {
        idempotent: true,
      });
      return reply.function;
    };
    await bus.open();
    closing.push(async () => bus.close());
    expect(await Promise.all([ask(), ask(), ask()])).toEqual([2, 2, 2]);
    peer.hangUp();
    expect(await ask()).toBe(2);
    await bus.close();
    await expect.poll(() => peer.received.at(-1)).toMatch(/^00 00 00 0a ff ff 00 00 00 09/);
    expect(peer.received.filter((frame) => frame.includes('06 0c'))).toHaveLength(4);
  });

  it('says that the connection is refused where nobody listens', async () => {
    const hsms = new HsmsTransport(
      async () => (await createTransport(parseAddress('TCPIP::127.0.0.1::1::SOCKET'))) as ByteTransport,
    );
    await expect(new Bus(hsms).open()).rejects.toMatchObject({ kind: 'link', code: 'link-refused' });
  });
});
