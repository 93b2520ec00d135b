import { afterEach, describe, expect, it } from 'vitest';
import { closeAll, open, query, serve } from '../../test/hislip-link.ts';

afterEach(closeAll);

describe('the asynchronous channel', () => {
  it('gives a service request that comes before the status byte to its subscribers', async () => {
    const peer = await serve(({ type, session }) => {
      if (type !== 21) return false;
      session.send('a', '4853 14 40 00000000 0000000000000000 4853 16 50 00000000 0000000000000000');
      return true;
    });
    const { client, wire } = await open(peer);
    const requests: (number | undefined)[] = [];
    wire.serviceRequest$.subscribe((statusByte) => requests.push(statusByte));
    expect(await client.exchange(async (_wire, turn) => wire.statusByte(turn))).toBe(0x50);
    expect(requests).toEqual([0x40]);
  });

  it('takes and gives back the exclusive and the shared lock', async () => {
    const answers = ['01', '01', '01', '02', '03'];
    const peer = await serve(({ type, session }) => {
      if (type !== 4) return false;
      session.send('a', `4853 05 ${answers.shift()} 00000000 0000000000000000`);
      return true;
    });
    const { client, wire } = await open(peer, { sharedLock: 'key1', lockTimeout: 500 });
    await query(client, 'A?');
    await client.exchange(async (_wire, turn) => wire.lock(false, turn));
    await client.exchange(async (_wire, turn) => wire.lock(true, turn));
    for (let count = 0; count < 2; count++) await client.exchange(async (_wire, turn) => wire.unlock(turn));
    await expect(client.exchange(async (_wire, turn) => wire.unlock(turn))).rejects.toMatchObject({
      kind: 'state',
      code: 'lock-invalid',
    });
    expect(peer.said.slice(1)).toEqual([
      'a 04 01 000001f4 key1',
      'a 04 01 000001f4',
      'a 04 00 ffffff00',
      'a 04 00 ffffff00',
      'a 04 00 ffffff00',
    ]);
  });

  it('says whether another client holds the lock, or this one', async () => {
    let answer = '00';
    const peer = await serve(({ type, session }) => {
      if (type === 4) session.send('a', `4853 05 ${answer} 00000000 0000000000000000`);
      return type === 4;
    });
    const { client, wire } = await open(peer);
    const lock = async (): Promise<void> => client.exchange(async (_wire, turn) => wire.lock(true, turn));
    await expect(lock()).rejects.toMatchObject({ kind: 'busy', code: 'lock-refused' });
    answer = '03';
    await expect(lock()).rejects.toMatchObject({ kind: 'state', code: 'lock-invalid' });
    expect(peer.sessions).toHaveLength(1);
  });

  it('puts the instrument in remote and in local', async () => {
    const peer = await serve();
    const { client } = await open(peer);
    await query(client, 'A?');
    await client.exchange(async (wire, turn) => wire.remote(true, turn));
    await client.exchange(async (wire, turn) => wire.remote(false, turn));
    expect(peer.said.slice(1)).toEqual(['a 0a 03 ffffff00', 'a 0a 02 ffffff00']);
  });

  it('answers messages it does not know with an error, on the same channel', async () => {
    const peer = await serve();
    const { client } = await open(peer);
    peer.session.send('s', '4853 4d 00 00000000 0000000000000002 7a7a');
    peer.session.send('a', '4853 c8 00 00000000 0000000000000002 7a7a');
    await peer.until(() => peer.said.length === 2);
    expect(peer.said.toSorted()).toEqual(['a 03 03 00000000', 's 03 01 00000000']);
    expect(await query(client, 'A?')).toBe('re A?');
  });
});

