import { Turn, endsWith, exactly } from '@fourwire/core';
import { firstValueFrom } from 'rxjs';
import { filter } from 'rxjs/operators';
import { afterEach, describe, expect, it } from 'vitest';
import { closeAll, open, query, serve, text } from '../../test/hislip-link.ts';
import { peerMessage } from '../../test/hislip-peer.ts';

afterEach(closeAll);

describe('message ids and the RMT-delivered flag', () => {
  it('goes through 300 queries: ids wrap past fffffffe, each reports the delivery of the last', async () => {
    const peer = await serve();
    const { client } = await open(peer);
    for (let round = 0; round < 300; round++) expect(await query(client, `${round}?`)).toBe(`re ${round}?`);
    expect(peer.said.slice(0, 2)).toEqual(['s 07 00 ffffff00 0?', 's 07 01 ffffff02 1?']);
    expect(peer.said.slice(127, 130)).toEqual([
      's 07 01 fffffffe 127?',
      's 07 01 00000000 128?',
      's 07 01 00000002 129?',
    ]);
  });

  it('names the last sent id in a status query, and reports the delivery once only', async () => {
    const peer = await serve();
    const { client } = await open(peer);
    const poll = async (): Promise<number> => client.exchange(async (wire, turn) => wire.statusByte(turn));
    expect(await poll()).toBe(0);
    await query(client, '*IDN?');
    await poll();
    await poll();
    await query(client, '*OPT?');
    await client.exchange(async (wire, turn) => wire.trigger(turn));
    await peer.until(() => peer.said.length === 6);
    expect(peer.said).toEqual([
      'a 15 00 fffffefe',
      's 07 00 ffffff00 *IDN?',
      'a 15 01 ffffff00',
      'a 15 00 ffffff00',
      's 07 00 ffffff02 *OPT?',
      's 0c 01 ffffff04',
    ]);
  });

  it('starts again after a device clear, and forgets a delivery', async () => {
    const peer = await serve();
    const { client } = await open(peer);
    await query(client, 'A?');
    await client.exchange(async (wire, turn) => wire.clear(turn));
    await client.exchange(async (wire, turn) => wire.statusByte(turn));
    await query(client, 'B?');
    expect(peer.said.slice(1)).toEqual([
      'a 13 00 00000000',
      's 08 00 00000000',
      'a 15 00 fffffefe',
      's 07 00 ffffff00 B?',
    ]);
  });

  it('drops responses to other messages, with the parts that came before their end', async () => {
    const peer = await serve(({ type, parameter, session }) => {
      if (type !== 7) return false;
      session.message('s', 7, 0, parameter - 2, 'old');
      session.message('s', 6, 0, 0xffff_ffff, 'old part');
      session.message('s', 7, 0, 0xffff_fe00, '');
      session.message('s', 6, 0, parameter - 2, 'old part');
      session.message('s', 6, 0, 0xffff_ffff, 'ne');
      session.message('s', 6, 0, parameter, 'w');
      session.message('s', 7, 0, parameter, '');
      return true;
    });
    const { client } = await open(peer);
    expect(await query(client, 'A?')).toBe('new');
    expect(await query(client, 'B?')).toBe('new');
  });

  it('drops a response that was not read before the next message', async () => {
    const peer = await serve();
    const { bus, client } = await open(peer);
    const dropped = firstValueFrom(bus.trace$.pipe(filter((one) => one.client === undefined)), {
      defaultValue: undefined,
    });
    await client.exchange(async (wire, turn) => {
      await wire.write(Buffer.from('A?'), turn);
      await wire.statusByte(turn);
    });
    expect(await query(client, 'B?')).toBe('re B?');
    expect(text((await dropped)?.entry.bytes as Uint8Array)).toBe('re A?');
  });

  it('does not compare ids in overlapped mode, and keeps responses for one exchange only', async () => {
    let id = 0xffff_ff00;
    const peer = await serve(({ type, payload, session }) => {
      if (type !== 7) return false;
      session.message('s', 7, 0, id, `re ${String(payload)}`);
      id += 2;
      return true;
    });
    peer.welcome = '4853 01 01 02001235 0000000000000000';
    const { client } = await open(peer, { preferOverlap: true });
    const both = await client.exchange(async (wire, turn) => {
      await wire.write(Buffer.from('A'), turn);
      await wire.write(Buffer.from('B'), turn);
      await wire.statusByte(turn);
      const first = await wire.read(endsWith(), turn);
      await wire.statusByte(turn);
      return [text(first), text(await wire.read(endsWith(), turn))];
    });
    expect(both).toEqual(['re A', 're B']);
    expect(peer.said.slice(2)).toEqual(['a 15 00 fffffefe', 'a 15 01 ffffff00']);
    await client.exchange(async (wire, turn) => {
      await wire.write(Buffer.from('C'), turn);
      await wire.statusByte(turn);
    });
    expect(await query(client, 'D')).toBe('re D');
  });
});

