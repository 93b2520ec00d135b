import { systemClock } from '@fourwire/core';
import { firstValueFrom, lastValueFrom, toArray } from 'rxjs';
import { describe, expect, it } from 'vitest';
import { TcpServer } from '../../test/tcp-server.ts';
import { discover } from './discover.ts';
import type { DiscoverOptions } from './discover.ts';
import type { ListedUsbDevice } from './usb-devices.ts';

const nowhere = { serial: false, usb: false, vxi11: false, mdns: false } as const;

const scope: ListedUsbDevice = {
  vendorId: 0x1ab1,
  productId: 0x0588,
  serialNumber: 'DS1ED1',
  productName: 'DS1102E',
  configuration: {
    interfaces: [
      {
        interfaceNumber: 0,
        alternate: { interfaceClass: 0xfe, interfaceSubclass: 3, interfaceProtocol: 1, endpoints: [] },
      },
    ],
  },
};

describe('discover', () => {
  it('yields what each source finds, as it finds it, and ends by itself', async () => {
    await using server = await TcpServer.start((socket) => socket.resume());
    const all = await lastValueFrom(
      discover({
        ...nowhere,
        usb: async () => [scope],
        sweep: { hosts: ['127.0.0.1'], ports: [server.port] },
      }).pipe(toArray()),
    );
    expect(all).toContainEqual(expect.objectContaining({ how: 'usb', model: 'DS1102E' }));
    expect(all).toContainEqual(
      expect.objectContaining({ address: `TCPIP0::127.0.0.1::${server.port}::SOCKET` }),
    );
    expect(all).toHaveLength(2);
  });

  it('warns of what a source cannot do, and never throws from the middle of the list', async () => {
    const options: DiscoverOptions = {
      networks: [],
      usb: async () => {
        throw new Error('/sys/bus/usb not found');
      },
    };
    const all = await lastValueFrom(discover(options).pipe(toArray()));
    // Serial ports of this very machine may be there or not, with udevadm or without.
    const others = all.filter((one) => (one.type === 'found' ? one.how : one.source) !== 'serial');
    expect(others).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ type: 'warning', source: 'usb' }),
        expect.objectContaining({ type: 'warning', source: 'vxi11' }),
        expect.objectContaining({ type: 'warning', source: 'mdns' }),
      ]),
    );
    expect(others).toHaveLength(3);
  });

  it('ends at its timeout although a source still works, and looks anew for each subscriber', async () => {
    let looked = 0;
    const never: Promise<readonly ListedUsbDevice[]> = new Promise(() => {});
    const found$ = discover({
      ...nowhere,
      usb: async () => {
        looked++;
        return looked === 1 ? never : [scope];
      },
      timeout: 30,
    });
    expect(await lastValueFrom(found$.pipe(toArray()))).toEqual([]);
    expect(await firstValueFrom(found$)).toMatchObject({ how: 'usb' });
  });

  it('closes what it has opened when nobody listens any more', async () => {
    await using server = await TcpServer.start((socket) => socket.resume());
    await firstValueFrom(
      discover({ ...nowhere, sweep: { hosts: ['127.0.0.1'], ports: [server.port] }, clock: systemClock }),
    );
    await expect.poll(() => server.sockets.size).toBe(0);
  });

  it('refuses a timeout, a host or a port that cannot be, at the call', () => {
    expect(() => discover({ timeout: -1 })).toThrow(expect.objectContaining({ kind: 'range' }));
    expect(() => discover({ sweep: { hosts: [''] } })).toThrow(expect.objectContaining({ kind: 'range' }));
  });
});
