import { FourwireError, Turn, endsWith, systemClock } from '@fourwire/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Vxi11Peer, fromHex, opaque, record, reply, words } from '../../test/vxi11-peer.ts';
import type { PeerScript } from '../../test/vxi11-peer.ts';
import { Vxi11Transport } from './vxi11-transport.ts';

/** What a call may end with, whatever comes. */
const known = new Set([
  'link-lost',
  'link-out-of-step',
  'lock-refused',
  'lock-invalid',
  'message-too-long',
  'rpc-refused',
  'rpc-reply',
  'vxi11-error',
  'vxi11-reply',
  'xdr-truncated',
]);

const cancelled = new FourwireError('aborted', 'aborted', 'The caller cancelled.');

async function start(script?: PeerScript): Promise<{
  peer: Vxi11Peer;
  connect: (byMapper?: boolean) => Promise<Vxi11Transport>;
  lost: FourwireError[];
}> {
  const peer = await Vxi11Peer.start(script);
  peer.hasAbort = false;
  const lost: FourwireError[] = [];
  const host = { clock: systemClock, trace() {}, lost: (error: FourwireError) => void lost.push(error) };
  return {
    peer,
    lost,
    connect: async (byMapper = false) => {
      const wire = new Vxi11Transport(
        {
          kind: 'vxi11',
          board: 0,
          host: '127.0.0.1',
          device: 'inst0',
          ...(byMapper ? {} : { corePort: peer.core.port }),
        },
        { maxMessageBytes: 10_000, portMapperPort: peer.mapper.port },
      );
      await wire.open(host, new Turn());
      return wire;
    },
  };
}

/** What a promise comes to: a text, or the code of its error. */
async function outcome(work: Promise<Uint8Array | number | boolean | void>): Promise<string> {
  try {
    const value = await work;
    return value instanceof Uint8Array ? Buffer.from(value).toString('latin1') : String(value);
  } catch (error) {
    return FourwireError.is(error) ? error.code : `foreign: ${String(error)}`;
  }
}

async function query(wire: Vxi11Transport, turn: Turn): Promise<Uint8Array> {
  await wire.write(Buffer.from('READ?'), turn);
  return wire.read(endsWith(), turn);
}

describe('a VXI-11 connection that is cut at any byte', () => {
  it.each([
    ['mapper', 3, words(1234)],
    ['core', 10, words(0, 201, 0, 1024)],
  ] as const)(
    'is refused in the answer of the %s channel to procedure %i',
    async (asked, procedure, results) => {
      let length = 0;
      const { peer, connect, lost } = await start((call) => {
        if (call.channel !== asked || call.procedure !== procedure) return undefined;
        call.socket.end(reply(call.xid, results).subarray(0, length));
        return null;
      });
      await using _ = peer;
      for (; length < reply(1, results).length; length++) {
        await expect(connect(true)).rejects.toMatchObject({ kind: 'link', code: 'link-lost' });
        await peer.until(() => peer.core.sockets.size + peer.mapper.sockets.size === 0);
      }
      expect(lost).toEqual([]);
    },
  );

  it.each([11, 12])(
    'rejects what waits for the answer to procedure %i, and tells the bus once',
    async (asked) => {
      const results = asked === 11 ? words(0, 5) : `${words(0, 4)} ${opaque('1.25\n')}`;
      let length = 0;
      const { peer, connect, lost } = await start((call) => {
        if (call.procedure !== asked) return undefined;
        call.socket.end(reply(call.xid, results).subarray(0, length));
        return null;
      });
      await using _ = peer;
      for (; length < reply(1, results).length; length++) {
        const wire = await connect();
        expect(await outcome(query(wire, new Turn()))).toBe('link-lost');
        expect(await outcome(query(wire, new Turn()))).toBe('link-lost');
        expect(await outcome(wire.statusByte(new Turn()))).toBe('link-lost');
        expect(await outcome(wire.recover(new Turn()))).toBe('false');
        expect(lost).toHaveLength(length + 1);
        await wire.close();
        await peer.until(() => peer.core.sockets.size === 0);
      }
    },
  );

  it('delivers a reply that comes byte by byte, or with another one glued to it', async () => {
    const { peer, connect } = await start((call) => {
      if (call.procedure !== 12) return undefined;
      for (const byte of reply(call.xid, `${words(0, 4)} ${opaque('1.25\n')}`))
        call.socket.write(Buffer.of(byte));
      return reply(call.xid, words(0, 0, 0));
    });
    await using _ = peer;
    const wire = await connect();
    for (let round = 0; round < 3; round++) expect(await outcome(query(wire, new Turn()))).toBe('1.25\n');
    await wire.close();
  });
});

