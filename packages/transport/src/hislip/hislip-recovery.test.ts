import { BusClient, Turn, endsWith } from '@fourwire/core';
import { firstValueFrom } from 'rxjs';
import { afterEach, describe, expect, it } from 'vitest';
import { closeAll, open, query, serve, transportTo } from '../../test/hislip-link.ts';

afterEach(closeAll);

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
    const { bus, client } = await open(peer, {}, 30);
    peer.session.send('s', both[0]);
    peer.session.message('s', 12, 0, 0);
    await peer.until(() => peer.log.at(-1) === 's 03 01 00000000');
    await expect(query(client, 'B?')).rejects.toMatchObject({ kind: 'timeout' });
    expect(await query(new BusClient(bus, 'patient'), 'C?')).toBe('re C?');
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
      const { bus, client } = await open(peer, {}, 20, 20);
      await expect(client.exchange(async (wire, turn) => wire.clear(turn))).rejects.toMatchObject({
        kind: 'timeout',
      });
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
