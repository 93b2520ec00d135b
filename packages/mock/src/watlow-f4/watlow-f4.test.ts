import type { ByteService } from '@fourwire/core';
import { describe, expect, it } from 'vitest';
import { withCrc } from '../modbus/crc16.ts';
import { simulated } from '../testing/simulated.ts';
import { WatlowF4Simulator } from './watlow-f4.ts';
import type { WatlowF4SimulatorOptions } from './watlow-f4.ts';

const bytes = (hex: string): Uint8Array => Uint8Array.from(Buffer.from(hex.replaceAll(' ', ''), 'hex'));
const still = { sensorNoise: 0 };

function wire(service: ByteService): (data: Uint8Array) => Uint8Array {
  const got: number[] = [];
  const session = service.connect({ send: (data) => got.push(...data), close: () => {} });
  return (data) => {
    session.receive(data);
    return Uint8Array.from(got.splice(0));
  };
}

function chamber(options: WatlowF4SimulatorOptions = {}) {
  const { clock, simulator } = simulated(WatlowF4Simulator, { minimumGap: 0, ...options });
  const rtu = wire(simulator.services['modbus-rtu']);
  const request = (pdu: readonly number[]): DataView => {
    const reply = rtu(withCrc(Uint8Array.of(1, ...pdu)));
    return new DataView(reply.buffer, 1, reply.length - 3);
  };
  const split = (value: number): readonly [number, number] => [(value >> 8) & 0xff, value & 0xff];
  return {
    clock,
    simulator,
    model: simulator.model,
    rtu,
    read: (address: number, count: number): readonly number[] => {
      const reply = request([3, ...split(address), 0, count]);
      return Array.from({ length: count }, (_, index) => reply.getInt16(2 + 2 * index));
    },
    word: (address: number): number => {
      const reply = request([3, ...split(address), 0, 1]);
      return reply.getUint8(0) === 3 ? reply.getInt16(2) : -reply.getUint8(1);
    },
    /** Zero, or the exception code. */
    write: (address: number, ...values: readonly number[]): number => {
      const reply = request([
        16,
        ...split(address),
        0,
        values.length,
        2 * values.length,
        ...values.flatMap(split),
      ]);
      return reply.getUint8(0) === 16 ? 0 : reply.getUint8(1);
    },
  };
}

/** Ramp to 40 °C in 10 min with event 1 on, soak there 5 min, twice over, then hold. */
function storeCycle({ write }: ReturnType<typeof chamber>): void {
  write(4002, 1);
  write(4001, 1, 2);
  for (const [address, value] of [
    [4003, 1],
    [4010, 10],
    [4030, 1],
    [4044, 400],
  ] as const)
    write(address, value);
  write(4001, 2, 2);
  for (const [address, value] of [
    [4003, 3],
    [4010, 5],
    [4030, 1],
  ] as const)
    write(address, value);
  write(4001, 3, 2);
  for (const [address, value] of [
    [4003, 4],
    [4050, 1],
    [4051, 1],
    [4052, 1],
  ] as const)
    write(address, value);
  write(4001, 4);
  write(4060, 0);
  write(25, 0);
}

describe('the sheet, section 7', () => {
  it('answers byte for byte', async () => {
    const warm = chamber({ parameters: { ...still, roomTemperature: 23.5 } });
    expect(warm.rtu(bytes('01 03 00 64 00 01 C5 D5'))).toEqual(bytes('01 03 02 00 EB F8 0B'));
    const cold = chamber({ parameters: { ...still, roomTemperature: -23 } });
    expect(cold.rtu(bytes('01 03 00 64 00 01 C5 D5'))).toEqual(bytes('01 03 02 FF 1A 78 7F'));
    for (const echoed of ['01 06 01 2C FE 70 08 7B', '01 06 07 D0 00 01 48 87'])
      expect(warm.rtu(bytes(echoed))).toEqual(bytes(echoed));
    expect(warm.model.controller.setpoint).toBe(-40);
    expect(warm.rtu(bytes('01 02 00 01 00 02 A8 0B'))).toEqual(bytes('01 82 01 81 60'));
    expect(warm.rtu(withCrc(bytes('01 06 01 2C 27 10')))).toEqual(bytes('01 86 03 02 61'));
    for (let profile = 1; profile <= 3; profile++) storeCycle(warm);
    expect(warm.word(1218)).toBe(37);
    expect(warm.rtu(bytes('01 10 0F A0 00 03 06 00 03 00 01 00 05 05 D5'))).toEqual(
      bytes('01 10 0F A0 00 03 83 3E'),
    );
    expect([warm.word(200), warm.word(4100), warm.word(4101)]).toEqual([2, 3, 1]);
  });

  it('tells the time that is left of a step byte for byte', async () => {
    const unit = chamber();
    storeCycle(unit);
    unit.write(4001, 1);
    unit.write(4009, 1, 2, 30);
    unit.write(4002, 5);
    expect(unit.rtu(bytes('01 03 10 17 00 03 B1 0F'))).toEqual(bytes('01 03 06 00 01 00 02 00 1E 3D 7D'));
  });
});

