import { describe, expect, it } from 'vitest';
import { withCrc } from '../modbus/crc16.ts';
import { simulated } from '../testing/simulated.ts';
import { CszEztSimulator } from './csz-ezt.ts';
import type { CszEztSimulatorOptions } from './csz-ezt.ts';

const bytes = (hex: string): Uint8Array => Uint8Array.from(Buffer.from(hex.replaceAll(' ', ''), 'hex'));

function chamber(options: CszEztSimulatorOptions = {}) {
  const { clock, simulator } = simulated(CszEztSimulator, options);
  const got: number[] = [];
  const session = simulator.services['modbus-rtu'].connect({
    send: (data) => got.push(...data),
    close: () => {},
  });
  const rtu = (data: Uint8Array): Uint8Array => {
    session.receive(data);
    return Uint8Array.from(got.splice(0));
  };
  const pdu = (...request: readonly number[]): Uint8Array =>
    rtu(withCrc(Uint8Array.of(1, ...request))).subarray(1, -2);
  return {
    clock,
    simulator,
    model: simulator.model,
    rtu,
    pdu,
    read: (address: number): number => {
      const reply = pdu(3, 0, address, 0, 1);
      return new DataView(reply.buffer, reply.byteOffset).getInt16(2);
    },
    /** 0, or the exception. */
    write: (address: number, value: number): number => {
      const [code, exception = 0] = pdu(6, 0, address, (value >> 8) & 0xff, value & 0xff);
      return code === 6 ? 0 : exception;
    },
  };
}

describe('a simulated EZT-430i', () => {
  it('answers as the transcript of the sheet has it', () => {
    const { rtu, model } = chamber({ parameters: { sensorNoise: 0, roomTemperature: 23.5 } });
    model.controller.setpoint = 25;
    expect(rtu(bytes('01 03 00 23 00 02 35 C1'))).toEqual(bytes('01 03 04 00 EB 00 FA 0A 44'));
    expect(rtu(bytes('01 06 00 24 FE 70 88 45'))).toEqual(bytes('01 06 00 24 FE 70 88 45'));
    expect(model.controller.setpoint).toBe(-40);
  });

  it('refuses with three exceptions, and does not hear what is malformed', () => {
    const { rtu, pdu, write } = chamber();
    expect(pdu(4, 0, 35, 0, 1)).toEqual(Uint8Array.of(0x84, 1));
    expect(write(35, 0)).toBe(2);
    expect(write(36, 2000)).toBe(3);
    expect(rtu(bytes('01 03 00 23 00 02 00 00'))).toEqual(new Uint8Array());
  });

  it('acknowledges function 16 and does nothing', () => {
    const { pdu, model } = chamber();
    const before = model.controller.setpoint;
    expect(pdu(16, 0, 36, 0, 1, 2, 0x01, 0xf4)).toEqual(Uint8Array.of(16, 0, 36, 0, 1));
    expect(model.controller.setpoint).toBe(before);
  });

  it('heats once its event is on, and keeps the other events', async () => {
    const { clock, read, write, model } = chamber();
    write(36, 850);
    write(12, 0b00_0100);
    await clock.advance({ minutes: 10 });
    expect(model.controller.chamber.air).toBeLessThan(30);
    write(12, read(12) | 1);
    await clock.advance({ hours: 1 });
    expect(read(35) / 10).toBeCloseTo(85, 0);
    expect(read(12)).toBe(0b00_0101);
  });

  it('runs its program from a step on, with hold and stop', async () => {
    const { clock, read, write } = chamber();
    expect([read(15), read(24)]).toEqual([0, 4]);
    write(14, 2);
    expect(write(15, 2)).toBe(0);
    expect([read(15), read(23), read(31)]).toEqual([2, 2, -400]);
    write(15, 3);
    await clock.advance({ hours: 2 });
    expect([read(15), read(23)]).toEqual([3, 2]);
    write(15, 2);
    expect(read(15)).toBe(2);
    write(15, 0);
    expect([read(15), read(23)]).toEqual([0, 0]);
  });

  it('tells the time of a step in hours and minutes', async () => {
    const { clock, read, write } = chamber();
    write(14, 3);
    write(15, 2);
    await clock.advance({ minutes: 5 });
    expect([read(25), read(26)]).toEqual([40, 35]);
  });

  it('is not started while it is off line', () => {
    const { model, read, write } = chamber();
    model.offline = true;
    expect([read(0), read(15), write(15, 2)]).toEqual([1, 1, 3]);
  });

  it('tells a broken sensor and an alarm, and resets it', () => {
    const { simulator, read, write } = chamber();
    simulator.faults['sensor-open']?.(true);
    expect([read(4), read(39)]).toEqual([1, 39]);
    simulator.faults['sensor-open']?.(false);
    simulator.faults['over-temperature']?.(true);
    expect(read(5)).toBe(1);
    write(1, 1);
    expect(read(5)).toBe(0);
  });

  it('has humidity where it is built so', () => {
    const { read, write } = chamber({ humidity: true });
    expect(write(41, 650)).toBe(0);
    expect(read(41)).toBe(650);
    expect(chamber().write(41, 650)).toBe(2);
  });
});