describe('long messages over HiSLIP', () => {
  it('sends in parts that fit the limit of the instrument, each with an id', async () => {
    const peer = await serve(({ type, parameter, session }) => {
      if (type === 7) session.message('s', 7, 0, parameter, 'got it');
      return type === 6 || type === 7;
    });
    peer.size = '4853 10 00 00000000 0000000000000008 0000000000000014';
    const { client } = await open(peer);
    expect(await query(client, '0123456789?')).toBe('got it');
    await client.exchange(async (wire, turn) => wire.write(new Uint8Array(0), turn));
    await client.exchange(async (wire, turn) => wire.statusByte(turn));
    expect(peer.said.slice(0, 4)).toEqual([
      's 06 00 ffffff00 0123',
      's 06 00 ffffff02 4567',
      's 07 00 ffffff04 89?',
      's 07 01 ffffff06',
    ]);
  });

  it('waits with a big message while the instrument does not read, and is interrupted in it', async () => {
    const peer = await serve();
    peer.size = '4853 10 00 00000000 0000000000000008 0000000000100000';
    const { client } = await open(peer, {}, 20_000);
    peer.session.sockets.s.pause();
    const controller = new AbortController();
    const big = Buffer.alloc(40_000_000);
    let written = false;
    const sending = client.exchange(
      async (wire, turn) => {
        await wire.write(big, turn);
        written = true;
      },
      { signal: controller.signal },
    );
    await query((await open(await serve())).client, 'x?');
    expect(written).toBe(false);
    controller.abort();
    await expect(sending).rejects.toMatchObject({ kind: 'aborted' });
    peer.session.sockets.s.resume();
    expect(await query(client, 'B?')).toBe('re B?');
    expect(peer.log).toContain('s 08 00 00000000');
    expect(peer.log.filter((line) => line.startsWith('s 07'))).toEqual(['s 07 00 ffffff00 B?']);
  });

  const block = Buffer.alloc(10_000_000, 'abcdefghij');

  it('receives a block of 10 MB in one message and in many', async () => {
    const peer = await serve(({ type, parameter, payload, session }) => {
      if (type !== 7) return false;
      const step = Number(payload);
      for (let at = 0; at < block.length; at += step) {
        const part = block.subarray(at, at + step);
        session.sockets.s.write(peerMessage(at + step < block.length ? 6 : 7, 0, parameter, part));
      }
      return true;
    });
    const { client } = await open(peer);
    for (const [step, end] of [
      [block.length, endsWith()],
      [1_000_000, exactly(block.length)],
      [70_001, endsWith()],
    ] as const) {
      const received = await client.exchange(async (wire, turn) => {
        await wire.write(Buffer.from(String(step)), turn);
        return wire.read(end, turn);
      });
      expect(block.equals(received)).toBe(true);
    }
  });

  it('refuses 9 GB at the header, and a response of parts that grows too long, and goes on', async () => {
    const peer = await serve(({ type, parameter, payload, session }) => {
      if (type !== 7) return false;
      if (String(payload) === 'huge') {
        session.send('s', `4853 07 00 ${parameter.toString(16)} 0000000218711a00 31`);
      } else if (String(payload) === 'long') {
        for (let part = 0; part < 30; part++) session.message('s', 6, 0, parameter, 'x'.repeat(100));
        session.message('s', 7, 0, parameter, 'end');
      } else return false;
      return true;
    });
    const { client } = await open(peer, { maxMessageBytes: 1000 });
    await expect(query(client, 'long')).rejects.toMatchObject({ kind: 'protocol', code: 'message-too-long' });
    expect(await query(client, 'B?')).toBe('re B?');
    expect(peer.sessions).toHaveLength(1);
    const turn = new Turn();
    await client.wire.write(Buffer.from('huge'), turn);
    await expect(client.wire.read(endsWith(), turn)).rejects.toMatchObject({ code: 'message-too-long' });
  });

  it('does not keep responses without bound that nobody reads', async () => {
    const peer = await serve(({ type, parameter, session }) => {
      if (type !== 7) return false;
      for (let count = 0; count < 100; count++) session.message('s', 7, 0, parameter, '');
      session.message('s', 12, 0, 0);
      return true;
    });
    const { client } = await open(peer, { maxMessageBytes: 1000 });
    await expect(
      client.exchange(async (wire, turn) => {
        await wire.write(Buffer.from('A?'), turn);
        await peer.until(() => peer.log.at(-1)?.startsWith('s 03 01') === true);
        return wire.read(endsWith(), turn);
      }),
    ).rejects.toMatchObject({ code: 'message-too-long' });
  });
});
