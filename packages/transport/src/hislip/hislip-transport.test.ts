import { Bus, BusClient, Turn, endsWith, exactly } from '@fourwire/core';
import type { ExchangeOptions } from '@fourwire/core';
import { firstValueFrom } from 'rxjs';
import { filter } from 'rxjs/operators';
import { afterEach, describe, expect, it } from 'vitest';
import { HislipPeer, peerMessage } from '../../test/hislip-peer.ts';
import type { PeerScript } from '../../test/hislip-peer.ts';
import { HislipTransport } from './hislip-transport.ts';
import type { HislipOptions } from './hislip-transport.ts';

const cleanUp: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const step of cleanUp.splice(0).toReversed()) await step();
});

async function serve(script?: PeerScript): Promise<HislipPeer> {
  const peer = await HislipPeer.start(script);
  cleanUp.push(async () => peer[Symbol.asyncDispose]());
  return peer;
}

function transportTo(peer: HislipPeer, options?: HislipOptions): HislipTransport {
  return new HislipTransport(
    { kind: 'hislip', board: 0, host: '127.0.0.1', device: 'hislip0', port: peer.port },
    options,
  );
}

async function open(
  peer: HislipPeer,
  options: HislipOptions = {},
  timeout = 2000,
): Promise<{ bus: Bus<HislipTransport>; client: BusClient<HislipTransport>; wire: HislipTransport }> {
  const wire = transportTo(peer, options);
  const bus = new Bus(wire);
  await bus.open();
  cleanUp.push(async () => bus.close());
  return { bus, client: new BusClient(bus, 'dmm', { timeout }), wire };
}

const text = (bytes: Uint8Array): string => Buffer.from(bytes).toString('latin1');

async function query(
  client: BusClient<HislipTransport>,
  line: string,
  options: ExchangeOptions = {},
): Promise<string> {
  return client.exchange(async (wire, turn) => {
    await wire.write(Buffer.from(line), turn);
    return text(await wire.read(endsWith(), turn));
  }, options);
}

describe('opening a HiSLIP session', () => {
  it('sends what the standard says, and a query', async () => {
    const peer = await serve();
    const { client, bus } = await open(peer);
    expect(bus.transport.address).toBe(`TCPIP0::127.0.0.1::hislip0,${peer.port}::INSTR`);
    expect(await query(client, '*IDN?\n')).toBe('re *IDN?\n');
    expect(peer.log).toEqual([
      's 00 00 02004657 hislip0',
      'a 11 00 00001235',
      'a 0f 00 00000000 \0\0\0\0\x04\0\0\0',
      's 07 00 ffffff00 *IDN?',
    ]);
  });

  it.each([
    ['encryption is mandatory', '4853 01 02 02001235 0000000000000000'],
    ['a secure connection must follow', '4853 01 04 02001235 0000000000000000'],
  ])('refuses a server where %s', async (_name, welcome) => {
    const peer = await serve();
    peer.welcome = welcome;
    await expect(open(peer)).rejects.toMatchObject({ kind: 'link', code: 'hislip-secure-only' });
    await peer.until(() => peer.open === 0);
  });

  it('reports a fatal error with its code and text', async () => {
    const peer = await serve();
    peer.welcome = '4853 02 04 00000000 0000000000000004 66756c6c';
    await expect(open(peer)).rejects.toMatchObject({
      kind: 'link',
      code: 'hislip-fatal',
      device: { code: 4, text: 'full' },
    });
    peer.welcome = '4853 02 04 00000000 0000000000000000';
    await expect(open(peer)).rejects.toMatchObject({ device: { code: 4, text: 'too many clients' } });
  });

  it.each([
    ['7 bytes', '4853 10 00 00000000 0000000000000007 00000000001000'],
    ['no room beside the header', '4853 10 00 00000000 0000000000000008 0000000000000010'],
  ])('refuses a largest message stated in %s', async (_name, size) => {
    const peer = await serve();
    peer.size = size;
    await expect(open(peer)).rejects.toMatchObject({ kind: 'protocol', code: 'hislip-reply' });
    await peer.until(() => peer.open === 0);
  });

  it('says what to check when nobody listens', async () => {
    const peer = await serve();
    const wire = transportTo(peer);
    await peer[Symbol.asyncDispose]();
    await expect(new Bus(wire).open()).rejects.toMatchObject({ kind: 'link', code: 'link-refused' });
  });

  it.each([0, 17, 15, 19])('leaves no socket behind when message %i is never answered', async (silent) => {
    const peer = await serve(({ type }) => type === silent);
    peer.welcome = '4853 01 01 02001235 0000000000000000';
    const bus = new Bus(transportTo(peer), { openTimeout: 30 });
    await expect(bus.open()).rejects.toMatchObject({ kind: 'timeout' });
    await peer.until(() => peer.open === 0);
  });

  it('declines overlapped mode with a device clear, and asks for it when told to', async () => {
    const peer = await serve();
    peer.welcome = '4853 01 01 02001235 0000000000000000';
    await open(peer);
    expect(peer.said).toEqual(['a 13 00 00000000', 's 08 00 00000000']);
    await open(peer, { preferOverlap: true });
    expect(peer.log).toHaveLength(8);
    peer.welcome = '4853 01 00 02001235 0000000000000000';
    peer.cleared = '4853 09 01 00000000 0000000000000000';
    await open(peer, { preferOverlap: true });
    expect(peer.log.slice(-2)).toEqual(['a 13 00 00000000', 's 08 01 00000000']);
  });

  it('refuses options that are out of range', async () => {
    const address = { kind: 'hislip', board: 0, host: 'h', device: 'hislip0', port: 4880 } as const;
    for (const options of [
      { maxMessageBytes: 0 },
      { maxMessageBytes: 1.5 },
      { sharedLock: '' },
      { sharedLock: 'ü' },
    ])
      expect(() => new HislipTransport(address, options)).toThrow(expect.objectContaining({ kind: 'range' }));
    expect(() => new HislipTransport({ ...address, device: 'ü' })).toThrow(
      expect.objectContaining({ code: 'address-invalid' }),
    );
  });
});

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