describe('arbitrary bytes from the instrument', () => {
  const anyWord = fc.constantFrom(0, 1, 2, 4, 5, 11, 15, 100, 0x7fff_ffff, 0x8000_0000, 0xffff_ffff);
  const piece = fc.oneof(
    fc.uint8Array({ maxLength: 40 }).map((bytes) => () => Buffer.from(bytes)),
    // Replies to this call, to the one before and to another, with results that mean something or not.
    fc
      .tuple(
        fc.integer({ min: -1, max: 1 }),
        fc.array(anyWord, { maxLength: 4 }),
        fc.uint8Array({ maxLength: 9 }),
      )
      .map(
        ([offset, results, data]) =>
          (xid: number) =>
            reply(xid + offset, `${words(...results)} ${opaque(Buffer.from(data))}`),
      ),
    // Refusals and worse.
    fc
      .array(anyWord, { maxLength: 6 })
      .map((body) => (xid: number) => record(fromHex(words(xid, 1, ...body)))),
    // Marks of fragments that are empty, or announce what does not come.
    anyWord.map((mark) => () => fromHex(words(mark))),
  );

  it(
    'leave nothing hanging: every call ends with a value or an error of a known code',
    { timeout: 30_000 },
    async () => {
      let say: (xid: number) => Buffer = () => Buffer.alloc(0);
      let hangUp = false;
      let said = 0;
      const { peer, connect } = await start(({ procedure, xid, socket }) => {
        if (procedure === 10) return undefined;
        said++;
        socket.write(say(xid));
        if (hangUp) socket.end();
        return null;
      });
      await using _ = peer;
      const codes = new Set<string>();
      await fc.assert(
        fc.asyncProperty(
          fc.array(piece, { maxLength: 5 }),
          fc.boolean(),
          fc.nat(2),
          async (pieces, ends, what) => {
            say = (xid) => Buffer.concat(pieces.map((make) => make(xid)));
            hangUp = ends;
            said = 0;
            const wire = await connect();
            const turn = new Turn();
            const work = [
              async () => query(wire, turn),
              async () => wire.read(endsWith(), turn),
              async () => wire.statusByte(turn),
            ][what] as () => Promise<Uint8Array | number>;
            const working = outcome(work());
            await peer.until(() => said > 0);
            if (!ends) {
              for (let round = 0; round < 4; round++) await new Promise(setImmediate);
              turn.interrupt(cancelled);
            }
            const result = await working;
            expect(result.startsWith('foreign')).toBe(false);
            if (/^[a-z0-9]+(-[a-z0-9]+)+$/.test(result)) codes.add(result);
            const next = new Turn();
            const after = [outcome(wire.recover(next)), outcome(wire.statusByte(next))];
            next.interrupt(cancelled);
            for (const end of await Promise.all(after)) expect(end.startsWith('foreign')).toBe(false);
            await wire.close();
            await peer.until(() => peer.core.sockets.size === 0);
          },
        ),
        { seed: 1, numRuns: 300 },
      );
      expect([...codes].filter((code) => !known.has(code))).toEqual([]);
      expect(codes.size).toBeGreaterThan(5);
    },
  );
});
