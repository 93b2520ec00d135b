import type { ByteService } from '@fourwire/core';
import { describe, expect, it } from 'vitest';
import { withCrc } from '../modbus/crc16.ts';
import { simulated } from '../testing/simulated.ts';
import { textClient } from '../testing/text-client.ts';
import { BinderMb1Simulator, BinderMb2Simulator } from './binder.ts';
import type { BinderMb1SimulatorOptions, BinderMb2SimulatorOptions } from './binder.ts';

const bytes = (hex: string): Uint8Array => Uint8Array.from(Buffer.from(hex.replaceAll(' ', ''), 'hex'));
const still = { sensorNoise: 0 };
const split = (value: number): readonly [number, number] => [(value >> 8) & 0xff, value & 0xff];

function client(service: ByteService) {
  const { ask } = textClient(service);
  const raw = (data: Uint8Array): Buffer => Buffer.from(ask(Buffer.from(data).toString('latin1')), 'latin1');
  const write = (address: number, ...words: readonly number[]): number => {
    const reply = raw(
      withCrc(
        Uint8Array.of(1, 16, ...split(address), 0, words.length, 2 * words.length, ...words.flatMap(split)),
      ),
    );
    return reply[1] === 16 ? 0 : (reply[2] ?? -1);
  };
  const words = (address: number, count: number): readonly number[] => {
    const reply = raw(withCrc(Uint8Array.of(1, 3, ...split(address), 0, count)));
    if (reply[1] !== 3) return [-(reply[2] ?? 0)];
    return Array.from({ length: count }, (_, index) => reply.readUInt16BE(3 + 2 * index));
  };
  const floatWords = (value: number): readonly [number, number] => {
    const buffer = Buffer.alloc(4);
    buffer.writeFloatBE(value);
    return [buffer.readUInt16BE(2), buffer.readUInt16BE(0)];
  };
  return {
    raw,
    write,
    words,
    floatWords,
    word: (address: number): number => words(address, 1)[0] ?? 0,
    writeFloat: (address: number, value: number): number => write(address, ...floatWords(value)),
    float: (address: number): number => {
      const [low = 0, high = 0] = words(address, 2);
      const buffer = Buffer.alloc(4);
      buffer.writeUInt16BE(high, 0);
      buffer.writeUInt16BE(low, 2);
      return buffer.readFloatBE();
    },
  };
}

function mb1(options: BinderMb1SimulatorOptions = {}) {
  const { clock, simulator } = simulated(BinderMb1Simulator, options);
  return { clock, simulator, model: simulator.model, ...client(simulator.services['modbus-rtu']) };
}

function mb2(options: BinderMb2SimulatorOptions = {}) {
  const { clock, simulator } = simulated(BinderMb2Simulator, options);
  return { clock, simulator, model: simulator.model, ...client(simulator.services['modbus-rtu']) };
}

describe('the sheet, section 6', () => {
  it('is answered byte for byte by an MB1', () => {
    const { raw, model } = mb1({ parameters: { ...still, roomTemperature: 23.45 } });
    expect(Uint8Array.from(raw(bytes('01 03 11 A9 00 02 11 17')))).toEqual(
      bytes('01 03 04 99 9A 41 BB 84 A3'),
    );
    expect(Uint8Array.from(raw(bytes('01 10 15 81 00 02 04 00 00 42 70 F9 D7')))).toEqual(
      bytes('01 10 15 81 00 02 15 EC'),
    );
    expect(Uint8Array.from(raw(bytes('01 06 1A 22 08 00 29 18')))).toEqual(bytes('01 06 1A 22 08 00 29 18'));
    expect([model.manual.temperature, model.controller.running]).toEqual([60, true]);
    model.inMenu = true;
    expect(Uint8Array.from(raw(bytes('01 10 15 81 00 02 04 00 00 42 70 F9 D7')))).toEqual(
      bytes('01 90 05 8C 03'),
    );
  });

  it('is answered byte for byte by an MB2', () => {
    const { raw, model } = mb2({ parameters: { ...still, roomTemperature: -39.8 } });
    expect(Uint8Array.from(raw(bytes('01 03 10 04 00 02 81 0A')))).toEqual(
      bytes('01 03 04 33 33 C2 1F 15 D0'),
    );
    raw(bytes('01 10 11 4C 00 02 04 00 00 42 AA 87 45'));
    expect(model.manual.temperature).toBe(85);
  });
});

