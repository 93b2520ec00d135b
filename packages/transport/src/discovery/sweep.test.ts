import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { once } from 'node:events';
import { systemClock } from '@fourwire/core';
import { EMPTY, NEVER, firstValueFrom, lastValueFrom, of, toArray } from 'rxjs';
import { describe, expect, it } from 'vitest';
import { TcpServer } from '../../test/tcp-server.ts';
import { sweep } from './sweep.ts';
import type { SweepOptions } from './sweep.ts';

/** A port that nothing listens on: it was free a moment ago. */
async function closedPort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

const all = async (options: SweepOptions): ReturnType<typeof lastValueFrom<unknown[]>> =>
  lastValueFrom(sweep({ connectTimeoutMs: 5000, ...options }, systemClock, NEVER).pipe(toArray()));

describe('a sweep of hosts', () => {
  it('finds open ports, says that what listens is a guess, and sends nothing', async () => {
    const heard: Buffer[] = [];
    let ended = 0;
    await using server = await TcpServer.start((socket) => {
      socket.write('220 ready\r\n');
      socket.on('data', (chunk: Buffer) => heard.push(chunk)).on('end', () => ended++);
    });
    const found = await all({ hosts: ['127.0.0.1'], ports: [await closedPort(), server.port] });
    expect(found).toEqual([
      {
        type: 'found',
        how: 'sweep',
        address: `TCPIP0::127.0.0.1::${server.port}::SOCKET`,
        note: 'the port is open; what listens there is guessed from its number',
      },
    ]);
    expect(server.connections).toBe(1);
    expect([heard, ended]).toEqual([[], 1]);
  });

  it('keeps to the connections at once that are allowed', async () => {
    let most = 0;
    await using server = await TcpServer.start(() => {
      most = Math.max(most, server.sockets.size);
    });
    const hosts = Array.from({ length: 12 }, (_, index) => `127.0.0.${index + 1}`);
    await using everywhere = await TcpServer.start(() => {
      most = Math.max(most, everywhere.sockets.size);
    }, '0.0.0.0');
    const found = await all({ hosts, ports: [everywhere.port], concurrency: 2 });
    expect(found).toHaveLength(12);
    // A connection may still be seen by the server while the client has ended it.
    expect(most).toBeLessThanOrEqual(4);
  });

  it('warns of a host name that nobody knows and goes on', async () => {
    await using server = await TcpServer.start(() => {});
    const found = await all({ hosts: ['nobody.invalid', '127.0.0.1'], ports: [server.port] });
    expect(found).toContainEqual({
      type: 'warning',
      source: 'sweep',
      message: expect.stringMatching(/^nobody\.invalid cannot be looked at: /) as string,
    });
    expect(found).toContainEqual(expect.objectContaining({ type: 'found' }));
  });

  it('says how far it came when the time was over', async () => {
    const end$ = of('over');
    const found = await firstValueFrom(sweep({ hosts: ['127.0.0.1'], ports: [1, 2] }, systemClock, end$));
    expect(found).toEqual({
      type: 'warning',
      source: 'sweep',
      message: 'The time was over after 0 of 2 ports; give it more, or fewer hosts.',
    });
  });

  it('refuses a host or a port that cannot be, at the call', () => {
    const refused = (options: SweepOptions): (() => unknown) => {
      return () => sweep(options, systemClock, EMPTY);
    };
    expect(refused({ hosts: ['a b'] })).toThrow(expect.objectContaining({ code: 'address-invalid' }));
    expect(refused({ hosts: ['127.0.0.1'], ports: [65_536] })).toThrow(
      expect.objectContaining({ kind: 'range' }),
    );
  });
});
