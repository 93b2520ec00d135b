import {
  defineDriver,
  deviceClass,
  endsWith,
  optionalField,
  quantity,
  readable,
  record,
} from '@fourwire/core';
import type { ByteTransport, Call, DriverContext, SerialSettings } from '@fourwire/core';
import { EventEmitter } from 'node:events';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { crc16 } from '../modbus/crc16.ts';
import { modbusUnit } from '../modbus/modbus-limits.ts';
import type { RegisterTransport } from '../modbus/register-transport.ts';
import type { SerialPortOptions } from '../serial/serial-library.ts';
import { createOpener } from './opener.ts';
import type { OpenOptions } from './opener.ts';

/** How the ports were opened. */
const opened: SerialPortOptions[] = [];

/** A port with an instrument that answers `1` to a line of text, and register 0 with 1. */
class ScriptedPort extends EventEmitter {
  isOpen = false;

  constructor(options: SerialPortOptions) {
    super();
    opened.push(options);
  }

  open(done: (error: null) => void): void {
    this.isOpen = true;
    done(null);
  }

  close(done: (error: null) => void): void {
    this.isOpen = false;
    done(null);
  }

  write(data: Uint8Array): boolean {
    const isText = data[0] !== 1;
    const body = [1, 3, 2, 0, 1];
    const crc = crc16(Uint8Array.from(body), 0, body.length);
    const reply = isText ? Buffer.from('1\n') : Buffer.from([...body, crc & 0xff, crc >> 8]);
    queueMicrotask(() => this.emit('data', reply));
    return true;
  }

  drain(done: (error: null) => void): void {
    done(null);
  }

  flush(done: (error: null) => void): void {
    done(null);
  }
}

const gauge = deviceClass('gauge', {
  /** What it shows, in m. */
  length: readable(quantity('m')),
});
const identity = { manufacturer: 'Acme', model: 'G1', serialNumber: '1', firmware: '1' };

/** A driver of text and one of registers, whose lines are usually set so. */
function openGauge(
  usual?: SerialSettings,
): (address: string, options?: Partial<OpenOptions>) => Promise<void> {
  const usually = usual === undefined ? {} : { serial: usual };
  const text = defineDriver({
    name: 'text',
    deviceClass: gauge,
    wire: 'bytes',
    ...usually,
    connect: ({ bus }: DriverContext<ByteTransport>) => {
      const read = async (call: Call): Promise<number> =>
        bus.exchange(async (wire, turn) => {
          await wire.write(Buffer.from('READ?\n'), turn);
          return Number(Buffer.from(await wire.read(endsWith(), turn)).toString());
        }, call);
      return { identify: async () => identity, members: { length: { read } } };
    },
  });
  const registers = defineDriver({
    name: 'registers',
    deviceClass: gauge,
    wire: 'registers',
    ...usually,
    options: record({ unit: optionalField(modbusUnit) }),
    connect: ({ bus }: DriverContext<RegisterTransport>) => {
      const read = async (call: Call): Promise<number> =>
        bus.exchange(async (wire, turn) => (await wire.readHolding(1, 0, 1, turn))[0] ?? NaN, call);
      return { identify: async () => identity, members: { length: { read } } };
    },
  });
  const open = createOpener(
    gauge,
    [text, registers].map((driver) => ({
      name: driver.name,
      class: 'gauge',
      manufacturer: 'Acme',
      models: ['G1'],
      interfaces: ['RS-232'],
      evidence: 'sheet',
      source: 'this test',
      exampleAddress: 'ASRL/dev/ttyUSB0::INSTR',
      load: async () => driver,
    })),
  );
  return async (address, options) => {
    const driver = address.startsWith('modbus') ? 'registers' : 'text';
    const device = await open(address, { driver, ...options });
    expect(await device.length.read()).toBe(1);
    await device.close();
  };
}

const serial = 'ASRL/dev/ttyS7::INSTR';
const lakeshore = { baudRate: 57_600, dataBits: 7, parity: 'odd' } as const;

beforeEach(() => {
  opened.length = 0;
  vi.doMock('serialport', () => ({ SerialPort: ScriptedPort }));
});

afterEach(() => {
  vi.doUnmock('serialport');
});

describe('the settings of a serial line', () => {
  it('are 9600 8N1 when nobody says anything', async () => {
    await openGauge()(serial);
    expect(opened).toMatchObject([{ baudRate: 9600, dataBits: 8, parity: 'none', stopBits: 1 }]);
  });

  it('are as the driver says', async () => {
    await openGauge(lakeshore)(serial);
    expect(opened).toMatchObject([{ baudRate: 57_600, dataBits: 7, parity: 'odd', stopBits: 1 }]);
  });

  it('are as the user says where the user says something, and as the driver says where not', async () => {
    await openGauge(lakeshore)(serial, { serial: { baudRate: 9600, stopBits: 2 } });
    expect(opened).toMatchObject([{ baudRate: 9600, dataBits: 7, parity: 'odd', stopBits: 2 }]);
  });

  it('are as a Modbus address says, then the user, then the driver', async () => {
    const open = openGauge({ baudRate: 19_200, parity: 'even', stopBits: 2, dataBits: 7 });
    await open('modbus-rtu:///dev/ttyS7?baud=38400', { serial: { baudRate: 4800, parity: 'odd' } });
    expect(opened).toMatchObject([{ baudRate: 38_400, parity: 'odd', stopBits: 2, dataBits: 8 }]);
  });

  it('are not those of an instrument where the line is that of its GPIB adapter', async () => {
    const controller = new AbortController();
    const opening = openGauge(lakeshore)('GPIB0::12::INSTR', {
      adapters: { 0: 'PRLGX-ASRL0::/dev/ttyS7::INTFC' },
      signal: controller.signal,
    });
    await vi.waitFor(() => expect(opened).toHaveLength(1), 10_000);
    controller.abort();
    await expect(opening).rejects.toMatchObject({ kind: 'aborted' });
    expect(opened).toMatchObject([{ baudRate: 115_200, dataBits: 8, parity: 'none' }]);
  });
});
