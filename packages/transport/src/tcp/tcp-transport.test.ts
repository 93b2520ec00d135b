import { once } from 'node:events';
import type { Socket } from 'node:net';
import { networkInterfaces } from 'node:os';
import { Bus, BusClient, endsWith, exactly, systemClock } from '@fourwire/core';
import type { ClientSettings, ExchangeOptions, TraceEntry } from '@fourwire/core';
import { firstValueFrom } from 'rxjs';
import { filter } from 'rxjs/operators';
import { afterEach, describe, expect, it } from 'vitest';
import { TcpServer } from '../../test/tcp-server.ts';
import { TcpTransport } from './tcp-transport.ts';
import type { TcpOptions } from './tcp-transport.ts';

const hasIpv6 = Object.values(networkInterfaces()).some((list) => list?.some((one) => one.address === '::1'));
const cleanUp: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const step of cleanUp.splice(0).toReversed()) await step();
});

async function serve(answer: (line: string, socket: Socket) => void, host?: string): Promise<TcpServer> {
  const server = await TcpServer.lines(answer, host);
  cleanUp.push(async () => server.kill());
  return server;
}

async function open(
  server: TcpServer,
  settings: ClientSettings = {},
  options: Partial<TcpOptions> = {},
): Promise<{ bus: Bus<TcpTransport>; client: BusClient<TcpTransport> }> {
  const bus = new Bus(new TcpTransport({ host: '127.0.0.1', port: server.port, ...options }));
  await bus.open();
  cleanUp.push(async () => bus.close());
  return { bus, client: new BusClient(bus, 'dmm', settings) };
}

async function query(
  client: BusClient<TcpTransport>,
  line: string,
  options: ExchangeOptions = {},
): Promise<string> {
  const reply = await client.exchange(async (wire, turn) => {
    await wire.write(Buffer.from(`${line}\n`), turn);
    return wire.read(endsWith(), turn);
  }, options);
  return Buffer.from(reply).toString('latin1').trimEnd();
}

