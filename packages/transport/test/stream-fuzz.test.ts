import { Bus, BusClient, FourwireError, InProcessTransport, VirtualClock, endsWith } from '@fourwire/core';
import type { BytePeer, ByteService } from '@fourwire/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ModbusTransport } from '../src/modbus/modbus-transport.ts';
import { SerialTransport } from '../src/serial/serial-transport.ts';
import { TcpTransport } from '../src/tcp/tcp-transport.ts';
import { hasPty, openPty } from './pty.ts';
import { TcpServer } from './tcp-server.ts';

/** What a far side gone mad sends, piece by piece; line feeds come often enough to end a message. */
const anyChunks = fc.array(
  fc
    .array(fc.oneof(fc.nat(255), fc.constant(10)), { minLength: 1, maxLength: 60 })
    .map((bytes) => Buffer.from(bytes)),
  { maxLength: 6 },
);

/** What a promise comes to: a value, or the kind and code of its error. */
async function outcome<T>(work: Promise<T>): Promise<T | string> {
  return work.catch((error: unknown) => {
    if (!FourwireError.is(error)) throw error;
    return `${error.kind}: ${error.code}`;
  });
}

const longest = 100;
const [late, tooLong, lost] = ['timeout: timeout', 'protocol: message-too-long', 'link: link-lost'];

/** What a query may come to when this is the answer. */
function allowed(chunks: readonly Buffer[]): { readonly ends: readonly string[]; readonly silent: boolean } {
  const all = Buffer.concat(chunks);
  const end = all.indexOf(10);
  const message = all.toString('hex', 0, end + 1);
  if (all.length <= longest)
    return end < 0 ? { ends: [late], silent: true } : { ends: [message], silent: false };
  // The pieces may come apart or together.
  return { ends: end < 0 ? [tooLong] : [message, tooLong], silent: false };
}

/** One query on a bus of its own. */
async function ask(transport: TcpTransport | SerialTransport, timeout: number): Promise<string> {
  const bus = new Bus(transport);
  await bus.open();
  try {
    const client = new BusClient(bus, 'meter', { timeout });
    const asked = client.exchange(async (wire, turn) => {
      await wire.write(Buffer.from('?\n'), turn);
      return Buffer.from(await wire.read(endsWith(), turn)).toString('hex');
    });
    return await outcome(asked);
  } finally {
    await bus.close();
  }
}

describe('arbitrary bytes in arbitrary pieces', () => {
  it('on a socket are the message that they are, too long, or an error', { timeout: 60_000 }, async () => {
    let chunks: readonly Buffer[] = [];
    let ends = false;
    await using server = await TcpServer.start((socket) => {
      socket.once('data', () => {
        for (const chunk of chunks) socket.write(chunk);
        if (ends) socket.end();
      });
    });
    await fc.assert(
      fc.asyncProperty(anyChunks, fc.boolean(), async (sent, closing) => {
        [chunks, ends] = [sent, closing];
        const options = { host: '127.0.0.1', port: server.port, maxMessageBytes: longest };
        const expected = allowed(sent);
        // Where an answer comes it is waited for, however busy this machine is.
        const result = await ask(new TcpTransport(options), expected.silent ? 20 : 20_000);
        // A connection that ends takes along what was not read yet.
        const whole = expected.silent || sent.length > 1;
        expect(closing && whole ? [...expected.ends, lost] : expected.ends).toContain(result);
      }),
      { seed: 1, numRuns: 150 },
    );
  });

  it.runIf(hasPty)(
    'on a serial line are the message that they are, too long, or an error',
    { timeout: 60_000 },
    async () => {
      const line = await openPty();
      try {
        let chunks: readonly Buffer[] = [];
        line.onData(() => {
          for (const chunk of chunks) line.send(chunk);
          chunks = [];
        });
        await fc.assert(
          fc.asyncProperty(anyChunks, async (sent) => {
            chunks = sent;
            const transport = new SerialTransport(
              { kind: 'serial', port: line.path },
              { quiet: 10 },
              { maxMessageBytes: longest },
            );
            const expected = allowed(sent);
            const result = await ask(transport, expected.silent ? 20 : 20_000);
            expect(expected.ends).toContain(result);
          }),
          { seed: 1, numRuns: 60 },
        );
      } finally {
        await line.hangUp();
      }
    },
  );

  it.each(['tcp', 'rtu'] as const)(
    'on Modbus %s are what was asked for or a typed error, and the next request is answered',
    async (mode) => {
      let say: (peer: BytePeer, request: Uint8Array) => void = () => {};
      const service: ByteService = {
        connect: (peer) => ({ receive: (request) => say(peer, request), closed: () => {} }),
      };
      /** Two registers, 1 and 2, as unit 1 answers. */
      const answer = (request: Uint8Array): Buffer =>
        mode === 'tcp'
          ? Buffer.from([request[0] ?? 0, request[1] ?? 0, 0, 0, 0, 7, 1, 3, 4, 0, 1, 0, 2])
          : Buffer.from('010304000100022A32', 'hex');
      const mad = fc.record({
        before: fc.array(fc.uint8Array({ minLength: 1, maxLength: 30 }), { maxLength: 3 }),
        // The answer itself, with a byte changed, cut short, or not at all.
        change: fc.option(fc.tuple(fc.nat(12), fc.nat(255))),
        cut: fc.option(fc.nat(12)),
        end: fc.boolean(),
      });
      const codes = new Set<string>();
      await fc.assert(
        fc.asyncProperty(mad, async ({ before, change, cut, end }) => {
          const clock = new VirtualClock();
          const bus = new Bus(ModbusTransport.over(new InProcessTransport(service), mode), { clock });
          await clock.run(async () => {
            await bus.open();
            const client = new BusClient(bus, 'oven', { timeout: 100 });
            say = (peer, request) => {
              const right = answer(request);
              if (change !== null) right[change[0] % right.length] = change[1];
              for (const chunk of before) peer.send(chunk);
              peer.send(right.subarray(0, cut ?? right.length));
              if (end) peer.close();
            };
            const read = async (): Promise<readonly number[] | string> =>
              outcome(client.exchange(async (wire, turn) => wire.readHolding(1, 0, 2, turn)));
            const result = await read();
            codes.add(typeof result === 'string' ? result : `${result.length} registers`);
            say = (peer, request) => peer.send(answer(request));
            // A link that broke has to be opened again first.
            for (let tries = 0; tries < 5 && bus.state !== 'ready'; tries++) await clock.sleep(1000);
            expect(await read()).toEqual([1, 2]);
            await bus.close();
          });
          expect(clock.pendingTimers).toBe(0);
        }),
        { seed: 1, numRuns: 300 },
      );
      const known = new Set([
        '2 registers',
        late,
        lost,
        'device: modbus-exception',
        'protocol: modbus-reply-invalid',
      ]);
      expect([...codes].filter((code) => !known.has(code))).toEqual([]);
      expect(codes.size).toBeGreaterThan(3);
    },
  );
});
