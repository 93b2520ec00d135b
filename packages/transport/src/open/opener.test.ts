import {
  InProcessTransport,
  VirtualClock,
  defineDriver,
  deviceClass,
  endsWith,
  optionalField,
  quantity,
  readable,
  record,
} from '@fourwire/core';
import type { AnyDriver, ByteTransport, Call, DeviceOf, DriverContext, DriverEntry } from '@fourwire/core';
import { describe, expect, it } from 'vitest';
import { ModbusServer } from '../../test/modbus-server.ts';
import { ScriptedService } from '../../test/scripted-service.ts';
import { TcpServer } from '../../test/tcp-server.ts';
import { modbusUnit } from '../modbus/modbus-limits.ts';
import type { RegisterTransport } from '../modbus/register-transport.ts';
import { Registers } from '../modbus/registers.ts';
import { createOpener } from './opener.ts';

const gauge = deviceClass('gauge', {
  /** What it shows, in m. */
  length: readable(quantity('m')),
});
interface Gauge extends DeviceOf<typeof gauge> {}

const identity = { manufacturer: 'Acme', model: 'G1', serialNumber: '1', firmware: '1' };

/** Asks `READ?` over bytes. */
const textDriver = defineDriver({
  name: 'acme-text',
  deviceClass: gauge,
  wire: 'bytes',
  connect: ({ bus }: DriverContext<ByteTransport>) => {
    const read = async (call: Call): Promise<number> => {
      const reply = await bus.exchange(async (wire, turn) => {
        await wire.write(Buffer.from('READ?\n'), turn);
        return wire.read(endsWith(), turn);
      }, call);
      return Number(Buffer.from(reply).toString());
    };
    return {
      identify: async (call: Call) => {
        await read(call);
        return identity;
      },
      members: { length: { read } },
    };
  },
});

/** Reads register 0 of its unit. */
const registerDriver = defineDriver({
  name: 'acme-modbus',
  deviceClass: gauge,
  wire: 'registers',
  options: record({ unit: optionalField(modbusUnit) }),
  connect: ({ bus }: DriverContext<RegisterTransport>, { unit = 1 }: { readonly unit?: number }) => {
    const [registers, read] = [
      new Registers(bus, unit, 'low-first'),
      async () => (await registers.inputWords(0, 1))[0] ?? NaN,
    ];
    return { identify: async () => identity, members: { length: { read } } };
  },
});

const entry = (driver: { name: string }): DriverEntry => ({
  name: driver.name,
  class: 'gauge',
  manufacturer: 'Acme',
  models: ['G1'],
  interfaces: ['TCP'],
  evidence: 'sheet',
  source: 'this test',
  exampleAddress: 'TCPIP0::10.0.0.7::5025::SOCKET',
  load: async () => driver as unknown as AnyDriver,
});
const openGauge = createOpener<typeof gauge.members, Gauge>(gauge, [
  entry(textDriver),
  entry(registerDriver),
]);

