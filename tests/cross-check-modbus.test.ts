import { Bus, BusClient } from '@fourwire/core';
import { ModbusTransport, Registers } from '@fourwire/transport';
import { describe, expect, it } from 'vitest';
import { installed, output, python, start } from './setup/programs.ts';
import { ptyPair } from './setup/pty-pair.ts';

/** Two units: coils off, every third input on, holding registers 1000 and 2000, input registers that count up. */
const units = `
from pymodbus.transaction import ModbusRtuFramer
from pymodbus.datastore import ModbusSequentialDataBlock as Block, ModbusSlaveContext as Unit, ModbusServerContext as Context
def unit(base):
    return Unit(di=Block(0, [1, 0, 0] * 6), co=Block(0, [0] * 16), hr=Block(0, [base] * 100),
                ir=Block(0, list(range(base, base + 100))), zero_mode=True)
context = Context(slaves={1: unit(1000), 2: unit(2000)}, single=False)
`;

const tcpServer = `
import asyncio
from pymodbus.server import StartAsyncTcpServer
${units}
async def main():
    server = await StartAsyncTcpServer(context=context, address=("127.0.0.1", 0), defer_start=True)
    task = asyncio.create_task(server.serve_forever())
    await server.serving
    print(server.server.sockets[0].getsockname()[1], flush=True)
    await task
asyncio.run(main())
`;

const rtuServer = `
import asyncio, sys
from pymodbus.server import StartAsyncSerialServer
${units}
async def main():
    server = await StartAsyncSerialServer(context=context, framer=ModbusRtuFramer, port=sys.argv[1], baudrate=19200, defer_start=True)
    await server.start()
    print("ready", flush=True)
    await server.serve_forever()
asyncio.run(main())
`;

/** Reads and writes every kind of thing, in both units, and is refused. */
async function exercise(transport: ModbusTransport): Promise<void> {
  const bus = new Bus(transport);
  await bus.open();
  try {
    const client = new BusClient(bus, 'unit', { timeout: 5000 });
    const [one, two] = [new Registers(client, 1, 'high-first'), new Registers(client, 2, 'low-first')];
    expect(await one.uint16(7)).toBe(1000);
    expect(await two.uint16(7)).toBe(2000);
    const input = await client.exchange(async (wire, turn) => wire.readInput(2, 10, 3, turn));
    expect(input).toEqual([2010, 2011, 2012]);
    const discrete = await client.exchange(async (wire, turn) => wire.readDiscrete(1, 0, 7, turn));
    expect(discrete).toEqual([true, false, false, true, false, false, true]);

    await one.writeFloat32(20, -40.5);
    await two.writeFloat32(20, -40.5);
    expect(await one.float32(20)).toBe(-40.5);
    expect(await one.words(20, 2)).toEqual([0xc222, 0x0000]);
    expect(await two.words(20, 2)).toEqual([0x0000, 0xc222]);
    await one.writeInt16(30, -2);
    expect([await one.int16(30), await one.uint16(30)]).toEqual([-2, 0xfffe]);
    await client.exchange(async (wire, turn) => wire.writeCoil(2, 3, true, turn));
    const coils = await client.exchange(async (wire, turn) => wire.readCoils(2, 0, 5, turn));
    expect(coils).toEqual([false, false, false, true, false]);

    await expect(one.uint16(500)).rejects.toMatchObject({ kind: 'device', code: 'modbus-exception' });
    expect(await one.uint16(0)).toBe(1000);
  } finally {
    await bus.close();
  }
}

describe.skipIf(!installed('python:pymodbus', 'mbpoll'))('our Modbus client', () => {
  it('reads and writes the registers of a pymodbus server on TCP, and mbpoll sees them', async () => {
    await using server = await start(python, ['-c', tcpServer]);
    const address = { kind: 'modbus-tcp', host: '127.0.0.1', port: Number(server.said), unit: 1 } as const;
    await exercise(ModbusTransport.tcp(address));
    const poll = [
      '-m',
      'tcp',
      '-p',
      server.said,
      '-a',
      '2',
      '-0',
      '-r',
      '20',
      '-t',
      '4:float',
      '-c',
      '1',
      '-1',
    ];
    expect(await output('mbpoll', [...poll, '127.0.0.1'])).toMatch(/\[20\]:\s+-40\.5\b/);
  });
});

describe.skipIf(!installed('python:pymodbus', 'python:serial_asyncio', 'socat'))('our Modbus client', () => {
  it(
    'reads and writes the registers of a pymodbus server on a serial line',
    { timeout: 60_000 },
    async () => {
      await using line = await ptyPair();
      await using server = await start(python, ['-c', rtuServer, line.far]);
      expect(server.said).toBe('ready');
      const settings = { baudRate: 19_200, parity: 'none', stopBits: 1 } as const;
      await exercise(ModbusTransport.rtu({ kind: 'modbus-rtu', port: line.near, ...settings, unit: 1 }));
    },
  );
});
