import { Bus, BusClient, FourwireError, InProcessTransport, VirtualClock } from '@fourwire/core';
import type { ByteTransport, ExchangeOptions, TraceEntry } from '@fourwire/core';
import { describe, expect, it } from 'vitest';
import { ScriptedService, hex, toHex } from '../../test/scripted-service.ts';
import { crc16 } from './crc16.ts';
import { ModbusTransport } from './modbus-transport.ts';
import type { ModbusTcpOptions } from './modbus-transport.ts';
import { Registers } from './registers.ts';

interface Bench {
  readonly service: ScriptedService;
  readonly link: InProcessTransport;
  readonly bus: Bus<ModbusTransport>;
  readonly client: BusClient<ModbusTransport>;
  readonly registers: Registers;
}

/** Runs `work` with a service in this process, on a clock of its own, and sees that nothing is left over. */
async function bench(
  mode: 'tcp' | 'rtu',
  answer: ScriptedService['answer'],
  work: (bench: Bench, clock: VirtualClock) => Promise<void>,
  options?: ModbusTcpOptions,
): Promise<void> {
  const clock = new VirtualClock();
  await clock.run(async () => {
    const service = new ScriptedService(answer);
    const link = new InProcessTransport(service, 'f4t');
    const bus = new Bus(ModbusTransport.over(link, mode, options), { clock });
    await bus.open();
    const client = new BusClient(bus, 'oven');
    await work({ service, link, bus, client, registers: new Registers(client, 1, 'low-first') }, clock);
    await bus.close();
  });
  expect(clock.pendingTimers).toBe(0);
}

const readHolding = async (
  { client }: Bench,
  address: number,
  options?: ExchangeOptions,
): Promise<readonly number[]> =>
  client.exchange((wire, turn) => wire.readHolding(1, address, 1, turn), options);

/** An RTU frame from unit and PDU. */
function rtu(body: string): string {
  const bytes = hex(body);
  const crc = crc16(bytes, 0, bytes.length);
  return toHex(Uint8Array.of(...bytes, crc & 0xff, crc >> 8));
}

/** A Modbus TCP reply with one register, in answer to a request. */
const replyTo = (request: string, word: string): string =>
  `${request.slice(0, 5)} 00 00 00 05 01 03 02 ${word}`;

describe('Modbus, byte for byte as in the sheet of the Watlow F4T, section 9', () => {
  it('reads a float over RTU', async () => {
    await bench(
      'rtu',
      () => '01 03 04 00 00 41 C8 CB F5',
      async ({ service, registers }) => {
        expect(await registers.float32(2820)).toBe(25);
        expect(service.received).toEqual(['01 03 0B 04 00 02 87 EE']);
      },
    );
  });

  it('writes a float over RTU', async () => {
    await bench(
      'rtu',
      () => '01 10 0A DE 00 02 22 2A',
      async ({ service, registers }) => {
        await registers.writeFloat32(2782, -40);
        expect(service.received).toEqual(['01 10 0A DE 00 02 04 00 00 C2 20 51 67']);
      },
    );
  });

  it('reads a float and writes a register over TCP', async () => {
    const answer = (message: string): string =>
      message.startsWith('00 01') ? '00 01 00 00 00 07 01 03 04 00 00 41 C8' : message;
    await bench('tcp', answer, async ({ service, registers }) => {
      expect(await registers.float32(2820)).toBe(25);
      await registers.writeInt16(0x40b2, 1782);
      expect(service.received).toEqual([
        '00 01 00 00 00 06 01 03 0B 04 00 02',
        '00 02 00 00 00 06 01 06 40 B2 06 F6',
      ]);
    });
  });
});

