import { existsSync } from 'node:fs';
import { systemClock } from '@fourwire/core';
import type { BytePeer, ByteService } from '@fourwire/core';
import { SerialPort } from 'serialport';
import { describe, expect, it } from 'vitest';
import { WatlowF4tSimulator } from '../watlow-f4t/watlow-f4t.ts';
import { servePty } from './serve-pty.ts';

const bytes = (hex: string): Buffer => Buffer.from(hex.replaceAll(' ', ''), 'hex');

const echo: ByteService = {
  connect: (peer) => ({ receive: (data) => peer.send(data), closed: () => {} }),
};

async function openPort(path: string): Promise<SerialPort> {
  const port = new SerialPort({ path, baudRate: 9600, autoOpen: false });
  await new Promise<void>((resolve, reject) => {
    port.open((error) => (error === null ? resolve() : reject(error)));
  });
  return port;
}

async function closePort(port: SerialPort): Promise<void> {
  await new Promise<void>((resolve) => {
    port.close(() => resolve());
  });
}

/** Sends, if there is anything to send, and gives the next `length` bytes that arrive. */
async function exchange(port: SerialPort, data: Uint8Array, length: number): Promise<Buffer> {
  return new Promise((resolve) => {
    let got = Buffer.alloc(0);
    const take = (chunk: Buffer): void => {
      got = Buffer.concat([got, chunk]);
      if (got.length < length) return;
      port.off('data', take);
      resolve(got);
    };
    port.on('data', take);
    if (data.length > 0) port.write(data);
  });
}

describe.skipIf(process.platform === 'win32')('servePty', () => {
  it('passes every byte as it is, both ways', async () => {
    await using mount = await servePty(echo);
    const port = await openPort(mount.path);
    const special = bytes('03 0D 0A 11 13 FF 00 04 1A 7F 1C');
    expect(await exchange(port, special, special.length)).toEqual(special);
    const all = Buffer.from(Array.from({ length: 256 }, (_, value) => value));
    expect(await exchange(port, all, 256)).toEqual(all);
    await closePort(port);
  });

  it('serves a simulator to one client after the other', async () => {
    const simulator = new WatlowF4tSimulator({ parameters: { roomTemperature: 25, sensorNoise: 0 } });
    await using mount = await servePty(simulator.services['modbus-rtu']);
    for (let client = 0; client < 2; client++) {
      const port = await openPort(mount.path);
      expect(await exchange(port, bytes('01 03 0B 04 00 02 87 EE'), 9)).toEqual(
        bytes('01 03 04 00 00 41 C8 CB F5'),
      );
      await closePort(port);
    }
  });

  it('delivers more than the system buffers to a client that reads', async () => {
    const long = Buffer.from(Array.from({ length: 200_000 }, (_, index) => (index * 7) & 0xff));
    const talker: ByteService = {
      connect: (peer) => ({ receive: () => peer.send(long), closed: () => {} }),
    };
    await using mount = await servePty(talker);
    const port = await openPort(mount.path);
    const got = await exchange(port, bytes('01'), long.length);
    expect(got.equals(long)).toBe(true);
    await closePort(port);
  });

  it('does not wait for a client that never reads', async () => {
    let peer: BytePeer | undefined;
    const talker: ByteService = {
      connect: (client) => {
        peer = client;
        return { receive: () => {}, closed: () => {} };
      },
    };
    await using mount = await servePty(talker);
    const before = systemClock.monotonic();
    for (let block = 0; block < 100; block++) peer?.send(new Uint8Array(10_000));
    expect(systemClock.monotonic() - before).toBeLessThan(1000);
    await mount.unplug();
  });

  it('loses its client when the cable is pulled and serves again at the same path', async () => {
    let closed = 0;
    const service: ByteService = {
      connect: (peer) => ({
        receive: (data) => peer.send(data),
        closed: () => {
          closed++;
        },
      }),
    };
    const mount = await servePty(service);
    const port = await openPort(mount.path);
    // A port that nobody reads from does not find out that it has gone.
    port.resume();
    const lost = new Promise((resolve) => {
      port.once('close', resolve);
    });
    await mount.unplug();
    await mount.unplug();
    await lost;
    expect(closed).toBe(1);
    await expect(openPort(mount.path)).rejects.toThrow('No such file');
    await mount.plug();
    const again = await openPort(mount.path);
    expect(await exchange(again, bytes('0A'), 1)).toEqual(bytes('0A'));
    await closePort(again);
    await mount.close();
    expect([existsSync(mount.path), closed]).toEqual([false, 2]);
  });

  it('ends when the service hangs up', async () => {
    const service: ByteService = {
      connect: (peer) => ({ receive: () => peer.close(), closed: () => {} }),
    };
    await using mount = await servePty(service);
    const port = await openPort(mount.path);
    // A port that nobody reads from does not find out that it has gone.
    port.resume();
    const lost = new Promise((resolve) => {
      port.once('close', resolve);
    });
    port.write(bytes('01'));
    await lost;
    expect(port.isOpen).toBe(false);
  });
});
