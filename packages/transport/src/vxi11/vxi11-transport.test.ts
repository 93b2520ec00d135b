import { Turn, endsWith, systemClock } from '@fourwire/core';
import { afterEach, describe, expect, it } from 'vitest';
import { closeAll, open, query, serve, transportTo } from '../../test/vxi11-link.ts';
import { fromHex, opaque, words } from '../../test/vxi11-peer.ts';
import { createTransport } from '../open/open-transport.ts';
import { Vxi11Transport } from './vxi11-transport.ts';

afterEach(closeAll);

const host = { clock: systemClock, trace() {}, lost() {} };
const zero16 = '00'.repeat(16);

/** A call's record without blanks. */
const plain = (text: string): string => text.replaceAll(/\s/g, '');

describe('the packets of VXI-11', () => {
  it('are those of the transcript, with the time-outs in the order of each procedure', async () => {
    const peer = await serve();
    const wire = transportTo(peer, { lockTimeout: { seconds: 10 }, readTimeout: { seconds: 2 } });
    const turn = new Turn();
    await wire.open(host, turn);
    await wire.write(Buffer.from('*IDN?\n'), turn);
    expect(Buffer.from(await wire.read(endsWith(), turn)).toString()).toBe('re *IDN?\n');
    await wire.statusByte(turn);
    await wire.trigger(turn);
    await wire.clear(turn);
    await wire.remote(true, turn);
    await wire.remote(false, turn);
    await wire.lock(true, turn);
    await wire.unlock(turn);
    await wire.close();
    const [lockMs, ioMs] = ['00002710', '00002710'];
    expect(peer.calls.map(({ hex }) => hex)).toEqual(
      [
        `80000038 00000001 00000000 00000002 000186a0 00000002 00000003 ${zero16} 000607af 00000001 00000006 00000000`,
        `80000040 00000001 00000000 00000002 000607af 00000001 0000000a ${zero16} 00000000 00000000 ${lockMs} 00000005 696e7374 30000000`,
        `80000044 00000002 00000000 00000002 000607af 00000001 0000000b ${zero16} 000000c9 ${ioMs} ${lockMs} 00000009 00000006 2a49444e 3f0a0000`,
        `80000040 00000003 00000000 00000002 000607af 00000001 0000000c ${zero16} 000000c9 00100000 000007d0 ${lockMs} 00000001 00000000`,
        ...[13, 14, 15, 16, 17].map(
          (procedure, index) =>
            `80000038 ${words(4 + index)} 00000000 00000002 000607af 00000001 ${words(procedure)} ${zero16} 000000c9 00000001 ${lockMs} ${ioMs}`,
        ),
        `80000034 00000009 00000000 00000002 000607af 00000001 00000012 ${zero16} 000000c9 00000001 ${lockMs}`,
        `8000002c 0000000a 00000000 00000002 000607af 00000001 00000013 ${zero16} 000000c9`,
        `8000002c 0000000b 00000000 00000002 000607af 00000001 00000017 ${zero16} 000000c9`,
      ].map(plain),
    );
  });

  it('keep io and lock time-outs apart where they differ', async () => {
    const peer = await serve();
    const { client } = await open(peer, { lockTimeout: 30, readTimeout: 40 });
    await query(client, 'A?\n');
    await client.exchange(async (wire, turn) => wire.statusByte(turn));
    expect(peer.of(11)[0]?.args.readUInt32BE(4)).toBe(10_000);
    expect(peer.of(11)[0]?.args.readUInt32BE(8)).toBe(30);
    expect(peer.of(12)[0]?.args.readUInt32BE(8)).toBe(40);
    expect(peer.of(12)[0]?.args.readUInt32BE(12)).toBe(30);
    expect(peer.of(13)[0]?.args.readUInt32BE(8)).toBe(30);
    expect(peer.of(13)[0]?.args.readUInt32BE(12)).toBe(10_000);
  });

  it('ask for no waiting and state 0 unless waiting for a lock is wanted', async () => {
    const peer = await serve();
    const { client } = await open(peer);
    await query(client, 'A?\n');
    await client.exchange(async (wire, turn) => wire.lock(true, turn));
    expect(peer.of(11)[0]?.args.subarray(8, 16).toString('hex')).toBe('0000000000000008');
    expect(peer.of(12)[0]?.args.subarray(12, 20).toString('hex')).toBe('0000000000000000');
    expect(peer.of(18)[0]?.args.subarray(4, 12).toString('hex')).toBe('0000000000000000');
  });
});

