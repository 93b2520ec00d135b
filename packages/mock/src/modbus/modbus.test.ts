import { VirtualClock } from '@fourwire/core';
import type { ByteService } from '@fourwire/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hasCrc, withCrc } from './crc16.ts';
import { modbusRtuService } from './modbus-rtu-service.ts';
import { modbusTcpService } from './modbus-tcp-service.ts';
import { ModbusException } from './register-bank.ts';
import type { RegisterBank } from './register-bank.ts';

/** 16 words and 16 bits from address 0. */
class SmallBank implements RegisterBank {
  readonly words = Array.from({ length: 16 }, (_, index) => index * 0x101);
  readonly bits = Array.from({ length: 16 }, (_, index) => index % 3 === 0);

  read(_kind: 'holding' | 'input', address: number, count: number): readonly number[] | ModbusException {
    return address + count > 16 ? new ModbusException(2) : this.words.slice(address, address + count);
  }

  write(address: number, words: readonly number[]): ModbusException | undefined {
    if (address + words.length > 16) return new ModbusException(2);
    this.words.splice(address, words.length, ...words);
    return undefined;
  }

  readBits(_kind: 'coil' | 'discrete', address: number, count: number): readonly boolean[] | ModbusException {
    return address + count > 16 ? new ModbusException(2) : this.bits.slice(address, address + count);
  }

  writeCoils(address: number, values: readonly boolean[]): ModbusException | undefined {
    if (address + values.length > 16) return new ModbusException(2);
    this.bits.splice(address, values.length, ...values);
    return undefined;
  }
}

const bytes = (hex: string): Uint8Array => Uint8Array.from(Buffer.from(hex.replaceAll(' ', ''), 'hex'));
const hexOf = (data: Uint8Array): string => Buffer.from(data).toString('hex');

/** A client that keeps what it receives, as hex. */
function client(service: ByteService) {
  const got: string[] = [];
  let closed = false;
  const session = service.connect({
    send: (data) => got.push(hexOf(data)),
    close: () => {
      closed = true;
    },
  });
  return {
    send: (data: Uint8Array) => session.receive(data),
    take: () => got.splice(0).join(''),
    get closed() {
      return closed;
    },
  };
}

/** What a request without its frame is answered, over both wires, which must agree. */
function ask(request: string, bank: RegisterBank = new SmallBank()): string {
  const rtu = client(modbusRtuService(bank));
  rtu.send(withCrc(bytes(`01${request}`)));
  const answer = rtu.take();
  expect(hasCrc(bytes(answer))).toBe(true);
  return answer.slice(2, -4);
}

function tcpFrame(id: number, unit: number, request: string): Uint8Array {
  const pdu = bytes(request);
  return Uint8Array.of(0, id, 0, 0, 0, pdu.length + 1, unit, ...pdu);
}

const readTwo = bytes('01 03 00 01 00 02 95 CB');

describe('requests', () => {
  it('reads registers and bits', () => {
    expect(ask('03 0001 0002')).toBe('030401010202');
    expect(ask('04 0001 0002')).toBe('040401010202');
    expect(ask('01 0000 000A')).toBe('01024902');
    expect(ask('02 0003 0001')).toBe('020101');
  });

  it('writes registers and coils and repeats the head of the request', () => {
    const bank = new SmallBank();
    expect(ask('06 0003 ABCD', bank)).toBe('060003abcd');
    expect(ask('10 0004 0002 04 00010002', bank)).toBe('1000040002');
    expect(bank.words.slice(3, 6)).toEqual([0xabcd, 1, 2]);
    expect(ask('05 0001 FF00', bank)).toBe('050001ff00');
    expect(ask('0F 0002 0009 02 FF01', bank)).toBe('0f00020009');
    expect(bank.bits.slice(0, 12)).toEqual([true, ...Array.from({ length: 10 }, () => true), false]);
  });

  it('refuses what it does not know, does not have or cannot take', () => {
    expect(ask('2B 0E 01 00')).toBe('ab01');
    expect(ask('03 000F 0002')).toBe('8302');
    expect(ask('03 FFFF 0002')).toBe('8302');
    expect(ask('03 0000 0000')).toBe('8303');
    expect(ask('03 0000 007E')).toBe('8303');
    expect(ask('05 0001 1234')).toBe('8503');
    const { words } = new SmallBank();
    const registersOnly: RegisterBank = { read: () => words.slice(0, 1), write: () => undefined };
    expect(ask('01 0000 0001', registersOnly)).toBe('8101');
    expect(ask('05 0000 FF00', registersOnly)).toBe('8501');
  });
});