describe('a TCP transport', () => {
  it('puts a reply together that comes byte by byte', async () => {
    const server = await serve((_line, socket) => {
      for (const byte of '+1.25\r\n') socket.write(byte);
    });
    const { client } = await open(server);
    for (let round = 0; round < 5; round++) expect(await query(client, 'READ?')).toBe('+1.25');
  });

  it('takes replies apart that come in one segment', async () => {
    const server = await serve((_line, socket) => socket.write('one\ntwo\nthree\n'));
    const { client } = await open(server);
    const replies = await client.exchange(async (wire, turn) => {
      await wire.write(Buffer.from('A?;B?;C?\n'), turn);
      return [
        await wire.read(endsWith(), turn),
        await wire.read(endsWith(), turn),
        await wire.read(endsWith(), turn),
      ];
    });
    expect(replies.map((reply) => Buffer.from(reply).toString())).toEqual(['one\n', 'two\n', 'three\n']);
  });

  it('sends the parts of a command at once, and does not stall 40 ms between them', async () => {
    const server = await serve((_line, socket) => socket.write('ok\n'));
    const { client } = await open(server, { timeout: 20_000 });
    const took: number[] = [];
    for (let round = 0; round < 31; round++) {
      const from = systemClock.monotonic();
      await client.exchange(async (wire, turn) => {
        await wire.write(Buffer.from('CONF:'), turn);
        await wire.write(Buffer.from('VOLT\n'), turn);
        return wire.read(endsWith(), turn);
      });
      took.push(systemClock.monotonic() - from);
    }
    // Most of them, for a machine that is busy.
    expect(took.toSorted((a, b) => a - b)[15]).toBeLessThan(35);
  });

  it('drops what nobody asked for before the next query', async () => {
    const server = await serve((line, socket) => socket.write(`${line}extra\n`));
    const { bus, client } = await open(server);
    const dropped = firstValueFrom(bus.trace$.pipe(filter((one) => one.client === undefined)), {
      defaultValue: undefined,
    });
    expect(await query(client, '1')).toBe('1');
    expect(await query(client, '2')).toBe('2');
    const entry = (await dropped)?.entry as TraceEntry;
    expect(Buffer.from(entry.bytes).toString()).toBe('extra\n');
  });

  it('never gives a late reply to the next caller', async () => {
    const held: (() => void)[] = [];
    const server = await serve((line, socket) => {
      const answer = (): void => {
        socket.write(`re ${line}`);
      };
      if (line.startsWith('slow')) held.push(answer);
      else {
        for (const late of held.splice(0)) late();
        answer();
      }
    });
    const { client } = await open(server, { timeout: 40 });
    for (let round = 0; round < 5; round++) {
      await expect(query(client, 'slow')).rejects.toMatchObject({
        kind: 'timeout',
        path: 'dmm',
        command: 'slow\\n',
      });
      expect(await query(client, `fast ${round}`)).toBe(`re fast ${round}`);
    }
  });

  it('never gives the reply of a cancelled query to the next caller', async () => {
    const server = await serve((line, socket) => socket.write(`re ${line}`));
    const { client } = await open(server);
    for (let round = 0; round < 20; round++) {
      const controller = new AbortController();
      const cancelled = query(client, `first ${round}`, { signal: controller.signal });
      const next = query(client, `second ${round}`);
      controller.abort();
      await expect(cancelled).rejects.toMatchObject({ kind: 'aborted' });
      expect(await next).toBe(`re second ${round}`);
    }
  });

  it('is back within 2 s after the server was killed and started again', async () => {
    const server = await serve((line, socket) => socket.write(line));
    const { bus, client } = await open(server);
    expect(await query(client, 'before')).toBe('before');
    const lost = firstValueFrom(bus.state$.pipe(filter((state) => state === 'lost')), {
      defaultValue: undefined,
    });
    await server.kill();
    await lost;
    await server.restart();
    const start = performance.now();
    expect(await query(client, 'after')).toBe('after');
    expect(performance.now() - start).toBeLessThan(2000);
  });

  it('does a query again that the cable cut, and not a command', async () => {
    let asked = 0;
    const server = await serve((line, socket) => {
      asked++;
      if (asked <= 2) socket.destroy();
      else socket.write(line);
    });
    const { client } = await open(server);
    await expect(query(client, 'OUTP ON')).rejects.toMatchObject({
      kind: 'link',
      code: 'link-lost',
      command: 'OUTP ON\\n',
    });
    expect(await query(client, 'READ?', { idempotent: true })).toBe('READ?');
    expect(asked).toBe(3);
  });

  it.runIf(hasIpv6)('reaches an IPv6 address', async () => {
    const server = await serve((line, socket) => socket.write(line), '::1');
    const { bus, client } = await open(server, {}, { host: '::1' });
    expect(bus.transport.address).toBe(`TCPIP0::[::1]::${server.port}::SOCKET`);
    expect(await query(client, 'hello')).toBe('hello');
  });

  it('says what to check when the connection is refused', async () => {
    const server = await serve(() => {});
    await server.kill();
    const bus = new Bus(new TcpTransport({ host: '127.0.0.1', port: server.port }));
    await expect(bus.open()).rejects.toMatchObject({
      kind: 'link',
      code: 'link-refused',
      message: `TCPIP0::127.0.0.1::${server.port}::SOCKET cannot be opened: connect ECONNREFUSED 127.0.0.1:${server.port}. Check that the instrument is on, its address, and that nobody else holds the connection.`,
    });
    expect(bus.state).toBe('closed');
  });

  it('waits with a big message while the server does not read, and is interrupted in it', async () => {
    const received = { bytes: 0 };
    const server = await TcpServer.start((socket) => {
      socket.pause();
      socket.on('data', (chunk) => {
        received.bytes += chunk.length;
        if (received.bytes === 40_000_000) socket.write('done\n');
      });
      socket.pause();
    });
    cleanUp.push(async () => server.kill());
    const { client } = await open(server, { timeout: { seconds: 10 } });
    let written = false;
    const big = new Uint8Array(40_000_000);
    const sending = client.exchange(async (wire, turn) => {
      await wire.write(big, turn);
      written = true;
      return wire.read(endsWith(), turn);
    });
    // A round trip on another connection: time enough for a write that does not wait.
    const other = await serve((line, socket) => socket.write(line));
    await query((await open(other)).client, 'x');
    expect(written).toBe(false);
    for (const socket of server.sockets) socket.resume();
    expect(Buffer.from(await sending).toString()).toBe('done\n');
    expect(written).toBe(true);

    for (const socket of server.sockets) socket.pause();
    const controller = new AbortController();
    const cancelled = client.exchange(async (wire, turn) => wire.write(big, turn), {
      signal: controller.signal,
    });
    await query((await open(other)).client, 'x');
    controller.abort();
    await expect(cancelled).rejects.toMatchObject({ kind: 'aborted' });
  });

  it('refuses a message that is too long and goes on', async () => {
    const server = await serve((line, socket) =>
      socket.write(line.startsWith('long') ? 'x'.repeat(5000) : line),
    );
    const { client } = await open(server, {}, { maxMessageBytes: 1000 });
    await expect(query(client, 'long')).rejects.toMatchObject({
      kind: 'protocol',
      code: 'message-too-long',
    });
    expect(await query(client, 'short')).toBe('short');
  });

  it('receives a block of 10 MB', async () => {
    const block = Buffer.alloc(10_000_000, 'abcdefghij');
    const server = await serve((_line, socket) => socket.write(block));
    const { client } = await open(server);
    const received = await client.exchange(async (wire, turn) => {
      await wire.write(Buffer.from('CURV?\n'), turn);
      return wire.read(exactly(block.length), turn);
    });
    expect(block.equals(received)).toBe(true);
  });

  it('leaves no socket behind when opening is given up', async () => {
    const server = await serve(() => {});
    const bus = new Bus(new TcpTransport({ host: '127.0.0.1', port: server.port }));
    const opening = bus.open();
    const given = expect(opening).rejects.toMatchObject({ code: 'link-closed' });
    await bus.close();
    await given;
    for (const socket of server.sockets) if (!socket.destroyed) await once(socket, 'close');
    expect(server.sockets.size).toBe(0);
  });
});