describe('opening', () => {
  it('is what an address leads to', async () => {
    const address = { kind: 'vxi11', board: 0, host: '127.0.0.1', device: 'gpib0,5' } as const;
    const wire = await createTransport(address);
    expect(wire).toBeInstanceOf(Vxi11Transport);
    expect(wire.address).toBe('TCPIP0::127.0.0.1::gpib0,5::INSTR');
  });

  it('asks no port mapper for a core channel whose port is given', async () => {
    const peer = await serve();
    const { client, wire } = await open(peer);
    expect(wire.address).toBe(`TCPIP0::127.0.0.1,${peer.core.port}::inst0::INSTR`);
    expect(await query(client, 'A?\n')).toBe('re A?\n');
    expect(peer.mapper.connections).toBe(0);
  });

  it.each([0, 512, 1, 0xffff_ffff])(
    'takes an instrument that states %i for what it receives',
    async (states) => {
      const peer = await serve();
      peer.maxReceive = states;
      const { client } = await open(peer);
      const long = `${'x'.repeat(states === 1 ? 20 : 3000)}?`;
      expect(await query(client, long)).toBe(`re ${long}`);
      const most = states === 0 ? 1024 : states;
      const parts = peer.of(11).map(({ args }) => [args.readUInt32BE(16), args.readUInt32BE(12)]);
      expect(parts.every(([length = 0]) => length <= most)).toBe(true);
      expect(parts).toHaveLength(Math.ceil(long.length / most));
      expect(parts.map(([, flags]) => flags)).toEqual(
        parts.map((_, index) => (index === parts.length - 1 ? 8 : 0)),
      );
      // It limits writes only.
      expect(peer.of(12)).toHaveLength(1);
    },
  );

  it.each([0, -1, 0x7fff_ffff])('uses link id %i as it is', async (id) => {
    const peer = await serve(({ procedure }) => (procedure === 10 ? words(0, id, 0, 512) : undefined));
    const { client } = await open(peer);
    expect(await query(client, 'A?\n')).toBe('re A?\n');
    expect(peer.of(11)[0]?.args.readInt32BE(0)).toBe(id);
  });

  it.each([
    [3, 'link', 'device not accessible'],
    [9, 'busy', 'out of resources'],
  ] as const)('fails with error %i as kind %s', async (code, kind, text) => {
    const peer = await serve(({ procedure }) => (procedure === 10 ? words(code, 0, 0, 0) : undefined));
    await expect(open(peer)).rejects.toMatchObject({
      kind,
      code: 'vxi11-error',
      device: { code, text },
      message: `TCPIP0::127.0.0.1,${peer.core.port}::inst0::INSTR: the instrument answers create_link "inst0" with error ${code}, ${text}.`,
    });
    await peer.until(() => peer.core.sockets.size === 0);
  });

  it('says so when the port mapper knows no VXI-11', async () => {
    const peer = await serve(({ channel }) => (channel === 'mapper' ? words(0) : undefined));
    await expect(transportTo(peer).open(host, new Turn())).rejects.toMatchObject({
      kind: 'link',
      code: 'rpc-program-missing',
    });
    await peer.until(() => peer.mapper.sockets.size === 0);
  });

  it('says so when nobody listens', async () => {
    const peer = await serve();
    await peer.mapper.kill();
    await expect(transportTo(peer).open(host, new Turn())).rejects.toMatchObject({
      kind: 'link',
      code: 'link-refused',
    });
    await peer.core.kill();
    await expect(open(peer)).rejects.toMatchObject({ kind: 'link', code: 'link-refused' });
  });

  it.each([
    ['1', '00000000 00000000 00000001', 'program unavailable (1)'],
    ['2', '00000000 00000000 00000002 00000001 00000001', 'program version not supported (2)'],
    ['3', '00000000 00000000 00000003', 'procedure unavailable (3)'],
    ['77', '00000000 00000000 0000004d', 'a reason of its own (77)'],
  ])('fails when the server refuses the call with accept_stat %s', async (_name, tail, text) => {
    const peer = await serve(({ xid }) => {
      const body = fromHex(`${words(xid, 1, 0)} ${tail}`);
      return Buffer.concat([fromHex(words(0x8000_0000 + body.length)), body]);
    });
    await expect(open(peer)).rejects.toMatchObject({
      kind: 'protocol',
      code: 'rpc-refused',
      message: expect.stringContaining(text) as string,
    });
  });

  it.each([
    ['0', '00000000 00000002 00000002', 'RPC version not supported (0)'],
    ['1', '00000001 00000005', 'authentication refused (1)'],
  ])('fails when the server denies the call with reject_stat %s', async (_name, tail, text) => {
    const peer = await serve(({ xid }) => {
      const body = fromHex(`${words(xid, 1, 1)} ${tail}`);
      return Buffer.concat([fromHex(words(0x8000_0000 + body.length)), body]);
    });
    await expect(open(peer)).rejects.toMatchObject({
      kind: 'protocol',
      code: 'rpc-refused',
      message: expect.stringContaining(text) as string,
    });
  });

  it('refuses options out of range', () => {
    const address = { kind: 'vxi11', board: 0, host: 'h', device: 'inst0' } as const;
    for (const options of [
      { maxMessageBytes: 0 },
      { portMapperPort: 70_000 },
      { readTimeout: 9 },
      { lockTimeout: Infinity },
    ]) {
      expect(() => new Vxi11Transport(address, options)).toThrow(
        expect.objectContaining({ kind: 'range', code: 'option-refused' }),
      );
    }
  });

  it('leaves no socket behind when it is given up', async () => {
    const peer = await serve(() => null);
    await expect(open(peer, { openTimeout: 20 })).rejects.toMatchObject({ kind: 'timeout' });
    await peer.until(() => peer.core.sockets.size === 0);
  });
});

