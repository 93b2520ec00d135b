import { createSocket } from 'node:dgram';
import type { Socket } from 'node:dgram';
import { once } from 'node:events';
import { systemClock } from '@fourwire/core';
import { firstValueFrom, take, toArray } from 'rxjs';
import { afterEach, describe, expect, it } from 'vitest';
import { hex } from '../../test/scripted-service.ts';
import { vxi11Broadcast } from './vxi11-broadcast.ts';

const loopback = { address: '127.0.0.1', broadcast: '127.0.0.1' };
const sockets: Socket[] = [];

/** A port mapper that answers each call with what `answers` gives next, the last again and again. */
async function portMapper(...answers: readonly (string | undefined)[]): Promise<number> {
  const socket = createSocket('udp4');
  sockets.push(socket);
  let asked = 0;
  socket.on('message', (_call, { port, address }) => {
    const answer = answers[Math.min(asked++, answers.length - 1)];
    if (answer !== undefined) socket.send(hex(answer), port, address);
  });
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');
  return socket.address().port;
}

const serves = '000003E8 00000001 00000000 00000000 00000000 00000000 000003FB';

afterEach(() => {
  for (const socket of sockets.splice(0)) socket.close();
});

describe('the VXI-11 broadcast', () => {
  it('finds whoever answers with a port, at the address that the answer came from', async () => {
    const port = await portMapper(serves);
    const found = await firstValueFrom(vxi11Broadcast([loopback], port, systemClock));
    expect(found).toEqual({ type: 'found', how: 'vxi11', address: 'TCPIP0::127.0.0.1::inst0::INSTR' });
  });

  it('asks again, for a datagram that got lost, and goes past what is no answer', async () => {
    const port = await portMapper('DEADBEEF', serves);
    const found = await firstValueFrom(vxi11Broadcast([loopback], port, systemClock));
    expect(found).toMatchObject({ address: 'TCPIP0::127.0.0.1::inst0::INSTR' });
  });

  it('warns of a network that it cannot ask, and asks the others', async () => {
    const port = await portMapper(serves);
    // 192.0.2.1 is an address for documentation, which no computer has.
    const gone = { address: '192.0.2.1', broadcast: '192.0.2.255' };
    const all = await firstValueFrom(
      vxi11Broadcast([gone, loopback], port, systemClock).pipe(take(2), toArray()),
    );
    expect(all).toContainEqual(expect.objectContaining({ type: 'found' }));
    expect(all).toContainEqual({
      type: 'warning',
      source: 'vxi11',
      message: expect.stringMatching(/^No VXI-11 broadcast to 192\.0\.2\.255: .+\.$/) as string,
    });
  });
});
