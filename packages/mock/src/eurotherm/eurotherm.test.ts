import { FourwireError } from '@fourwire/core';
import type { ByteService } from '@fourwire/core';
import { describe, expect, it } from 'vitest';
import { withCrc } from '../modbus/crc16.ts';
import { simulated } from '../testing/simulated.ts';
import { EurothermSimulator } from './eurotherm.ts';
import type { EurothermSimulatorOptions } from './eurotherm.ts';

/** Sends hexadecimal bytes and gives what comes back as such. */
function hexWire(service: ByteService): (hex: string) => string {
  const got: number[] = [];
  const session = service.connect({ send: (data) => void got.push(...data), close: () => {} });
  return (hex) => {
    session.receive(Buffer.from(hex.replaceAll(' ', ''), 'hex'));
    return Buffer.from(got.splice(0)).toString('hex').toUpperCase();
  };
}

const plain = (hex: string): string => hex.replaceAll(' ', '');

function controller(options: EurothermSimulatorOptions = {}) {
  const { clock, simulator } = simulated(EurothermSimulator, {
    parameters: { sensorNoise: 0, roomTemperature: 25 },
    ...options,
  });
  const rtu = hexWire(simulator.services['modbus-rtu']);
  const unit = options.unit ?? 1;
  const pdu = (...bytes: readonly number[]): Buffer =>
    Buffer.from(rtu(Buffer.from(withCrc(Uint8Array.of(unit, ...bytes))).toString('hex')), 'hex');
  const split = (word: number): readonly [number, number] => [(word >> 8) & 0xff, word & 0xff];
  return {
    clock,
    simulator,
    model: simulator.model,
    rtu,
    bisynch: hexWire(simulator.services.serial),
    word: (address: number): number => pdu(3, ...split(address), 0, 1).readInt16BE(3),
    /** 0, or the exception. */
    write: (address: number, value: number): number => {
      const reply = pdu(6, ...split(address), ...split(value));
      return reply[1] === 6 ? 0 : (reply[2] ?? -1);
    },
    block: (address: number, ...words: readonly number[]): number => {
      const reply = pdu(16, ...split(address), 0, words.length, 2 * words.length, ...words.flatMap(split));
      return reply[1] === 16 ? 0 : (reply[2] ?? -1);
    },
  };
}

describe('the sheet, section 8', () => {
  it('answers over Modbus byte for byte', () => {
    const { rtu, model } = controller({ unit: 2, parameters: { sensorNoise: 0, roomTemperature: 17.8 } });
    model.target = 21.6;
    expect(rtu('02 03 00 01 00 02 95 F8')).toBe(plain('02 03 04 00 B2 00 D8 69 4E'));
    expect(rtu('02 06 00 02 00 FA A8 7A')).toBe(plain('02 06 00 02 00 FA A8 7A'));
    expect(rtu('02 10 00 A4 00 03 06 00 7B 00 96 00 FA 20 71')).toBe(plain('02 10 00 A4 00 03 C1 D8'));
    expect(model.setpoints.slice(2, 5)).toEqual([12.3, 15, 25]);
    model.manual = true;
    model.sensorBroken = true;
    expect(rtu('02 07 41 12')).toBe(plain('02 07 30 D2 24'));
  });

  it('answers with floating point numbers and starts programs', () => {
    const { rtu } = controller({ parameters: { sensorNoise: 0, roomTemperature: 25.5 } });
    expect(rtu('01 03 80 02 00 02 4C 0B')).toBe(plain('01 03 04 41 CC 00 00 2E 30'));
    expect(rtu('01 06 00 17 00 02 B8 0F')).toBe(plain('01 06 00 17 00 02 B8 0F'));
  });

  it('answers over EI-Bisynch byte for byte', async () => {
    const { bisynch, clock, model } = controller({ parameters: { sensorNoise: 0, roomTemperature: 16.4 } });
    expect(bisynch('04 30 30 31 31 50 56 05')).toBe(plain('02 50 56 31 36 2E 34 03 18'));
    await clock.advance(20);
    expect(bisynch('04 30 30 31 31 02 53 4C 32 32 2E 30 03 02')).toBe('06');
    expect(model.target).toBe(22);
  });
});

describe('EI-Bisynch', () => {
  const ask = (text: string): string => Buffer.from(text, 'latin1').toString('hex').toUpperCase();

  it('says nothing to others, EOT to a mnemonic it does not know, NAK to what it does not take', async () => {
    const { bisynch, clock } = controller();
    const send = async (text: string): Promise<string> => {
      await clock.advance(20);
      return bisynch(ask(text));
    };
    expect(await send('\u00040022PV\u0005')).toBe('');
    expect(await send('\u00040011ZZ\u0005')).toBe('04');
    expect(await send('\u00040011EE\u0005')).toContain(ask('EE>0001'));
    expect(await send('\u00040011\u0002SL22.0\u0003\u0003')).toBe('15');
    expect(await send('\u00040011EE\u0005')).toContain(ask('EE>0007'));
    const readOnly = [...Buffer.from('PV22.0\u0003', 'latin1')];
    const check = String.fromCharCode(readOnly.reduce((sum, byte) => sum ^ byte, 0));
    expect(await send(`\u00040011\u0002PV22.0\u0003${check}`)).toBe('15');
    expect(await send('\u00040011EE\u0005')).toContain(ask('EE>0002'));
  });

  it('takes a block check that looks like a control character', async () => {
    const { bisynch, clock, model } = controller();
    const body = [...Buffer.from('SL24.0\u0003', 'latin1')];
    const check = body.reduce((sum, byte) => sum ^ byte, 0);
    expect(check).toBe(4);
    expect(bisynch(ask(`\u00040011\u0002SL24.0\u0003${String.fromCharCode(check)}`))).toBe('06');
    await clock.advance(20);
    expect(model.target).toBe(24);
  });

  it('polls on with ACK, repeats with NAK, and is deaf for 20 ms after a reply', async () => {
    const { bisynch, clock } = controller();
    const first = bisynch(ask('\u00040011PV\u0005'));
    expect(bisynch('15')).toBe('');
    await clock.advance(20);
    expect(bisynch('15')).toBe(first);
    await clock.advance(20);
    expect(bisynch('06')).toContain(ask('SL25.0'));
  });
});