describe('Modbus replies', () => {
  it('say what the unit refuses, with its own code, and the wire is still good', async () => {
    const answer = (message: string): string =>
      message.startsWith('01 03 00 64') ? '01 83 02 C0 F1' : rtu('01 03 02 00 07');
    await bench('rtu', answer, async (one) => {
      await expect(readHolding(one, 100)).rejects.toMatchObject({
        kind: 'device',
        code: 'modbus-exception',
        retry: 'never',
        device: { code: 2, text: 'illegal data address' },
        message: 'oven: The unit refused the request with exception 2, illegal data address.',
      });
      expect(await readHolding(one, 101)).toEqual([7]);
      expect(one.service.connections).toBe(1);
    });
  });

  it('are asked for again later when the unit is busy', async () => {
    await bench(
      'tcp',
      (message) => `${message.slice(0, 5)} 00 00 00 03 01 83 06`,
      async (one) => {
        await expect(readHolding(one, 1)).rejects.toMatchObject({ device: { code: 6 }, retry: 'later' });
      },
    );
  });

  it.each([
    ['a wrong CRC', '01 03 02 00 07 00 00'],
    ['another unit', rtu('02 03 02 00 07')],
    ['another function', rtu('01 04 02 00 07')],
    ['too few registers', rtu('01 03 00')],
    ['too many registers', rtu('01 03 04 00 07 00 08')],
    ['noise', 'FF FF FF'],
    ['an exception to another function', rtu('01 84 02')],
  ])('with %s are refused, and the next one is right', async (_what, reply) => {
    let first = true;
    const answer = (): string => {
      if (!first) return rtu('01 03 02 00 2A');
      first = false;
      return reply;
    };
    await bench('rtu', answer, async (one) => {
      await expect(readHolding(one, 1)).rejects.toMatchObject({
        kind: 'protocol',
        code: 'modbus-reply-invalid',
        reply: expect.stringContaining('\\x') as string,
      });
      expect(await readHolding(one, 1)).toEqual([42]);
    });
  });

  it.each([
    ['another register', '00 05 00 07'],
    ['another value', '00 04 00 08'],
  ])('to a write are refused when they confirm %s', async (_what, echo) => {
    await bench(
      'tcp',
      (message) => `${message.slice(0, 20)} 06 ${echo}`,
      async ({ registers }) => {
        await expect(registers.writeInt16(4, 7)).rejects.toMatchObject({
          kind: 'protocol',
          code: 'modbus-echo-mismatch',
        });
      },
    );
  });

  it('that are cut short end in a timeout that shows what there was', async () => {
    await bench(
      'rtu',
      () => '01 03 02 00',
      async (one, clock) => {
        const start = clock.monotonic();
        await expect(readHolding(one, 1)).rejects.toMatchObject({
          kind: 'timeout',
          reply: '\\x01\\x03\\x02\\x00',
        });
        expect(clock.monotonic() - start).toBe(2000);
      },
    );
  });

  it('carry coils and inputs, as many as were asked for', async () => {
    const answer = (message: string): string =>
      message.startsWith('01 05') ? message : rtu(`${message.slice(0, 5)} 02 05 02`);
    await bench('rtu', answer, async ({ client, service }) => {
      const coils = await client.exchange((wire, turn) => wire.readCoils(1, 0, 10, turn));
      expect(coils).toEqual([true, false, true, false, false, false, false, false, false, true]);
      expect(await client.exchange((wire, turn) => wire.readDiscrete(1, 0, 9, turn))).toHaveLength(9);
      await client.exchange((wire, turn) => wire.writeCoil(1, 3, true, turn));
      expect(service.received.at(-1)).toBe(rtu('01 05 00 03 FF 00'));
    });
  });

  it('stand in the trace as they were on the wire', async () => {
    await bench(
      'tcp',
      (message) => replyTo(message, '00 07'),
      async (one) => {
        const trace: TraceEntry[] = [];
        one.client.trace$.subscribe({ next: (entry) => trace.push(entry), error: () => {} });
        await readHolding(one, 5);
        expect(trace.map(({ direction, bytes }) => `${direction} ${toHex(bytes)}`)).toEqual([
          'sent 00 01 00 00 00 06 01 03 00 05 00 01',
          'received 00 01 00 00 00 05 01 03 02 00 07',
        ]);
      },
    );
  });
});

describe('Modbus requests', () => {
  it.each([
    ['unit', 'rtu', 0, 0, 1, 'unit must be a whole number from 1 to 255; got 0.'],
    ['unit', 'tcp', 256, 0, 1, 'unit must be a whole number from 0 to 255; got 256.'],
    ['address', 'tcp', 1, -1, 1, 'address must be a whole number from 0 to 65535; got -1.'],
    ['count', 'tcp', 1, 0, 126, 'count must be a whole number from 1 to 125; got 126.'],
    ['end', 'tcp', 1, 65_535, 2, 'count must be a whole number from 1 to 1; got 2.'],
  ] as const)(
    'with an impossible %s are refused before a byte is sent',
    async (_what, mode, unit, address, count, message) => {
      await bench(
        mode,
        () => undefined,
        async ({ client, service }) => {
          await expect(
            client.exchange((wire, turn) => wire.readHolding(unit, address, count, turn)),
          ).rejects.toMatchObject({
            kind: 'range',
            code: 'modbus-value-invalid',
            message: `oven: ${message}`,
          });
          expect(service.received).toEqual([]);
        },
      );
    },
  );

  it('with a word that no register holds are refused', async () => {
    await bench(
      'tcp',
      () => undefined,
      async ({ client }) => {
        await expect(
          client.exchange((wire, turn) => wire.writeRegisters(1, 0, [1, 65_536], turn)),
        ).rejects.toMatchObject({ kind: 'range' });
      },
    );
  });

  it('need a stream for the framing of TCP', () => {
    const messages = { address: 'GPIB0::12::INSTR' } as ByteTransport;
    expect(() => ModbusTransport.over(messages, 'tcp')).toThrow(FourwireError);
    expect(() => ModbusTransport.over(messages, 'rtu')).not.toThrow();
  });
});

