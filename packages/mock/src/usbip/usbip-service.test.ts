import type { ByteSession } from '@fourwire/core';
import fc from 'fast-check';
import { createConnection } from 'node:net';
import { describe, expect, it } from 'vitest';
import { ScpiInstrument } from '../scpi/scpi-instrument.ts';
import { scpiMessageService } from '../scpi/scpi-message-service.ts';
import { UsbtmcInstrument } from '../usbtmc/usbtmc-instrument.ts';
import { serveUsbip } from './serve-usbip.ts';
import { usbipService } from './usbip-service.ts';

const bytes = (hex: string): Uint8Array => Buffer.from(hex.replaceAll(' ', ''), 'hex');
const word = (value: number): string => (value >>> 0).toString(16).padStart(8, '0');
const settled = async (): Promise<void> => {
  await new Promise(setImmediate);
};

const list = '0111 8005 00000000';
const importOf = (busId: string): string =>
  `0111 8003 00000000 ${Buffer.from(busId).toString('hex').padEnd(64, '0')}`;
const noSetup = '00'.repeat(8);

/** CMD_SUBMIT: the fields that differ, zeros elsewhere, then the data of an OUT transfer. */
function submit(sequence: number, direction: 0 | 1, endpoint: number, length: number, tail: string): string {
  const head = [1, sequence, 0x10002, direction, endpoint, 0, length, 0, 0, 0].map((field) => word(field));
  return head.join('') + tail;
}

const unlink = (sequence: number, target: number): string =>
  [2, sequence, 0x10002, 0, 0, target].map((field) => word(field)).join('') + '00'.repeat(24);

/** RET_SUBMIT without data, or the start of one. */
const submitted = (sequence: number, status: number, length: number): string =>
  [3, sequence, 0, 0, 0, status, length].map((field) => word(field)).join('') + '00'.repeat(20);

function bench(): { devices: UsbtmcInstrument[]; connect: () => Client } {
  const devices = ['S1', 'S2'].map(
    (serialNumber) =>
      new UsbtmcInstrument(scpiMessageService(new ScpiInstrument('A,B,C,D')), {
        vendorId: 0x2a8d,
        productId: 0x1301,
        serialNumber,
      }),
  );
  const service = usbipService(devices);
  return { devices, connect: () => new Client(service) };
}

class Client {
  readonly #session: ByteSession;
  #received = '';
  open = true;

  constructor(service: ReturnType<typeof usbipService>) {
    this.#session = service.connect({
      send: (data) => {
        this.#received += Buffer.from(data).toString('hex');
      },
      close: () => {
        this.open = false;
      },
    });
  }

  send(hex: string): void {
    this.#session.receive(bytes(hex));
  }

  close(): void {
    this.#session.closed();
  }

  /** What has come since the last look. */
  async look(): Promise<string> {
    await settled();
    const received = this.#received;
    this.#received = '';
    return received;
  }
}

describe('the list of USB/IP', () => {
  it('has a record of 312 bytes and the class of the interface for each device that is plugged in', async () => {
    const { devices, connect } = bench();
    devices[1]?.unplug();
    const client = connect();
    client.send(list);
    const answer = await client.look();
    expect([answer.length / 2, client.open]).toEqual([8 + 4 + 312 + 4, false]);
    expect(answer.slice(0, 24)).toBe('011100050000000000000001');
    const record = answer.slice(24);
    expect(record.slice(512, 520)).toBe('312d3100');
    expect(record.slice(576)).toBe('0000000100000002000000032a8d13010100000000000101fe030100');
  });
});

describe('an import', () => {
  it('gives the record alone, and is refused for a device that another has, or that is not there', async () => {
    const { connect } = bench();
    const first = connect();
    first.send(importOf('1-1'));
    const answer = await first.look();
    expect([answer.length / 2, answer.slice(0, 16), first.open]).toEqual([320, '0111000300000000', true]);
    const others = [connect(), connect()];
    others[0]?.send(importOf('1-1'));
    others[1]?.send(importOf('9-9'));
    expect([await others[0]?.look(), await others[1]?.look()]).toEqual([
      '0111000300000002',
      '0111000300000004',
    ]);
    first.close();
    const next = connect();
    next.send(importOf('1-1'));
    expect((await next.look()).length / 2).toBe(320);
  });

  it('takes another version, or another message, for what it is: the end', async () => {
    const { connect } = bench();
    for (const message of ['0106 8005 00000000', '0111 8006 00000000']) {
      const client = connect();
      client.send(message);
      expect([await client.look(), client.open]).toEqual(['', false]);
    }
  });
});