describe('registers', () => {
  it('scale by the decimals and the unit that are set', () => {
    const unit = chamber({ parameters: still, decimals: 2 });
    expect(unit.word(100)).toBe(2300);
    expect(unit.word(606)).toBe(2);
    unit.write(606, 0);
    expect(unit.word(100)).toBe(23);
    unit.write(606, 1);
    unit.write(901, 0);
    expect([unit.word(100), unit.word(602), unit.word(603)]).toEqual([734, -472, 2660]);
    expect(unit.write(300, 2660)).toBe(0);
    expect(unit.model.controller.setpoint).toBeCloseTo(130, 9);
  });

  it('read as nothing and refuse writes where a model has none', () => {
    const single = chamber();
    expect([single.word(319), single.word(1925), single.word(9999)]).toEqual([0, 0, 0]);
    expect([single.write(319, 500), single.write(100, 1)]).toEqual([2, 2]);
    const double = chamber({ humidity: true });
    expect(double.write(319, 500)).toBe(0);
    expect(double.word(319)).toBe(500);
    expect(double.word(104)).toBe(450);
  });

  it('keep the clock', async () => {
    const unit = chamber();
    expect(unit.read(1916, 6)).toEqual([0, 0, 0, 1, 1, 2026]);
    expect(unit.write(1916, 12, 34, 56, 7, 8, 2027)).toBe(0);
    await unit.clock.advance({ seconds: 4 });
    expect(unit.read(1916, 6)).toEqual([12, 35, 0, 7, 8, 2027]);
  });
});

describe('the chamber', () => {
  it('does nothing without its event, and reaches -40 °C with it', async () => {
    const unit = chamber();
    unit.write(300, -400);
    await unit.clock.advance({ hours: 1 });
    expect(unit.word(100)).toBeGreaterThan(200);
    unit.write(2000, 1);
    await unit.clock.advance({ minutes: 10 });
    expect([unit.word(103), unit.word(2070)]).toEqual([0, 1]);
    expect(unit.word(107)).toBeLessThan(0);
    await unit.clock.advance({ hours: 2 });
    expect(Math.abs(unit.word(100) + 400)).toBeLessThan(10);
    unit.write(2000, 0);
    expect(unit.word(107)).toBe(0);
  });

  it('controls humidity with its event and the product in a cascade', async () => {
    const unit = chamber({ humidity: true, product: true });
    unit.write(300, 400);
    unit.write(319, 700);
    unit.write(2000, 1);
    unit.write(2010, 1);
    await unit.clock.advance({ minutes: 4 });
    expect(unit.word(1922)).toBeGreaterThan(400);
    await unit.clock.advance({ hours: 2 });
    expect(Math.abs(unit.word(108) - 400)).toBeLessThan(10);
    expect(Math.abs(unit.word(104) - 700)).toBeLessThan(30);
    unit.write(1926, -30, 50);
    expect(unit.model.controller.chamber.cascadeLimits).toEqual({ below: 3, above: 5 });
  });
});