describe('an instrument that was interrupted', () => {
  const both = ['4853 0d 00 ffffff02 0000000000000000', '4853 0e 00 ffffff02 0000000000000000'] as const;

  it('drops what it said before, when the asynchronous channel tells first', async () => {
    const peer = await serve(({ type, parameter, payload, session }) => {
      if (type !== 7 || String(payload) !== 'B?') return type === 7;
      session.send('a', both[1]);
      // The client has taken the word when it answers what follows it.
      session.message('a', 12, 0, 0);
      void peer
        .until(() => peer.log.at(-1) === 'a 03 01 00000000')
        .then(() => {
          session.message('s', 7, 0, parameter, 'too early');
          session.send('s', both[0]);
          session.message('s', 7, 0, parameter, 're B?');
        });
      return true;
    });
    const { client } = await open(peer);
    await client.exchange(async (wire, turn) => wire.write(Buffer.from('A?'), turn));
    expect(await query(client, 'B?')).toBe('re B?');
  });

  it('is told nothing before both channels told it, and then goes on', async () => {
    const peer = await serve();
    const { client } = await open(peer);
    await query(client, 'A?');
    peer.session.send('s', both[0]);
    peer.session.message('s', 12, 0, 0);
    await peer.until(() => peer.log.at(-1) === 's 03 01 00000000');
    const next = query(client, 'B?');
    await client.bus.clock.sleep(0);
    peer.session.send('a', '4853 14 40 00000000 0000000000000000');
    await firstValueFrom(client.wire.serviceRequest$);
    expect(peer.log.at(-1)).toBe('s 03 01 00000000');
    peer.session.send('a', both[1]);
    expect(await next).toBe('re B?');
  });

  it('is cleared when the second word never comes', async () => {
    const peer = await serve();
    const { client } = await open(peer, {}, 30);
    peer.session.send('s', both[0]);
    peer.session.message('s', 12, 0, 0);
    await peer.until(() => peer.log.at(-1) === 's 03 01 00000000');
    await expect(query(client, 'B?')).rejects.toMatchObject({ kind: 'timeout' });
    expect(await query(client, 'C?')).toBe('re C?');
    expect(peer.sessions).toHaveLength(1);
  });
});

describe('an exchange that is cut short', () => {
  it('rejects at once, clears, and never gives a late reply to the next caller', async () => {
    const peer = await serve(({ type, parameter, payload, session }) => {
      if (type === 7 && String(payload).startsWith('slow')) return true;
      if (type === 19) {
        // What was on its way when the clear began, on both channels.
        session.message('s', 7, 0, 0xffff_ff00, 'late');
        session.send('a', '4853 16 11 00000000 0000000000000000 4853 14 40 00000000 0000000000000000');
      }
      if (type === 8) session.message('s', 7, 0, 0xffff_ff00, 'late');
      if (type === 21) session.send('a', `4853 16 22 ${parameter.toString(16)} 0000000000000000`);
      return type === 21;
    });
    const { bus, client } = await open(peer, {}, 20);
    const patient = new BusClient(bus, 'patient');
    for (let round = 0; round < 5; round++) {
      const late = query(client, 'slow?');
      const next = query(patient, `fast ${round}?`);
      await expect(late).rejects.toMatchObject({ kind: 'timeout', path: 'dmm', command: 'slow?' });
      expect(await next).toBe(`re fast ${round}?`);
      expect(await patient.exchange(async (wire, turn) => wire.statusByte(turn))).toBe(0x22);
    }
    expect(peer.sessions).toHaveLength(1);
  });

  it('opens the wire anew when a request on the asynchronous channel was given up', async () => {
    const peer = await serve(({ type }) => type === 4 && peer.sessions.length === 1);
    const { bus, client } = await open(peer, {}, 20);
    await expect(client.exchange(async (wire, turn) => wire.lock(true, turn))).rejects.toMatchObject({
      kind: 'timeout',
    });
    expect(await query(new BusClient(bus, 'patient'), 'A?')).toBe('re A?');
    expect(peer.sessions).toHaveLength(2);
    expect(peer.log).not.toContain('a 13 00 00000000');
  });

  it.each([19, 8])(
    'opens the wire anew when message %i of a device clear is not answered',
    async (silent) => {
      const peer = await serve(({ type }) => type === silent && peer.sessions.length === 1);
      const wire = transportTo(peer);
      const bus = new Bus(wire, { recoverTimeout: 20 });
      await bus.open();
      cleanUp.push(async () => bus.close());
      await expect(
        new BusClient(bus, 'dmm', { timeout: 20 }).exchange(async (_wire, turn) => wire.clear(turn)),
      ).rejects.toMatchObject({ kind: 'timeout' });
      expect(await query(new BusClient(bus, 'patient'), 'A?')).toBe('re A?');
      expect(peer.sessions).toHaveLength(2);
    },
  );

  it('is refused when the link is closed', async () => {
    const wire = transportTo(await serve());
    const turn = new Turn();
    await expect(wire.write(new Uint8Array(1), turn)).rejects.toMatchObject({ code: 'link-closed' });
    await expect(wire.read(endsWith(), turn)).rejects.toMatchObject({ code: 'link-closed' });
    await expect(wire.statusByte(turn)).rejects.toMatchObject({ code: 'link-closed' });
    expect(await wire.recover(turn)).toBe(false);
  });
});
