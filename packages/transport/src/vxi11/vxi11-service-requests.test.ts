import { Turn, systemClock } from '@fourwire/core';
import { filter, firstValueFrom } from 'rxjs';
import { afterEach, describe, expect, it } from 'vitest';
import { closeAll, open, query, serve, transportTo } from '../../test/vxi11-link.ts';
import { words } from '../../test/vxi11-peer.ts';
import type { Vxi11Peer } from '../../test/vxi11-peer.ts';

afterEach(closeAll);

const enabled = async (peer: Vxi11Peer): Promise<void> =>
  peer.until(() => peer.interrupt !== undefined && peer.interrupt.handle.length > 0);

describe('service requests over VXI-11', () => {
  it('come by a channel that is there while somebody listens', async () => {
    const peer = await serve();
    const { client, wire } = await open(peer);
    await query(client, 'A?');
    expect(peer.procedures).toEqual([10, 11, 12]);
    let requests = 0;
    const subscriptions = [1, 2].map(() => wire.serviceRequest$.subscribe(() => requests++));
    await enabled(peer);
    const [create] = peer.of(25);
    const port = words(peer.interrupt?.port ?? 0);
    expect(create?.args.toString('hex')).toBe(`7f000001${port}000607b10000000100000000`);
    expect(peer.of(20)[0]?.args.subarray(0, 12).toString('hex')).toBe('000000c90000000100000028');

    const asked = firstValueFrom(wire.serviceRequest$);
    const socket = peer.interruptWith(peer.serviceRequest());
    let answered = 0;
    socket.on('data', (chunk) => (answered += chunk.length));
    expect(await asked).toBeUndefined();
    const again = firstValueFrom(wire.serviceRequest$);
    socket.write(peer.serviceRequest());
    await again;
    expect(requests).toBe(4);
    expect(await query(client, 'B?')).toBe('re B?');

    for (const subscription of subscriptions) subscription.unsubscribe();
    await peer.until(() => peer.of(26).length === 1);
    // Never answered, and the same handle to end it.
    expect(answered).toBe(0);
    expect(peer.of(20)[1]?.args.subarray(4).toString('hex')).toBe(
      `00000000${peer.of(20)[0]?.args.subarray(8).toString('hex')}`,
    );
    expect(await query(client, 'C?')).toBe('re C?');
  });

  it('are asked for when the link is opened, and again when it is opened anew', async () => {
    const peer = await serve();
    const { bus, client, wire } = await open(peer);
    await bus.close();
    let requests = 0;
    const subscription = wire.serviceRequest$.subscribe(() => requests++);
    await bus.open();
    expect(peer.procedures).toEqual([10, 23, 10, 25, 20]);
    const { port } = peer.interrupt ?? {};
    const lost = firstValueFrom(bus.state$.pipe(filter((state) => state === 'lost')));
    for (const socket of peer.core.sockets) socket.destroy();
    await lost;
    expect(await query(client, 'A?')).toBe('re A?');
    expect(peer.procedures).toEqual([10, 23, 10, 25, 20, 10, 25, 20, 11, 12]);
    expect(peer.interrupt?.port).not.toBe(port);
    const asked = firstValueFrom(wire.serviceRequest$);
    peer.interruptWith(peer.serviceRequest());
    await asked;
    expect(requests).toBe(1);
    await bus.close();
    expect(peer.procedures.slice(-3)).toEqual([20, 26, 23]);
    subscription.unsubscribe();
  });

  it.each([25, 20])(
    'end with an error where the instrument refuses procedure %i; the link goes on',
    async (refused) => {
      const peer = await serve(({ procedure }) => (procedure === refused ? words(8) : undefined));
      const { bus, client, wire } = await open(peer);
      await expect(firstValueFrom(wire.serviceRequest$)).rejects.toMatchObject({
        kind: 'device',
        device: { code: 8 },
      });
      expect(await query(client, 'A?')).toBe('re A?');
      await bus.close();
      const asked = firstValueFrom(wire.serviceRequest$);
      const outcome = expect(asked).rejects.toMatchObject({ kind: 'device' });
      await bus.open();
      await outcome;
      expect(await query(client, 'B?')).toBe('re B?');
    },
  );

  it('end with an error where the instrument says nothing to them, and do not keep the link from opening', async () => {
    const peer = await serve(({ procedure }) => (procedure === 25 ? null : undefined));
    const { bus, client, wire } = await open(peer, { openTimeout: 50 });
    await bus.close();
    const outcome = expect(firstValueFrom(wire.serviceRequest$)).rejects.toMatchObject({ kind: 'timeout' });
    await expect(bus.open()).rejects.toMatchObject({ kind: 'timeout' });
    await outcome;
    await bus.open();
    expect(await query(client, 'A?')).toBe('re A?');
  });

  it('go back and forth without a channel that is left behind', async () => {
    const peer = await serve();
    const { client, wire } = await open(peer);
    for (let round = 0; round < 5; round++) wire.serviceRequest$.subscribe().unsubscribe();
    const subscription = wire.serviceRequest$.subscribe();
    await query(client, 'A?');
    await enabled(peer);
    subscription.unsubscribe();
    await query(client, 'B?');
    await peer.until(() => peer.of(26).length === 1);
    expect(peer.of(25)).toHaveLength(1);
  });

  it('survive a connection to the channel that talks nonsense', async () => {
    const peer = await serve();
    const { wire } = await open(peer);
    let requests = 0;
    wire.serviceRequest$.subscribe(() => requests++);
    await enabled(peer);
    const socket = peer.interruptWith(Buffer.from('GET / HTTP/1.1\r\nHost: instrument\r\n\r\n'));
    await new Promise((resolve) => socket.on('close', resolve));
    const asked = firstValueFrom(wire.serviceRequest$);
    peer.interruptWith(peer.serviceRequest());
    await asked;
    expect(requests).toBe(1);
  });

  it('work without a bus, too', async () => {
    const peer = await serve();
    const wire = transportTo(peer);
    await wire.open({ clock: systemClock, trace() {}, lost() {} }, new Turn());
    const asked = firstValueFrom(wire.serviceRequest$);
    await enabled(peer);
    peer.interruptWith(peer.serviceRequest());
    expect(await asked).toBeUndefined();
    await peer.until(() => peer.of(26).length === 1);
    await wire.close();
  });
});