describe('errors that the instrument reports', () => {
  it('fails the read that waits with code and text, clears, and goes on', async () => {
    const peer = await serve(({ type, payload, session }) => {
      if (type !== 7 || String(payload) !== 'BAD') return false;
      session.send('s', '4853 03 04 00000000 0000000000000000');
      return true;
    });
    const { client } = await open(peer);
    await expect(query(client, 'BAD')).rejects.toMatchObject({
      kind: 'protocol',
      code: 'hislip-error',
      device: { code: 4, text: 'message too large' },
    });
    expect(await query(client, 'A?')).toBe('re A?');
    expect(peer.said).toContain('a 13 00 00000000');
    expect(peer.sessions).toHaveLength(1);
  });

  it('fails the request that waits on the asynchronous channel', async () => {
    const peer = await serve(({ type, session }) => {
      if (type !== 10) return false;
      session.send('a', '4853 03 02 00000000 0000000000000003 6e6f21');
      return true;
    });
    const { client } = await open(peer);
    await expect(client.exchange(async (wire, turn) => wire.remote(true, turn))).rejects.toMatchObject({
      code: 'hislip-error',
      device: { code: 2, text: 'no!' },
    });
  });

  it.each(['s', 'a'] as const)(
    'ends the session on a fatal error on channel %s, and opens another',
    async (channel) => {
      const peer = await serve(({ type, payload, session }) => {
        if (type !== 7 || String(payload) !== 'DIE') return false;
        session.send(channel, '4853 02 00 00000000 0000000000000000');
        return true;
      });
      const { client } = await open(peer);
      await expect(query(client, 'DIE')).rejects.toMatchObject({
        kind: 'link',
        code: 'link-lost',
        cause: { code: 'hislip-fatal', device: { code: 0 } },
      });
      expect(await query(client, 'A?')).toBe('re A?');
      expect(peer.sessions).toHaveLength(2);
    },
  );

  it.each(['s', 'a'] as const)('lets go of both channels when channel %s is lost', async (channel) => {
    const peer = await serve(({ type, payload, session }) => {
      if (type !== 7 || String(payload) !== 'CUT') return false;
      session.sockets[channel]?.destroy();
      return true;
    });
    const { client } = await open(peer);
    await expect(query(client, 'CUT')).rejects.toMatchObject({ kind: 'link', code: 'link-lost' });
    expect(await query(client, 'A?')).toBe('re A?');
    expect(peer.open).toBe(2);
  });

  it.each(['5858', '5858 5858585858585858585858585858', '4800'])(
    'says goodbye to a peer that begins a message with %s',
    async (bytes) => {
      const peer = await serve(({ type, payload, session }) => {
        if (type !== 7 || String(payload) !== 'XX') return false;
        session.send('s', bytes);
        return true;
      });
      const { client } = await open(peer);
      await expect(query(client, 'XX')).rejects.toMatchObject({
        kind: 'link',
        cause: { code: 'link-out-of-step' },
      });
      await peer.until(() => peer.log.includes('s 02 01 00000000'));
      expect(await query(client, 'A?')).toBe('re A?');
    },
  );
});

describe('a HiSLIP connection that cannot go on', () => {
  it.each([
    ['an error text of 1 TB', '4853 03 00 00000000 0000010000000000'],
    ['a service request of 64 KiB and one byte', '4853 14 00 00000000 0000000000010001'],
  ])('is opened anew after %s', async (_name, bytes) => {
    const peer = await serve(({ type, payload, session }) => {
      if (type !== 7 || String(payload) !== 'LONG') return false;
      session.send('s', bytes);
      return true;
    });
    const { client } = await open(peer);
    await expect(query(client, 'LONG')).rejects.toMatchObject({ cause: { code: 'link-out-of-step' } });
    expect(await query(client, 'A?')).toBe('re A?');
  });

  it('is refused when the instrument asks for encryption in a device clear', async () => {
    const peer = await serve();
    peer.cleared = '4853 09 02 00000000 0000000000000000';
    const { client } = await open(peer);
    await expect(client.exchange(async (wire, turn) => wire.clear(turn))).rejects.toMatchObject({
      kind: 'link',
      code: 'hislip-secure-only',
      retry: 'operator',
    });
  });
});