describe('messages', () => {
  it('skip an empty one, which does nothing', async () => {
    const peer = await serve();
    const { client } = await open(peer);
    await client.exchange(async (wire, turn) => wire.write(new Uint8Array(0), turn));
    expect(peer.of(11)).toEqual([]);
  });

  it('go on from where the instrument took less than it was given, and after its time-out', async () => {
    const taken = [
      [0, 4],
      [15, 3],
      [15, 0],
    ];
    const parts: string[] = [];
    const peer = await serve(({ procedure, args }) => {
      if (procedure !== 11) return undefined;
      const data = args.subarray(20, 20 + args.readUInt32BE(16)).toString();
      const [error, size] = taken.shift() ?? [0, data.length];
      parts.push(data);
      return words(error as number, size as number);
    });
    const { client } = await open(peer);
    await client.exchange(async (wire, turn) => wire.write(Buffer.from('VOLT:LEVEL 1'), turn));
    expect(parts).toEqual(['VOLT:LEVEL 1', ':LEVEL 1', 'VEL 1', 'VEL 1']);
  });

  it.each([
    [0, 0, 'protocol', 'vxi11-reply'],
    [0, 9, 'protocol', 'vxi11-reply'],
    [15, 5, 'timeout', 'vxi11-error'],
    [5, 0, 'protocol', 'vxi11-error'],
  ] as const)('fail when a write ends with error %i and %i bytes taken', async (error, size, kind, code) => {
    const peer = await serve(({ procedure }) => (procedure === 11 ? words(error, size) : undefined));
    const { client } = await open(peer);
    await expect(query(client, 'VOLT?')).rejects.toMatchObject({ kind, code, path: 'dmm' });
  });

  it('come in pieces with any reasons, and end with END only', async () => {
    const pieces = [
      [0, 1, 'ACME'],
      [0, 0, ''],
      [0, 2, ',MOCK\n'],
      [15, 0, ',SN'],
      [0, 3, '1'],
      [0, 5, ',1.0\n'],
    ] as const;
    let next = 0;
    const peer = await serve(({ procedure }) => {
      if (procedure !== 12) return undefined;
      const [error, reason, data] = pieces[next++] as (typeof pieces)[number];
      return `${words(error, reason)} ${opaque(data)}`;
    });
    const { client } = await open(peer);
    expect(await query(client, '*IDN?\n')).toBe('ACME,MOCK\n,SN1,1.0\n');
    expect(peer.of(12)).toHaveLength(6);
  });

  it('wait longer than one read for a slow instrument, also where it says nothing but the error', async () => {
    let asked = 0;
    const peer = await serve(({ procedure }) => (procedure === 12 && asked++ < 5 ? words(15) : undefined));
    const { client } = await open(peer);
    expect(await query(client, 'A?')).toBe('re A?');
    expect(asked).toBe(6);
  });

  it('refuses one that is too long, and goes on', async () => {
    const peer = await serve();
    const { client } = await open(peer, { maxMessageBytes: 100 });
    expect(await query(client, `${'x'.repeat(96)}?`)).toHaveLength(100);
    await expect(query(client, `${'x'.repeat(97)}?`)).rejects.toMatchObject({
      kind: 'protocol',
      code: 'message-too-long',
    });
    expect(await query(client, 'B?')).toBe('re B?');
    expect(peer.core.connections).toBe(1);
    expect(peer.of(12)[0]?.args.readUInt32BE(4)).toBe(101);
  });

  it('refuses one that is too long also where the instrument gives more than it was asked for', async () => {
    const peer = await serve(({ procedure }) =>
      procedure === 12 ? `${words(0, 4)} ${opaque('x'.repeat(2000))}` : undefined,
    );
    const { client } = await open(peer, { maxMessageBytes: 1000 });
    await expect(query(client, 'A?')).rejects.toMatchObject({ kind: 'protocol', code: 'message-too-long' });
  });

  it.each([
    [3, 'link', 'vxi11-error'],
    [8, 'device', 'vxi11-error'],
    [11, 'busy', 'lock-refused'],
    [17, 'link', 'vxi11-error'],
    [23, 'aborted', 'vxi11-error'],
    [99, 'protocol', 'vxi11-error'],
  ] as const)('carry error %i of a read as kind %s with the instrument’s code', async (code, kind, name) => {
    const peer = await serve(({ procedure }) => (procedure === 12 ? words(code, 0, 0) : undefined));
    const { client } = await open(peer);
    await expect(query(client, 'A?')).rejects.toMatchObject({ kind, code: name, device: { code } });
  });

  it('are what the trace and errors show', async () => {
    const peer = await serve(({ procedure }) => (procedure === 12 ? words(17, 0, 0) : undefined));
    const { client } = await open(peer);
    const seen: string[] = [];
    client.trace$.subscribe(({ direction, bytes }) =>
      seen.push(`${direction} ${Buffer.from(bytes).toString()}`),
    );
    await expect(query(client, 'A?\n')).rejects.toMatchObject({ command: 'A?\\n' });
    peer.script = () => undefined;
    await query(client, 'B?');
    expect(seen).toEqual(['sent A?\n', 'sent B?', 'received re B?']);
  });
});