describe('modbusRtuService', () => {
  it('takes frames in chunks of any size and several at once', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 24 }), { minLength: 24, maxLength: 24 }), (sizes) => {
        const rtu = client(modbusRtuService(new SmallBank(), { clock: new VirtualClock() }));
        let rest: Uint8Array = Uint8Array.of(...readTwo, ...readTwo, ...readTwo);
        for (const size of sizes) {
          rtu.send(rest.subarray(0, size));
          rest = rest.subarray(size);
        }
        expect(rtu.take()).toBe('010304010102022aae'.repeat(3));
      }),
      { seed: 1 },
    );
  });

  it('finds the request behind garbage that is no frame', () => {
    // Garbage may be the beginning of a longer write; what follows it belongs to that, up to 256 bytes.
    const requests = 33;
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 600 }), (noise) => {
        const rtu = client(modbusRtuService(new SmallBank(), { clock: new VirtualClock() }));
        rtu.send(noise);
        rtu.take();
        for (let request = 0; request < requests; request++) rtu.send(readTwo);
        expect(rtu.take()).toContain('010304010102022aae');
        rtu.send(readTwo);
        expect(rtu.take()).toBe('010304010102022aae');
      }),
      { seed: 1 },
    );
    const rtu = client(modbusRtuService(new SmallBank()));
    rtu.send(Uint8Array.of(0x55, 0x10, 0xff, 0x01, ...readTwo));
    expect(rtu.take()).toBe('010304010102022aae');
    rtu.send(readTwo.subarray(0, 5));
    rtu.send(readTwo);
    expect(rtu.take()).toBe('010304010102022aae');
  });

  it('forgets half a request after a silence', async () => {
    const clock = new VirtualClock();
    const rtu = client(modbusRtuService(new SmallBank(), { clock }));
    rtu.send(bytes('01 10 0000 0008 10 0001 0002'));
    await clock.advance(200);
    rtu.send(readTwo);
    expect(rtu.take()).toBe('010304010102022aae');
  });

  it('is silent to other units, wrong check sums and broadcasts, which it carries out', () => {
    const bank = new SmallBank();
    const rtu = client(modbusRtuService(bank, { unit: 7 }));
    rtu.send(readTwo);
    rtu.send(withCrc(bytes('07 03 0001 0002')).map((byte, index) => (index === 7 ? byte ^ 1 : byte)));
    rtu.send(withCrc(bytes('00 06 0002 1234')));
    expect(rtu.take()).toBe('');
    expect(bank.words[2]).toBe(0x1234);
    rtu.send(withCrc(bytes('07 06 0002 0001')));
    expect(rtu.take()).toBe(hexOf(withCrc(bytes('07 06 0002 0001'))));
  });
});

describe('modbusTcpService', () => {
  it('takes frames in chunks of any size, several at once, and keeps their transaction ids', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 36 }), { minLength: 36, maxLength: 36 }), (sizes) => {
        const tcp = client(modbusTcpService(new SmallBank()));
        let rest: Uint8Array = Uint8Array.of(
          ...[1, 2, 3].flatMap((id) => [...tcpFrame(id, 1, '03 0001 0002')]),
        );
        for (const size of sizes) {
          tcp.send(rest.subarray(0, size));
          rest = rest.subarray(size);
        }
        expect(tcp.take()).toBe([1, 2, 3].map((id) => `000${id}0000000701030401010202`).join(''));
      }),
      { seed: 1 },
    );
  });

  it('answers other units as a gateway does, or not at all', () => {
    const gateway = client(modbusTcpService(new SmallBank()));
    gateway.send(tcpFrame(1, 9, '03 0001 0002'));
    expect(gateway.take()).toBe('00010000000309830b');
    const silent = client(modbusTcpService(new SmallBank(), { units: [1, 255], otherUnits: 'silence' }));
    silent.send(tcpFrame(1, 9, '03 0001 0002'));
    expect(silent.take()).toBe('');
    silent.send(tcpFrame(2, 255, '03 0001 0001'));
    expect(silent.take()).toBe('000200000005ff03020101');
  });

  it('refuses requests whose length is wrong', () => {
    const tcp = client(modbusTcpService(new SmallBank()));
    for (const request of [
      '03 00',
      '10 0000 0002 04 0001',
      '10 0000 0002 03 00010002',
      '06 0000',
      '0F 0000 0009 01 FF',
    ]) {
      tcp.send(tcpFrame(1, 1, request));
      expect(tcp.take().slice(-2)).toBe('03');
    }
  });

  it('hangs up on what is not Modbus', () => {
    const tcp = client(modbusTcpService(new SmallBank()));
    tcp.send(bytes('47 45 54 20 2F 20 48 54'));
    expect(tcp.closed).toBe(true);
    tcp.send(tcpFrame(1, 1, '03 0001 0002'));
    expect(tcp.take()).toBe('');
  });
});

describe('arbitrary bytes', () => {
  it('never stop either service from answering the next client', () => {
    const bank = new SmallBank();
    const [rtuService, tcpService] = [modbusRtuService(bank), modbusTcpService(bank)];
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 300 }), { maxLength: 8 }), (chunks) => {
        const [rtu, raw, framed] = [rtuService, tcpService, tcpService].map(client);
        for (const chunk of chunks) {
          rtu?.send(chunk);
          raw?.send(chunk);
          const request = chunk.subarray(0, 253);
          framed?.send(Uint8Array.of(0, 1, 0, 0, 0, Math.max(request.length, 1) + 1, 1, ...request));
        }
        const [nextRtu, nextTcp] = [client(rtuService), client(tcpService)];
        nextRtu.send(withCrc(bytes('01 03 0000 0001')));
        nextTcp.send(tcpFrame(1, 1, '03 0000 0001'));
        expect(nextRtu.take()).toMatch(/^010302/);
        expect(nextTcp.take()).toMatch(/^000100000005010302/);
      }),
      { seed: 1 },
    );
  });
});
