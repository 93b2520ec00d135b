import { Bus, BusClient } from '@fourwire/core';
import { afterAll, bench, describe } from 'vitest';
import { ModbusTransport } from '../src/modbus/modbus-transport.ts';
import { startBenchServer } from './bench-server.ts';

/** What is used of `modbus-serial` alone, to compare with. */
interface ModbusClient {
  connectTCP(host: string, options: { port: number }): Promise<void>;
  setID(unit: number): void;
  setTimeout(ms: number): void;
  readHoldingRegisters(address: number, count: number): Promise<{ data: number[] }>;
}

const server = await startBenchServer();
const library = (await import('modbus-serial')) as unknown as { default: new () => ModbusClient };
const alone = new library.default();
await alone.connectTCP('127.0.0.1', { port: server.port });
alone.setID(1);
alone.setTimeout(2000);

const bus = new Bus(
  ModbusTransport.tcp({ kind: 'modbus-tcp', host: '127.0.0.1', port: server.port, unit: 1 }),
);
await bus.open();
const client = new BusClient(bus, 'oven');

afterAll(async () => {
  await bus.close();
  await server.stop();
});

for (const [count, outstanding] of [
  [2, 1],
  [125, 1],
  [2, 8],
  [125, 8],
] as const) {
  describe(`reading ${count} registers, ${outstanding} at once`, () => {
    const several = async (read: () => Promise<unknown>): Promise<void> => {
      await Promise.all(Array.from({ length: outstanding }, read));
    };
    bench('modbus-serial alone', async () => {
      await several(async () => alone.readHoldingRegisters(100, count));
    });
    bench('Bus and ModbusTransport', async () => {
      await several(async () => client.exchange((wire, turn) => wire.readHolding(1, 100, count, turn)));
    });
  });
}

describe('100 values of two registers', () => {
  bench('one by one', async () => {
    for (let index = 0; index < 100; index++) {
      await client.exchange((wire, turn) => wire.readHolding(1, 2 * index, 2, turn));
    }
  });
  bench('8 at once', async () => {
    await Promise.all(
      Array.from({ length: 100 }, async (_, index) =>
        client.exchange((wire, turn) => wire.readHolding(1, 2 * index, 2, turn)),
      ),
    );
  });
  bench('in two blocks', async () => {
    for (const address of [0, 100]) {
      await client.exchange((wire, turn) => wire.readHolding(1, address, 100, turn));
    }
  });
});