describe('what the wire offers besides messages', () => {
  it('is the status byte without what stands above it', async () => {
    const peer = await serve();
    peer.statusByte = 0xffff_ff50;
    const { client } = await open(peer);
    expect(await client.exchange(async (wire, turn) => wire.statusByte(turn))).toBe(0x50);
  });

  it('is an exclusive lock, once', async () => {
    const peer = await serve();
    const { client } = await open(peer);
    const lock = async (exclusive = true): Promise<void> =>
      client.exchange(async (wire, turn) => wire.lock(exclusive, turn));
    await expect(lock(false)).rejects.toMatchObject({ kind: 'range', code: 'lock-shared' });
    await lock();
    await expect(lock()).rejects.toMatchObject({ kind: 'state', code: 'lock-invalid' });
    await client.exchange(async (wire, turn) => wire.unlock(turn));
    peer.script = ({ procedure }) =>
      procedure === 18 ? words(11) : procedure === 19 ? words(12) : undefined;
    await expect(lock()).rejects.toMatchObject({ kind: 'busy', code: 'lock-refused', device: { code: 11 } });
    await expect(client.exchange(async (wire, turn) => wire.unlock(turn))).rejects.toMatchObject({
      kind: 'state',
      code: 'lock-invalid',
    });
    expect(peer.procedures).toEqual([10, 18, 19, 18, 19]);
  });

  it('gives lock and link back when it is closed', async () => {
    const peer = await serve();
    const { bus, client } = await open(peer);
    await client.exchange(async (wire, turn) => wire.lock(true, turn));
    await bus.close();
    expect(peer.procedures).toEqual([10, 18, 19, 23]);
    await peer.until(() => peer.core.sockets.size === 0);
  });

  it('is refused before it is opened and after it was closed', async () => {
    const peer = await serve();
    const wire = transportTo(peer);
    const refused = { kind: 'link', code: 'link-closed' };
    await expect(wire.write(Buffer.from('A'), new Turn())).rejects.toMatchObject(refused);
    await expect(wire.read(endsWith(), new Turn())).rejects.toMatchObject(refused);
    await wire.open(host, new Turn());
    await wire.close();
    await wire.close();
    await expect(wire.clear(new Turn())).rejects.toMatchObject(refused);
    expect(await wire.recover(new Turn())).toBe(false);
  });

  it('is refused with the instrument’s error where it does not know it', async () => {
    const peer = await serve(({ procedure }) => (procedure === 14 ? words(8) : undefined));
    const { client } = await open(peer);
    await expect(client.exchange(async (wire, turn) => wire.trigger(turn))).rejects.toMatchObject({
      kind: 'device',
      code: 'vxi11-error',
      retry: 'never',
      device: { code: 8, text: 'operation not supported' },
    });
  });
});