describe('Modbus', () => {
  it('gives no reply to functions that it does not have, and loops diagnostics back', () => {
    const { rtu } = controller();
    const frame = (...bytes: readonly number[]): string =>
      Buffer.from(withCrc(Uint8Array.of(1, ...bytes))).toString('hex');
    expect(rtu(frame(17))).toBe('');
    expect(rtu(frame(8, 0, 0, 0xa5, 0x37))).toBe(frame(8, 0, 0, 0xa5, 0x37).toUpperCase());
    expect(rtu('01 03 00 01 00 02 00 00')).toBe('');
  });

  it('treats what is not there and what may not be written as the sheet says', () => {
    const { write, block, word, model } = controller();
    expect([word(7), write(7, 1), write(1, 100), write(2, 3001), write(3, 100)]).toEqual([0, 3, 3, 3, 3]);
    expect([block(6, 50, 1), block(4, 1, 1)]).toEqual([0, 3]);
    expect([write(0x8004, 1), block(0x8004, 0x41c8, 0)]).toEqual([3, 0]);
    expect(model.target).toBe(25);
    expect(word(107)).toBe(0x0304);
    expect(write(199, 55)).toBe(3);
  });

  it('scales by the decimals of the display', () => {
    const { word, write, model } = controller({ decimals: 0 });
    expect([word(1), write(2, 40), word(525)]).toEqual([25, 0, 0]);
    expect(model.target).toBe(40);
    expect(() => new EurothermSimulator({ decimals: 3 })).toThrow(FourwireError);
  });

  it('takes shorter blocks as a 2200', () => {
    const { rtu } = controller({ series: '2200' });
    const read = Buffer.from(withCrc(Uint8Array.of(1, 3, 0, 1, 0, 33))).toString('hex');
    expect(rtu(read).slice(0, 6)).toBe('018303');
  });
});

describe('the plate', () => {
  it('goes to its set point, with a rate limit, and by hand', async () => {
    const { write, word, clock } = controller();
    write(35, 50);
    write(2, 1000);
    await clock.advance({ minutes: 5 });
    expect(word(5) / 10).toBeCloseTo(50, 0);
    await clock.advance({ minutes: 25 });
    expect(word(1) / 10).toBeCloseTo(100, 0);
    expect([write(273, 1), write(3, -200), word(273)]).toEqual([0, 0, 1]);
    await clock.advance({ minutes: 1 });
    expect([word(4), word(75) & 0x10]).toEqual([-200, 0x10]);
  });

  it('runs a stored program with cycles, hold and logic outputs', async () => {
    const { write, block, word, clock } = controller();
    const base = 8192 + 136;
    expect(block(base, 0, 0, 1, 1, 2)).toBe(0);
    expect(block(base + 8, 2, 600, 10, 0, 5)).toBe(3);
    for (const [offset, value] of [
      [8, 2],
      [9, 600],
      [10, 10],
      [12, 5],
      [16, 3],
      [18, 5],
      [24, 0],
      [27, 0],
    ] as const)
      expect(write(base + offset, value)).toBe(0);
    expect([write(22, 1), write(23, 2), word(23)]).toEqual([0, 0, 2]);
    await clock.advance({ minutes: 5 });
    expect([word(56), word(29), word(63), word(466), word(59)]).toEqual([1, 2, 5, 1, 2]);
    expect(word(5) / 10).toBeCloseTo(42.5, 0);
    write(23, 4);
    await clock.advance({ minutes: 30 });
    expect([word(23), word(63)]).toEqual([4, 5]);
    write(23, 2);
    await clock.advance({ minutes: 8 });
    expect([word(56), word(29)]).toEqual([2, 3]);
    await clock.advance({ minutes: 30 });
    expect([word(23), word(75) & 0x200]).toEqual([16, 0x200]);
    expect([write(23, 1), word(23)]).toEqual([0, 1]);
  });
});

describe('faults', () => {
  it('show in status words and on the wire', () => {
    const { simulator, word, rtu, bisynch } = controller();
    simulator.faults['sensor-open']?.(true);
    expect([word(1), word(258), word(75) & 0x20]).toEqual([32_767, 1, 0x20]);
    simulator.faults['wrong-checksum']?.(true);
    const good = withCrc(Uint8Array.of(1, 3, 0, 1, 0, 1));
    const reply = Buffer.from(rtu(Buffer.from(good).toString('hex')), 'hex');
    expect(Buffer.from(withCrc(reply.subarray(0, -2))).equals(reply)).toBe(false);
    simulator.faults.nak?.(true);
    expect(bisynch('04 30 30 31 31 02 53 4C 32 32 2E 30 03 02')).toBe('15');
  });
});
