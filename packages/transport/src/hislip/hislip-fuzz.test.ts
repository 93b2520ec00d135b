import { FourwireError, Turn, endsWith, systemClock } from '@fourwire/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { HislipPeer, peerMessage } from '../../test/hislip-peer.ts';
import type { PeerScript, PeerSession } from '../../test/hislip-peer.ts';
import { HislipTransport } from './hislip-transport.ts';
import { MessageReader } from './message-reader.ts';
import { SynchronousChannel } from './synchronous-channel.ts';

const cancelled = new FourwireError('aborted', 'aborted', 'The caller cancelled.');

async function start(script?: PeerScript): Promise<{
  peer: HislipPeer;
  connect: () => Promise<HislipTransport>;
  lost: FourwireError[];
}> {
  const peer = await HislipPeer.start(script);
  const lost: FourwireError[] = [];
  const host = { clock: systemClock, trace() {}, lost: (error: FourwireError) => void lost.push(error) };
  return {
    peer,
    lost,
    connect: async () => {
      const address = {
        kind: 'hislip',
        board: 0,
        host: '127.0.0.1',
        device: 'hislip0',
        port: peer.port,
      } as const;
      const wire = new HislipTransport(address, { maxMessageBytes: 10_000 });
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

describe('a HiSLIP connection that is cut at any byte', () => {
  it.each([
    [0, 's', '4853 01 00 02001235 0000000000000000'],
    [17, 'a', '4853 12 00 00005a5a 0000000000000000'],
    [15, 'a', '4853 10 00 00000000 0000000000000008 0000000000100000'],
  ] as const)('is refused in the answer to message %i', async (asked, channel, answer) => {
    const bytes = answer.replaceAll(' ', '');
    let length = 0;
    const { peer, connect, lost } = await start(({ type, session }) => {
      if (type !== asked) return false;
      session.send(channel, bytes.slice(0, length));
      session.sockets[channel]?.end();
      return true;
    });
    await using _ = peer;
    for (; length < bytes.length; length += 2) {
      await expect(connect()).rejects.toMatchObject({ kind: 'link', code: 'link-lost' });
      await peer.until(() => peer.open === 0);
    }
    expect(lost).toEqual([]);
  });

  it('rejects what waits, and tells the bus once', async () => {
    const reply = peerMessage(7, 0, 0xffff_ff00, Buffer.from('1.25\n'));
    let length = 0;
    const { peer, connect, lost } = await start(({ type, session }) => {
      if (type !== 7) return false;
      session.sockets.s.end(reply.subarray(0, length));
      return true;
    });
    await using _ = peer;
    for (; length < reply.length; length++) {
      const wire = await connect();
      const turn = new Turn();
      await wire.write(Buffer.from('READ?'), turn);
      expect(await outcome(wire.read(endsWith(), turn))).toBe('link-lost');
      expect(await outcome(wire.write(Buffer.from('READ?'), turn))).toBe('link-lost');
      expect(await outcome(wire.statusByte(turn))).toBe('link-lost');
      expect(await outcome(wire.recover(turn))).toBe('link-lost');
      expect(lost).toHaveLength(length + 1);
      await wire.close();
      await peer.until(() => peer.open === 0);
    }
  });
});

describe('arbitrary bytes on both channels', () => {
  const piece = fc.oneof(
    fc.uint8Array({ maxLength: 40 }).map((bytes) => Buffer.from(bytes)),
    fc
      .tuple(
        fc.integer({ min: 0, max: 40 }),
        fc.integer({ min: 0, max: 255 }),
        fc.constantFrom(0xffff_ff00, 0xffff_fefe, 0xffff_ffff, 0),
        fc.uint8Array({ maxLength: 20 }),
      )
      .map(([type, control, id, payload]) => peerMessage(type, control, id, Buffer.from(payload))),
    // Headers that announce what does not come.
    fc
      .tuple(fc.integer({ min: 0, max: 40 }), fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }))
      .map(([type, length]) => {
        const header = peerMessage(type, 0, 0xffff_ff00, Buffer.alloc(0));
        header.writeBigUInt64BE(length, 8);
        return header;
      }),
  );
  const bytes = fc.array(piece, { maxLength: 6 }).map((pieces) => Buffer.concat(pieces));

  it('leave nothing hanging: the exchange ends with a response or an error when it is interrupted', async () => {
    let said: [Buffer, Buffer] = [Buffer.alloc(0), Buffer.alloc(0)];
    const answered: PeerSession[] = [];
    const { peer, connect } = await start(({ type, session }) => {
      if (type !== 7) return type !== 0 && type !== 17 && type !== 15;
      session.sockets.a?.write(said[1]);
      session.sockets.s.write(said[0]);
      answered.push(session);
      return true;
    });
    await using _ = peer;
    const query = async (wire: HislipTransport, turn: Turn): Promise<Uint8Array> => {
      await wire.write(Buffer.from('READ?'), turn);
      return wire.read(endsWith(), turn);
    };
    await fc.assert(
      fc.asyncProperty(bytes, bytes, fc.constantFrom('s', 'a', undefined), async (onS, onA, hangUp) => {
        said = [onS, onA];
        const wire = await connect();
        const turn = new Turn();
        const reading = outcome(query(wire, turn));
        const sessions = answered.length + 1;
        await peer.until(() => answered.length === sessions);
        if (hangUp === undefined) {
          for (let round = 0; round < 3; round++) await new Promise(setImmediate);
          turn.interrupt(cancelled);
        } else answered.at(-1)?.sockets[hangUp]?.end();
        const ends = [await reading];
        const next = new Turn();
        const work = [outcome(wire.recover(next)), outcome(wire.statusByte(next))];
        next.interrupt(cancelled);
        ends.push(...(await Promise.all(work)));
        expect(ends.filter((end) => end.startsWith('foreign'))).toEqual([]);
        await wire.close();
        await peer.until(() => peer.open === 0);
      }),
      { seed: 1, numRuns: 100 },
    );
  });

  it('give a reader what belongs to its message, and nothing else', async () => {
    const part = fc.record({
      last: fc.boolean(),
      id: fc.constantFrom(0xffff_ff02, 0xffff_ff02, 0xffff_ff02, 0xffff_ff00, 0xffff_ffff),
      text: fc.string({ maxLength: 5 }),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(part), fc.array(fc.nat(30)), async (parts, sizes) => {
        const expected: string[] = [];
        let gathered = '';
        for (const { last, id, text } of parts) {
          const fits = id === 0xffff_ff02 || (!last && id === 0xffff_ffff);
          gathered = fits ? gathered + text : '';
          if (fits && last) {
            expected.push(gathered);
            gathered = '';
          }
        }
        const link = new SynchronousChannel({ host: '', port: 0, address: '' }, 10_000, {
          trace() {},
          failed() {},
        });
        link.maxPayload = 1000;
        await link.write(Buffer.from('A?'), new Turn());
        await link.write(Buffer.from('B?'), new Turn());
        const reader = new MessageReader(link.channel);
        let rest = Buffer.concat(
          parts.map(({ last, id, text }) => peerMessage(last ? 7 : 6, 0, id, Buffer.from(text, 'latin1'))),
        );
        for (const size of [...sizes, rest.length]) {
          reader.push(rest.subarray(0, size));
          rest = rest.subarray(size);
        }
        const turn = new Turn();
        const received: string[] = [];
        for (const _ of expected) received.push(await outcome(link.read(endsWith(), turn)));
        expect(received).toEqual(expected.map((text) => Buffer.from(text, 'latin1').toString('latin1')));
      }),
      { seed: 1 },
    );
  });
});
