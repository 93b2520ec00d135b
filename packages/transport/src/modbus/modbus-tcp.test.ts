import { Bus, BusClient, seededRandom } from '@fourwire/core';
import { describe, expect, it } from 'vitest';
import { ModbusServer } from '../../test/modbus-server.ts';
import { TcpServer } from '../../test/tcp-server.ts';
import type { ModbusTcpAddress } from '../address/address.ts';
import { ModbusTransport } from './modbus-transport.ts';
import { Registers } from './registers.ts';

const at = (port: number): ModbusTcpAddress => ({ kind: 'modbus-tcp', host: '127.0.0.1', port, unit: 1 });

describe('Modbus TCP against the server of modbus-serial', () => {
  it('reads and writes registers and coils of several units', async () => {
    await using server = await ModbusServer.start();
    const bus = new Bus(ModbusTransport.tcp(at(server.port)));
    await bus.open();
    const client = new BusClient(bus, 'oven');
    const registers = new Registers(client, 1, 'low-first');

    await registers.writeFloat32(100, -40.5);
    await registers.writeInt16(102, -7);
    await registers.writeInt32(103, -100_000);
    expect(await registers.float32(100)).toBe(-40.5);
    expect(await registers.int16(102)).toBe(-7);
    expect(await registers.int32(103)).toBe(-100_000);
    expect([server.words.get(100), server.words.get(101)]).toEqual([0, 0xc222]);
    expect(await registers.words(100, 5)).toEqual([0, 0xc222, 0xfff9, 0x7960, 0xfffe]);
    expect(await new Registers(client, 2, 'low-first').inputWords(5, 3)).toEqual([517, 518, 519]);

    await registers.writeCoil(9, true);
    expect(await registers.coil(9)).toBe(true);
    const inputs = await client.exchange((wire, turn) => wire.readDiscrete(1, 0, 7, turn));
    expect(inputs).toEqual([true, false, false, true, false, false, true]);

    await expect(registers.uint16(1000)).rejects.toMatchObject({
      kind: 'device',
      device: { code: 2, text: 'illegal data address' },
    });
    await bus.close();
  });

  it('keeps eight requests under way', async () => {
    await using server = await ModbusServer.start();
    const bus = new Bus(ModbusTransport.tcp(at(server.port)));
    await bus.open();
    for (let address = 0; address < 100; address++) server.words.set(address, address * 3);
    const registers = new Registers(new BusClient(bus, 'oven'), 1, 'low-first');
    const values = await Promise.all(
      Array.from({ length: 500 }, async (_, index) => registers.uint16(index % 100)),
    );
    expect(values).toEqual(Array.from({ length: 500 }, (_, index) => (index % 100) * 3));
    await bus.close();
  });

  it('says what to check when nobody listens', async () => {
    const server = await ModbusServer.start();
    await server[Symbol.asyncDispose]();
    const bus = new Bus(ModbusTransport.tcp(at(server.port)));
    await expect(bus.open()).rejects.toMatchObject({ kind: 'link', code: 'link-refused' });
  });
});

describe('many callers of one Modbus TCP server that answers late, out of order and in pieces', () => {
  it('get their own replies or an error', { timeout: 30_000 }, async () => {
    const random = seededRandom('modbus server');
    await using server = await TcpServer.start((socket) => {
      let rest = Buffer.alloc(0);
      const late: Buffer[] = [];
      let out = Buffer.alloc(0);
      const flush = (count: number): void => {
        socket.write(out.subarray(0, count));
        out = out.subarray(count);
      };
      socket.on('data', (chunk) => {
        rest = Buffer.concat([rest, chunk]);
        while (rest.length >= 12) {
          const request = rest.subarray(0, 12);
          rest = rest.subarray(12);
          const reply = Buffer.from([...request.subarray(0, 4), 0, 5, 1, 3, 2, ...request.subarray(8, 10)]);
          const luck = random.next();
          if (luck < 0.02) continue;
          if (luck < 0.2) {
            late.push(reply);
            continue;
          }
          const replies = random.next() < 0.5 ? [...late.splice(0), reply] : [reply, ...late.splice(0)];
          out = Buffer.concat([out, ...replies]);
          flush(random.integer(0, out.length));
          setImmediate(() => flush(out.length));
        }
      });
    });
    const bus = new Bus(ModbusTransport.tcp(at(server.port)), { random: seededRandom(1) });
    await bus.open();
    const client = new BusClient(bus, 'oven', { timeout: 25 });
    const wrong: string[] = [];
    const outcomes: Record<string, number> = {};
    const caller = async (name: number): Promise<void> => {
      const own = seededRandom(name);
      for (let round = 0; round < 60; round++) {
        const address = own.integer(0, 0xffff);
        const controller = new AbortController();
        try {
          const asked = client.exchange((wire, turn) => wire.readHolding(1, address, 1, turn), {
            signal: controller.signal,
            idempotent: true,
          });
          if (own.next() < 0.05) setImmediate(() => controller.abort());
          const [word] = await asked;
          outcomes['answered'] = (outcomes['answered'] ?? 0) + 1;
          if (word !== address) wrong.push(`${address} got ${word}`);
        } catch (error) {
          const { kind } = error as { kind: string };
          outcomes[kind] = (outcomes[kind] ?? 0) + 1;
        }
      }
    };
    await Promise.all(Array.from({ length: 32 }, async (_, name) => caller(name)));
    await bus.close();
    expect(wrong).toEqual([]);
    const { answered = 0, timeout = 0, aborted = 0, ...others } = outcomes;
    expect(others).toEqual({});
    expect(answered + timeout + aborted).toBe(32 * 60);
    expect(answered).toBeGreaterThan(1500);
    expect(timeout).toBeGreaterThan(10);
    expect(aborted).toBeGreaterThan(10);
  });
});
