import { FourwireError, endsWith } from '@fourwire/core';
import { filter, firstValueFrom } from 'rxjs';
import { afterEach, describe, expect, it } from 'vitest';
import { closeAll, open, query, serve } from '../../test/vxi11-link.ts';
import { opaque, reply, words } from '../../test/vxi11-peer.ts';
import type { PeerCall } from '../../test/vxi11-peer.ts';

afterEach(closeAll);

const cancelled = new FourwireError('aborted', 'aborted', 'The caller cancelled.');

describe('after an interrupted exchange', () => {
  it('the read is aborted, the instrument cleared, and the connection goes on', async () => {
    const peer = await serve();
    peer.answer = (message) => (message.startsWith('slow') ? '' : `re ${message}`);
    const { bus, client } = await open(peer, { timeout: 30 });
    const dropped: string[] = [];
    bus.trace$.subscribe((one) => {
      if (one.client === undefined) dropped.push(Buffer.from(one.entry.bytes).toString('hex'));
    });
    for (let round = 0; round < 3; round++) {
      await expect(query(client, 'slow?')).rejects.toMatchObject({ kind: 'timeout', command: 'slow?' });
      expect(await query(client, `fast ${round}?`, { timeout: 2000 })).toBe(`re fast ${round}?`);
    }
    const abort = peer.calls.find(({ channel }) => channel === 'abort');
    expect(abort?.hex).toBe(
      `8000002c0000000100000000000000020 00607b00000000100000001${'00'.repeat(16)}000000c9`.replaceAll(
        ' ',
        '',
      ),
    );
    expect(peer.procedures).toEqual([10, ...Array.from({ length: 3 }, () => [11, 12, 15, 11, 12]).flat()]);
    // The late replies: abort, no data.
    expect(dropped.map((record) => record.slice(48))).toEqual(Array(3).fill('000000170000000000000000'));
    expect(peer.core.connections).toBe(1);
    expect(peer.abort.connections).toBe(3);
    await peer.until(() => peer.abort.sockets.size === 0);
  });

  it('rejects at once, and the next call waits until the late reply was dropped', async () => {
    let held: PeerCall | undefined;
    const peer = await serve((call, self) => {
      if (call.channel === 'abort') {
        // The server handles one call after the other: the abort is accepted and does nothing.
        if (held !== undefined) self.send(held, `${words(0, 4)} ${opaque('re first?')}`);
        return words(0);
      }
      if (call.procedure !== 12 || held !== undefined) return undefined;
      held = call;
      return null;
    });
    const { client } = await open(peer);
    const controller = new AbortController();
    const first = query(client, 'first?', { signal: controller.signal });
    await peer.until(() => held !== undefined);
    const second = query(client, 'second?');
    controller.abort();
    await expect(first).rejects.toMatchObject({ kind: 'aborted' });
    expect(await second).toBe('re second?');
    expect(peer.procedures).toEqual([10, 11, 12, 15, 11, 12]);
  });

  it('without an abort channel, the end of the read is waited for', async () => {
    const late: PeerCall[] = [];
    const peer = await serve((call) => {
      if (call.procedure !== 12 || late.length > 0) return undefined;
      late.push(call);
      return null;
    });
    peer.hasAbort = false;
    const { client } = await open(peer, { timeout: 20 });
    const first = query(client, 'first?');
    const second = query(client, 'second?', { timeout: 2000 });
    await expect(first).rejects.toMatchObject({ kind: 'timeout' });
    expect(peer.procedures).toEqual([10, 11, 12]);
    peer.send(late[0] as PeerCall, words(15, 0, 0));
    expect(await second).toBe('re second?');
    expect(peer.abort.connections).toBe(0);
    expect(peer.core.connections).toBe(1);
  });

  it('a connection whose late reply does not come is opened anew, and the instrument cleared there', async () => {
    let silent = true;
    const peer = await serve(({ procedure, channel }) =>
      silent && (procedure === 12 || channel === 'abort') ? null : undefined,
    );
    peer.hasAbort = false;
    const { client } = await open(peer, { timeout: 20, recoverTimeout: 30 });
    await expect(query(client, 'first?')).rejects.toMatchObject({ kind: 'timeout' });
    silent = false;
    expect(await query(client, 'second?', { timeout: 2000 })).toBe('re second?');
    expect(peer.core.connections).toBe(2);
    expect(peer.procedures).toEqual([10, 11, 12, 10, 15, 11, 12]);
  });

  it('an abort channel that refuses does no harm', async () => {
    const late: PeerCall[] = [];
    const peer = await serve((call) => {
      if (call.procedure !== 12 || late.length > 0) return undefined;
      late.push(call);
      return null;
    });
    await peer.abort.kill();
    const { client } = await open(peer, { timeout: 20 });
    await expect(query(client, 'first?')).rejects.toMatchObject({ kind: 'timeout' });
    peer.send(late[0] as PeerCall, words(15, 0, 0));
    expect(await query(client, 'second?', { timeout: 2000 })).toBe('re second?');
    expect(peer.core.connections).toBe(1);
  });

  it('an instrument that cannot be cleared is opened anew, and used as it is', async () => {
    const peer = await serve(({ procedure }) => (procedure === 15 ? words(8) : undefined));
    peer.answer = (message) => (message.startsWith('slow') ? '' : `re ${message}`);
    const { client } = await open(peer, { timeout: 20 });
    await expect(query(client, 'slow?')).rejects.toMatchObject({ kind: 'timeout' });
    expect(await query(client, 'fast?', { timeout: 2000 })).toBe('re fast?');
    expect(peer.procedures).toEqual([10, 11, 12, 15, 23, 10, 15, 11, 12]);
  });

  it('an instrument that another link has locked is cleared as soon as it is free', async () => {
    let locked = false;
    const peer = await serve(({ procedure }) => {
      if (procedure === 12 && !locked) {
        locked = true;
        return words(11, 0, 0);
      }
      return locked && procedure !== 10 && procedure !== 23 ? words(11, 0, 0) : undefined;
    });
    const { client } = await open(peer);
    await expect(query(client, 'first?')).rejects.toMatchObject({ kind: 'busy', code: 'lock-refused' });
    await expect(query(client, 'again?')).rejects.toMatchObject({ kind: 'busy', code: 'lock-refused' });
    peer.script = () => undefined;
    expect(await query(client, 'second?')).toBe('re second?');
    expect(peer.core.connections).toBe(1);
    expect(peer.procedures.slice(-3)).toEqual([15, 11, 12]);
  });

  it('nothing is cleared when nothing was taken', async () => {
    const peer = await serve(({ procedure }) => (procedure === 11 ? words(11, 0) : undefined));
    const { client } = await open(peer);
    await expect(query(client, 'first?')).rejects.toMatchObject({ kind: 'busy', code: 'lock-refused' });
    peer.script = () => undefined;
    expect(await query(client, 'second?')).toBe('re second?');
    expect(peer.procedures).toEqual([10, 11, 11, 12]);
  });

  it('an interruption between write and read leaves nothing for the next', async () => {
    const peer = await serve();
    const { client } = await open(peer);
    const controller = new AbortController();
    const first = client.exchange(
      async (wire, turn) => {
        await wire.write(Buffer.from('first?'), turn);
        controller.abort();
        return wire.read(endsWith(), turn);
      },
      { signal: controller.signal },
    );
    await expect(first).rejects.toMatchObject({ kind: 'aborted' });
    expect(await query(client, 'second?')).toBe('re second?');
    expect(peer.procedures).toEqual([10, 11, 15, 11, 12]);
  });

  it('a second call is not sent while a reply is owed', async () => {
    const peer = await serve(({ procedure }) => (procedure === 13 ? null : undefined));
    const { client } = await open(peer);
    await client.exchange(async (wire, turn) => {
      const poll = wire.statusByte(turn);
      await peer.until(() => peer.of(13).length === 1);
      turn.interrupt(cancelled);
      await expect(poll).rejects.toBe(cancelled);
      turn.error = undefined;
      await expect(wire.trigger(turn)).rejects.toMatchObject({ kind: 'link', code: 'link-out-of-step' });
    });
    expect(peer.procedures).toEqual([10, 13]);
    peer.send(peer.of(13)[0] as PeerCall, words(0, 0));
  });
});