describe('profiles', () => {
  it('run step by step, jump, and end as they say', async () => {
    const unit = chamber();
    storeCycle(unit);
    expect([unit.word(1218), unit.word(1219)]).toEqual([39, 252]);
    unit.write(4000, 1, 1, 5);
    await unit.clock.advance({ minutes: 5 });
    expect(Math.abs(unit.word(4122) - 315)).toBeLessThan(3);
    expect(unit.read(4119, 3)).toEqual([0, 5, 0]);
    expect([unit.word(300), unit.word(2000)]).toEqual([230, 1]);
    await unit.clock.advance({ minutes: 8 });
    expect([unit.word(4101), unit.word(4122), unit.word(4126)]).toEqual([2, 400, 0]);
    await unit.clock.advance({ minutes: 4 });
    expect(unit.read(4126, 3)).toEqual([1, 1, 3]);
    expect(unit.word(4101)).toBe(1);
    await unit.clock.advance({ minutes: 14 });
    expect([unit.word(200), unit.word(300), unit.word(4100)]).toEqual([0, 400, 0]);
    expect(Math.abs(unit.word(100) - 400)).toBeLessThan(5);
  });

  it('hold, resume, wait and terminate', async () => {
    const unit = chamber();
    storeCycle(unit);
    unit.write(4001, 1);
    unit.write(4012, 1, 0, 0, 2);
    unit.write(4002, 5);
    await unit.clock.advance({ minutes: 3 });
    expect(unit.read(4119, 3)).toEqual([0, 10, 0]);
    unit.model.inputs[0] = true;
    await unit.clock.advance({ minutes: 3 });
    expect(unit.read(4119, 3)).toEqual([0, 7, 0]);
    unit.write(1210, 1);
    await unit.clock.advance({ minutes: 30 });
    expect([unit.word(200), ...unit.read(4119, 3)]).toEqual([3, 0, 7, 0]);
    unit.write(1209, 1);
    await unit.clock.advance({ minutes: 1 });
    expect([unit.word(200), ...unit.read(4119, 3)]).toEqual([2, 0, 6, 0]);
    unit.write(1217, 1);
    expect(unit.word(200)).toBe(0);
  });

  it('stand still in a guaranteed soak until the air is there', async () => {
    const unit = chamber();
    storeCycle(unit);
    unit.write(4001, 1);
    unit.write(4010, 1);
    unit.write(4044, 800);
    unit.write(4001, 2);
    unit.write(4048, 1);
    unit.write(4000, 1, 1, 5);
    await unit.clock.advance({ seconds: 80 });
    expect([unit.word(4101), ...unit.read(4119, 3)]).toEqual([2, 0, 5, 0]);
    await unit.clock.advance({ minutes: 10 });
    expect(unit.word(4120)).toBeLessThan(4);
  });

  it('are edited as the sheet says and refuse what cannot be', () => {
    const unit = chamber();
    expect(unit.word(4003)).toBe(6);
    expect([unit.write(4002, 5), unit.write(4002, 2), unit.write(4044, 0), unit.write(4002, 9)]).toEqual([
      3, 3, 3, 3,
    ]);
    storeCycle(unit);
    expect(unit.write(3500, ...Buffer.from('CYCLE 1   '))).toBe(0);
    expect(String.fromCharCode(...unit.read(3500, 10))).toBe('CYCLE 1   ');
    expect(unit.write(3500, 0x61)).toBe(3);
    unit.write(4001, 4);
    expect([unit.word(4003), unit.write(4003, 3), unit.write(4002, 4)]).toEqual([5, 3, 3]);
    unit.write(4001, 3, 4);
    expect(unit.word(4003)).toBe(5);
    unit.write(4002, 3);
    expect([unit.word(4003), unit.word(1218), unit.word(1219)]).toEqual([6, 40, 256]);
  });

  it('start at their time of day', async () => {
    const unit = chamber();
    unit.write(4002, 1);
    unit.write(4001, 1, 2);
    unit.write(4003, 0);
    unit.write(4004, 1);
    unit.write(4008, 0, 6, 30, 0);
    unit.write(4001, 2);
    unit.write(4060, 2);
    unit.write(2000, 1);
    unit.write(4001, 1, 5);
    await unit.clock.advance({ hours: 6 });
    expect([unit.word(200), unit.word(2000)]).toEqual([2, 1]);
    await unit.clock.advance({ minutes: 31 });
    expect([unit.word(200), unit.word(2000)]).toEqual([0, 0]);
  });
});

describe('faults', () => {
  it('show an input error, a limit and a compressor at the digital inputs', async () => {
    const { simulator, word, write, clock } = chamber();
    write(300, 800);
    write(2000, 1);
    await clock.advance({ minutes: 30 });
    simulator.faults['sensor-open']?.(true);
    expect(word(101)).not.toBe(0);
    await clock.advance({ minutes: 10 });
    simulator.faults['sensor-open']?.(false);
    expect(word(101)).toBe(0);
    expect(word(100)).toBeLessThan(780);
    expect([word(201), word(213)]).toEqual([1, 1]);
    simulator.faults['over-temperature']?.(true);
    simulator.faults['compressor-trip']?.(true);
    expect([word(201), word(213), word(103)]).toEqual([0, 0, 0]);
  });

  it('forget the events in a brown-out and keep the set point', () => {
    const { simulator, word, write } = chamber();
    write(300, 800);
    write(2000, 1);
    simulator.faults['brown-out']?.(true);
    expect([word(300), word(2000)]).toEqual([800, 0]);
  });

  it('do not hear what comes too soon after a reply, and answer later', async () => {
    const { rtu, clock } = chamber({ minimumGap: 20 });
    const question = bytes('01 03 00 64 00 01 C5 D5');
    expect(rtu(question)).toHaveLength(7);
    expect(rtu(question)).toHaveLength(0);
    await clock.advance(30);
    expect(rtu(question)).toHaveLength(7);
  });
});