describe('opening devices by address', () => {
  it('gives two devices on one wire one connection, and closes it with the last', async () => {
    await using server = await TcpServer.lines((_line, socket) => socket.write('0.5\n'));
    const address = `TCPIP0::127.0.0.1::${server.port}::SOCKET`;
    const [first, second] = await Promise.all([
      openGauge(address, { driver: 'acme-text', path: 'first' }),
      openGauge(`tcpip::127.0.0.1::${server.port}::socket`, { driver: 'acme-text', path: 'second' }),
    ]);
    expect([await first.length.read(), await second.length.read()]).toEqual([0.5, 0.5]);
    expect(server.connections).toBe(1);
    await first.close();
    expect(await second.length.read()).toBe(0.5);
    await second.close();
    await using third = await openGauge(address, { driver: 'acme-text' });
    expect(await third.length.read()).toBe(0.5);
    expect(server.connections).toBe(2);
  });

  it('opens again what is just being closed', async () => {
    await using server = await TcpServer.lines((_line, socket) => socket.write('0.5\n'));
    const address = `TCPIP0::127.0.0.1::${server.port}::SOCKET`;
    const first = await openGauge(address, { driver: 'acme-text' });
    const [second] = await Promise.all([openGauge(address, { driver: 'acme-text' }), first.close()]);
    expect(await second.length.read()).toBe(0.5);
    await second.close();
  });

  it('reads units of one Modbus connection, each by the unit of its address', async () => {
    await using server = await ModbusServer.start();
    const address = `modbus-tcp://127.0.0.1:${server.port}`;
    await using first = await openGauge(`${address}/1`, { driver: 'acme-modbus', path: 'first' });
    await using second = await openGauge(`${address}/2`, { driver: 'acme-modbus', path: 'second' });
    expect([await first.length.read(), await second.length.read()]).toEqual([256, 512]);
  });

  it('leaves nothing behind when the wrong driver was named', async () => {
    await using server = await TcpServer.lines((_line, socket) => socket.write('0.5\n'));
    const wrong = openGauge(`modbus-tcp://127.0.0.1:${server.port}`, { driver: 'acme-text' });
    await expect(wrong).rejects.toMatchObject({ kind: 'range', code: 'wire-mismatch' });
    // The same host and port as a socket is the same wire, and free.
    await using device = await openGauge(`TCPIP0::127.0.0.1::${server.port}::SOCKET`, {
      driver: 'acme-text',
    });
    expect(await device.length.read()).toBe(0.5);
  });

  it('leaves nothing behind when nobody answers', async () => {
    let quiet = true;
    await using server = await TcpServer.lines((_line, socket) => {
      if (!quiet) socket.write('0.5\n');
    });
    const address = `TCPIP0::127.0.0.1::${server.port}::SOCKET`;
    const refused = openGauge(address, { driver: 'acme-text', timeout: 50 });
    await expect(refused).rejects.toMatchObject({ kind: 'timeout', path: 'acme-text' });
    expect(
      [...server.sockets].filter((socket) => !socket.readableEnded && !socket.destroyed).length,
    ).toBeLessThanOrEqual(1);
    quiet = false;
    await using device = await openGauge(address, { driver: 'acme-text' });
    expect(await device.length.read()).toBe(0.5);
  });

  it('shares a simulator that was given twice, and tells equal names on two benches apart', async () => {
    const clock = new VirtualClock();
    const make = (reply: string): { service: ScriptedService; link: InProcessTransport } => {
      const service = new ScriptedService(() => Buffer.from(reply).toString('hex'));
      return { service, link: new InProcessTransport(service, 'gauge') };
    };
    const [one, other] = [make('1\n'), make('2\n')];
    const on = (
      bench: typeof one,
    ): { driver: string; clock: VirtualClock; simulators: () => InProcessTransport } => ({
      driver: 'acme-text',
      clock,
      simulators: () => bench.link,
    });
    await clock.run(async () => {
      const first = await openGauge('sim://gauge', on(one));
      const again = await openGauge(one.link, { driver: 'acme-text', clock });
      const second = await openGauge('sim://gauge', on(other));
      const values = await Promise.all([first, again, second].map(async (device) => device.length.read()));
      expect(values).toEqual([1, 1, 2]);
      expect([one.service.connections, other.service.connections]).toEqual([1, 1]);
      await Promise.all([first, again, second].map(async (device) => device.close()));
    });
    expect(clock.pendingTimers).toBe(0);
  });

  it('names the drivers that there are, and addresses that nothing opens', async () => {
    await expect(openGauge('sim://x', { driver: 'nobody' })).rejects.toMatchObject({
      code: 'driver-unknown',
      message: 'There is no driver "nobody" for a gauge; there are acme-text, acme-modbus.',
    });
    await expect(openGauge('GPIB0::12::INSTR', { driver: 'acme-text' })).rejects.toMatchObject({
      kind: 'range',
      code: 'address-unsupported',
    });
    await expect(openGauge('sim://x', { driver: 'acme-text' })).rejects.toMatchObject({
      code: 'simulator-unknown',
    });
  });
});