describe('the MB1', () => {
  it('idles on its basic set point, and goes to the manual one in manual mode', async () => {
    const { word, write, writeFloat, float, clock } = mb1();
    expect([writeFloat(0x15_81, 60), writeFloat(0x15_6f, 25)]).toEqual([0, 0]);
    expect([float(0x10_77), word(0x1a_22), word(0x10_d4)]).toEqual([25, 0x1000, 0]);
    write(0x1a_22, 0x0800);
    expect([float(0x10_77), word(0x10_d4)]).toEqual([60, 1]);
    await clock.advance({ hours: 1 });
    expect(float(0x11_a9)).toBeCloseTo(60, 0);
    expect([write(0x1a_22, 0x0300), writeFloat(0x15_81, 181), write(0x15_81, 0), write(0x10_07, 1)]).toEqual([
      3, 3, 3, 5,
    ]);
    expect([word(0x20_00), word(0x11_cd)]).toEqual([-2, -2]);
    write(0x1a_22, 0x1000);
    expect(word(0x10_d4)).toBe(0);
  });

  it('may have its set points exchanged, and controls humidity', async () => {
    const exchanged = mb1({ exchangedSetpoints: true });
    exchanged.writeFloat(0x15_6f, 60);
    expect(exchanged.model.manual.temperature).toBe(60);
    const { write, writeFloat, float, clock } = mb1({ humidity: true });
    writeFloat(0x15_81, 40);
    writeFloat(0x15_83, 80);
    write(0x1a_22, 0x0800);
    await clock.advance({ hours: 1 });
    expect(Math.abs(float(0x11_cd) - 80)).toBeLessThan(2);
    expect(float(0x10_79)).toBe(80);
  });

  it('runs a stored program, and idles after it', async () => {
    const segments = [{ temperature: 40, ramp: true, seconds: 600 }];
    const { word, write, float, clock } = mb1({ programs: [{ number: 3, name: 'RAMP', segments }] });
    expect([write(0x1a_22, 0x0400), write(0x1a_23, 3), write(0x1a_22, 0x0400)]).toEqual([3, 0, 0]);
    await clock.advance({ minutes: 5 });
    expect(word(0x1a_22)).toBe(0x0400);
    expect(float(0x10_77)).toBeCloseTo(31.5, 1);
    await clock.advance({ minutes: 6 });
    expect(word(0x1a_22)).toBe(0x1000);
  });

  it('shows door, limiter and sensor, and switches its lines', () => {
    const { word, words, write, float, simulator } = mb1();
    expect([write(0x15_8b, 1), word(0x10_81)]).toEqual([0, 1]);
    simulator.faults['door-open']?.(true);
    expect([word(0x10_07), word(0x12_3e), word(0x12_3d)]).toEqual([1, 1, 0]);
    expect(String.fromCharCode(...words(0x12_28, 20))).toBe('DOOR OPEN'.padEnd(20));
    simulator.faults['over-temperature']?.(true);
    expect([word(0x10_bd), word(0x12_3d)]).toEqual([1, 1]);
    simulator.faults['sensor-open']?.(true);
    expect(float(0x11_a9)).toBeNaN();
    simulator.faults['brown-out']?.(true);
    expect([word(0x1a_22), word(0x10_81)]).toEqual([0x1000, 0]);
  });

  it('has room for one client on TCP', async () => {
    const { simulator } = mb1();
    const first = textClient(simulator.services['modbus-rtu-tcp']);
    const second = textClient(simulator.services['modbus-rtu-tcp']);
    await Promise.resolve();
    expect([first.open, second.open]).toEqual([true, false]);
    expect(first.ask(Buffer.from(withCrc(bytes('01 03 1A 22 00 01'))).toString('latin1'))).toHaveLength(7);
  });
});

describe('the MB2', () => {
  it('runs unless its contact says that it idles', async () => {
    const { word, write, writeFloat, float, clock } = mb2({ humidity: true });
    writeFloat(0x11_4c, 40);
    writeFloat(0x11_4e, 70);
    expect(word(0x11_58)).toBe(3);
    await clock.advance({ hours: 1 });
    expect(float(0x10_04)).toBeCloseTo(23, 0);
    write(0x11_58, 0);
    await clock.advance({ hours: 1 });
    expect([Math.round(float(0x10_04)), float(0x10_b2), float(0x10_b4)]).toEqual([40, 40, 70]);
    expect(Math.abs(float(0x10_0a) - 70)).toBeLessThan(2);
    expect([word(0x12_92), write(0x11_58, 0x200), write(0x11_49, 1)]).toEqual([0, 3, 3]);
  });

  it('takes a program through its buffer, is busy meanwhile, and runs it with its loop', async () => {
    const { word, words, write, writeFloat, float, clock } = mb2();
    const segment = (
      number: number,
      celsius: number,
      type: number,
      seconds: number,
      repeat: number,
    ): void => {
      const start = 0x30_14 + 0x30 * (number - 1);
      writeFloat(start, celsius);
      write(start + 0x24, seconds & 0xffff, seconds >> 16);
      write(start + 0x28, 1, repeat);
      write(start + 0x2e, type);
    };
    segment(1, 40, 0, 600, 0);
    segment(2, 20, 1, 300, 0x0101);
    write(0x30_03, 2, 4);
    expect(write(0x30_00, 0x0c)).toBe(0);
    expect([word(0x30_00), write(0x30_03, 1)]).toEqual([0x8c, 3]);
    await clock.advance({ seconds: 3 });
    expect(word(0x30_00)).toBe(0x0c);
    write(0x11_47, 4, 1, 1);
    await clock.advance({ minutes: 5 });
    expect([word(0x10_a4), word(0x10_a5), ...words(0x10_a6, 4)]).toEqual([4, 1, 0, 300, 0, 300]);
    expect(float(0x10_b2)).toBeCloseTo(31.5, 0);
    write(0x11_4b, 1);
    await clock.advance({ hours: 1 });
    expect(words(0x10_a8, 2)).toEqual([0, 300]);
    write(0x11_4b, 1);
    await clock.advance({ minutes: 12 });
    expect([word(0x10_a5), float(0x10_b2)]).toEqual([1, 24]);
    await clock.advance({ minutes: 14 });
    expect(word(0x10_a5)).toBe(0);
    write(0x30_03, 0, 4);
    write(0x30_00, 0x0b);
    await clock.advance({ seconds: 3 });
    expect(word(0x30_03)).toBe(2);
    write(0x30_00, 0x06);
    await clock.advance({ seconds: 3 });
    expect(write(0x11_49, 1)).toBe(3);
  });
});