describe('replies that are not the one', () => {
  it('with an old or a foreign id are dropped and traced', async () => {
    const peer = await serve(({ procedure, xid, socket }) => {
      if (procedure !== 12) return undefined;
      for (const other of [xid - 1, xid + 1, 0, 0xffff_ffff]) {
        socket.write(reply(other, `${words(0, 4)} ${opaque('wrong')}`));
      }
      return `${words(0, 4)} ${opaque('right')}`;
    });
    const { bus, client } = await open(peer);
    let strays = 0;
    bus.trace$.subscribe((one) => {
      if (one.client === undefined) strays++;
    });
    for (let round = 0; round < 3; round++) expect(await query(client, 'A?')).toBe('right');
    expect(strays).toBe(12);
  });

  it('of a long foreign message leave no trace in the right one', async () => {
    const long = (size: number, letter: string): string => `${words(0, 1)} ${opaque(letter.repeat(size))}`;
    let round = 0;
    const peer = await serve(({ procedure, xid, socket }) => {
      if (procedure !== 12) return undefined;
      socket.write(reply(xid - 1, long(150_000, 'x')));
      round++;
      return round < 4 ? long(100_000, 'abc'[round - 1] as string) : `${words(0, 4)} ${opaque('end')}`;
    });
    const { client } = await open(peer);
    const message = await query(client, 'A?');
    expect(message === `${'a'.repeat(100_000)}${'b'.repeat(100_000)}${'c'.repeat(100_000)}end`).toBe(true);
  });
});

describe('a lost link', () => {
  it('is opened anew with a new link, and a query is done again', async () => {
    let cuts = 1;
    const peer = await serve(({ procedure, socket }) => {
      if (procedure !== 12 || cuts === 0) return undefined;
      cuts--;
      socket.destroy();
      return null;
    });
    const { client } = await open(peer);
    expect(await query(client, 'A?', { idempotent: true })).toBe('re A?');
    // What the first one left is cleared before anything is said.
    expect(peer.procedures).toEqual([10, 11, 12, 10, 15, 11, 12]);
  });

  it('that was idle is opened anew without a device clear', async () => {
    const peer = await serve();
    const { bus, client } = await open(peer);
    await query(client, 'A?');
    const lost = firstValueFrom(bus.state$.pipe(filter((state) => state === 'lost')));
    for (const socket of peer.core.sockets) socket.destroy();
    await lost;
    await query(client, 'B?');
    expect(peer.procedures).toEqual([10, 11, 12, 10, 11, 12]);
  });

  it('is also one that the instrument does not know any more', async () => {
    let forgot = false;
    const peer = await serve(({ procedure }) => {
      if (procedure === 10) forgot = false;
      return forgot ? words(4, 0) : undefined;
    });
    const { client } = await open(peer);
    await query(client, 'A?');
    forgot = true;
    expect(await query(client, 'B?', { idempotent: true })).toBe('re B?');
    expect(peer.procedures.filter((procedure) => procedure === 10)).toHaveLength(2);
  });
});