describe('several Modbus TCP requests under way', () => {
  it('get their own replies, in any order and in any pieces', async () => {
    const requests: string[] = [];
    const answer = (message: string, peer: { send(bytes: Uint8Array): void }): undefined => {
      requests.push(message);
      if (requests.length < 8) return;
      const stream = hex(
        requests
          .toReversed()
          .map((one) => replyTo(one, one.slice(24, 29)))
          .join(' '),
      );
      for (let at = 0; at < stream.length; at += 7) peer.send(stream.subarray(at, at + 7));
    };
    await bench('tcp', answer, async (one) => {
      const values = await Promise.all(
        Array.from({ length: 8 }, async (_, address) => readHolding(one, address)),
      );
      expect(values).toEqual([[0], [1], [2], [3], [4], [5], [6], [7]]);
    });
  });

  it('are as many as the options say', async () => {
    let most = 0;
    let now = 0;
    const answer = (message: string, peer: { send(bytes: Uint8Array): void }): undefined => {
      most = Math.max(most, ++now);
      queueMicrotask(() => {
        now--;
        peer.send(hex(replyTo(message, '00 00')));
      });
    };
    await bench(
      'tcp',
      answer,
      async (one) => {
        await Promise.all(Array.from({ length: 10 }, async (_, address) => readHolding(one, address)));
        expect(most).toBe(1);
      },
      { outstanding: 1 },
    );
    expect(() =>
      ModbusTransport.over(new InProcessTransport(new ScriptedService(() => undefined)), 'tcp', {
        outstanding: 0,
      }),
    ).toThrow('outstanding must be a whole number from 1 to 1000; got 0.');
  });

  it('never get a reply that is late for somebody else, and keep the connection', async () => {
    const late: string[] = [];
    const answer = (message: string, peer: { send(bytes: Uint8Array): void }): string | undefined => {
      if (message.slice(24, 29) !== '00 63') return replyTo(message, message.slice(24, 29));
      // The answer of the last round comes in the middle of this one.
      for (const one of late.splice(0)) peer.send(hex(replyTo(one, 'FF FF')));
      late.push(message);
      return undefined;
    };
    await bench('tcp', answer, async (one) => {
      for (let round = 0; round < 20; round++) {
        const [slow, ...fast] = await Promise.allSettled([
          readHolding(one, 99),
          readHolding(one, round),
          readHolding(one, round + 100),
        ]);
        expect(slow).toMatchObject({ status: 'rejected', reason: { kind: 'timeout' } });
        expect(fast).toEqual([
          { status: 'fulfilled', value: [round] },
          { status: 'fulfilled', value: [round + 100] },
        ]);
      }
      expect(one.service.connections).toBe(1);
    });
  });
});

describe('a Modbus link that is in trouble', () => {
  it('is opened anew when what comes is no Modbus frame', async () => {
    let junk = true;
    const answer = (message: string): string => (junk ? '48 54 54 50 2F 31' : replyTo(message, '00 07'));
    await bench('tcp', answer, async (one) => {
      await expect(readHolding(one, 1)).rejects.toMatchObject({ kind: 'link', code: 'link-lost' });
      junk = false;
      expect(await readHolding(one, 1)).toEqual([7]);
      expect(one.service.connections).toBe(2);
    });
  });

  it('is opened anew when nothing comes any more though nobody closed it', async () => {
    await bench(
      'tcp',
      () => undefined,
      async (one) => {
        for (let round = 0; round < 3; round++) {
          await expect(readHolding(one, 1)).rejects.toMatchObject({ kind: 'timeout' });
        }
        one.service.answer = (message) => replyTo(message, '00 07');
        expect(await readHolding(one, 1)).toEqual([7]);
        expect(one.service.connections).toBe(2);
      },
    );
  });

  it('repeats a read and not a write when the cable is pulled', async () => {
    await bench(
      'tcp',
      () => undefined,
      async (one, clock) => {
        const [read, write] = [one.registers.uint16(1), one.registers.writeInt16(2, 3)];
        const refused = expect(write).rejects.toMatchObject({ kind: 'link', code: 'link-lost' });
        await clock.sleep(10);
        one.service.answer = (message) => replyTo(message, '00 07');
        one.link.unplug();
        await refused;
        await clock.sleep(100);
        one.link.plug();
        expect(await read).toBe(7);
      },
    );
  });

  it('brings a serial line back in step before the next request', async () => {
    await bench(
      'rtu',
      () => undefined,
      async (one, clock) => {
        const first = expect(readHolding(one, 1)).rejects.toMatchObject({ kind: 'timeout' });
        await clock.sleep(1000);
        const { peer } = one.service;
        await first;
        one.service.answer = () => rtu('01 03 02 00 2A');
        // The stream of a process is opened anew, so what comes late on the old one comes to nobody.
        peer?.send(hex(rtu('01 03 02 FF FF')));
        expect(await readHolding(one, 2)).toEqual([42]);
        expect(one.service.connections).toBe(2);
      },
    );
  });
});