describe('an imported device', () => {
  async function imported(): Promise<{ client: Client; device: UsbtmcInstrument | undefined }> {
    const { devices, connect } = bench();
    const client = connect();
    client.send(importOf('1-1'));
    await client.look();
    client.send(submit(1, 0, 0, 0, '0009010000000000'));
    expect(await client.look()).toBe(submitted(1, 0, 0));
    return { client, device: devices[0] };
  }

  it('answers control transfers, at most as long as asked, and stalls', async () => {
    const { client } = await imported();
    client.send(submit(2, 1, 0, 8, '8006000100000800'));
    expect(await client.look()).toBe(`${submitted(2, 0, 8)}1201000200000040`);
    client.send(submit(3, 1, 0, 10, '8006000600000a00'));
    expect(await client.look()).toBe(submitted(3, -32, 0));
  });

  it('carries a query, in bytes that come in any pieces', async () => {
    const { client } = await imported();
    const query =
      submit(2, 1, 2, 512, noSetup) +
      submit(3, 0, 1, 20, `${noSetup}0101fe0006000000010000002a49444e3f0a0000`) +
      submit(4, 0, 1, 12, `${noSetup}0202fd006400000000000000`);
    for (let at = 0; at < query.length; at += 14) client.send(query.slice(at, at + 14));
    const answers = [
      submitted(3, 0, 20),
      submitted(4, 0, 12),
      submitted(2, 0, 20),
      '0202fd000800000001000000412c422c432c440a',
    ];
    expect(await client.look()).toBe(answers.join(''));
  });

  it('lets an interrupt transfer wait until there is a status byte', async () => {
    const { client } = await imported();
    client.send(submit(2, 1, 3, 2, noSetup));
    expect(await client.look()).toBe('');
    client.send(submit(3, 1, 0, 3, 'a180050000000300'));
    expect(await client.look()).toBe(`${submitted(2, 0, 2)}8500${submitted(3, 0, 3)}010500`);
  });

  it('calls off what is unlinked, and says when it was too late', async () => {
    const { client } = await imported();
    client.send(submit(2, 1, 2, 512, noSetup) + unlink(3, 2) + unlink(4, 2));
    const unlinked = (sequence: number, status: number): string =>
      [4, sequence, 0, 0, 0, status].map((field) => word(field)).join('') + '00'.repeat(24);
    expect(await client.look()).toBe(unlinked(3, -104) + unlinked(4, 0));
  });

  it('halts its endpoint until the halt is cleared', async () => {
    const { client } = await imported();
    client.send(submit(2, 0, 1, 4, `${noSetup}01020304`));
    client.send(submit(3, 0, 0, 0, '0201000001000000'));
    client.send(submit(4, 0, 1, 12, `${noSetup}0202fd006400000000000000`));
    expect(await client.look()).toBe(submitted(2, -32, 0) + submitted(3, 0, 0) + submitted(4, 0, 12));
  });

  it('takes the client with it when it is unplugged', async () => {
    const { client, device } = await imported();
    client.send(submit(2, 1, 3, 2, noSetup));
    device?.unplug();
    expect([await client.look(), client.open]).toEqual([submitted(2, -108, 0), false]);
  });

  it('is lost by a client that breaks the protocol', async () => {
    const messages = [
      word(7).padEnd(96, '0'),
      submit(2, 0, 1, 0x7fffffff, noSetup),
      submit(2, 1, 2, 512, noSetup) + submit(2, 1, 2, 512, noSetup),
    ];
    for (const message of messages) {
      const { client } = await imported();
      client.send(message);
      expect([await client.look(), client.open]).toEqual(['', false]);
    }
  });
});

describe('arbitrary clients', () => {
  const field = fc.oneof(fc.nat(9), fc.integer({ min: 0, max: 0xffffffff }));
  const message = fc.oneof(
    fc.constantFrom(list, importOf('1-1'), importOf('1-2')).map((hex) => bytes(hex)),
    fc.uint8Array({ maxLength: 60 }),
    fc
      .tuple(
        fc.constantFrom(1, 2),
        fc.nat(30),
        fc.nat(1),
        fc.nat(4),
        fc.nat(700),
        fc.uint8Array({ maxLength: 80 }),
      )
      .map(([command, sequence, direction, endpoint, length, tail]) =>
        Buffer.concat([
          bytes(
            [command, sequence, 1, direction, endpoint, 0, length, 0, 0, 0].map((one) => word(one)).join(''),
          ),
          Uint8Array.from(tail),
        ]),
      ),
    fc
      .array(field, { minLength: 12, maxLength: 12 })
      .map((fields) => bytes(fields.map((one) => word(one)).join(''))),
  );

  it('neither hang nor crash the server, nor keep a device', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(message, { maxLength: 30 }),
        fc.boolean(),
        async (messages, startImported) => {
          const { connect } = bench();
          const client = connect();
          if (startImported) client.send(importOf('1-1'));
          for (const one of messages) client.send(Buffer.from(one).toString('hex'));
          await settled();
          client.close();
          const next = connect();
          next.send(importOf('1-1'));
          expect((await next.look()).length / 2).toBe(320);
        },
      ),
      { seed: 1, numRuns: 200 },
    );
  });
});

describe('serveUsbip', () => {
  it('serves the list on loopback', async () => {
    const { devices } = bench();
    await using mount = await serveUsbip(devices);
    const answer = await new Promise<Buffer>((resolve, reject) => {
      const chunks: Buffer[] = [];
      const socket = createConnection(mount.port, '127.0.0.1', () => socket.write(bytes(list)));
      socket.on('data', (chunk: Buffer) => chunks.push(chunk));
      socket.on('end', () => resolve(Buffer.concat(chunks)));
      socket.on('error', reject);
    });
    expect([mount.host, answer.length]).toEqual(['127.0.0.1', 8 + 4 + 2 * 316]);
  });
});
