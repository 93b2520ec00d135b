import { FourwireError } from '@fourwire/core';
import { describe, expect, it } from 'vitest';
import { f4tChamber as chamber, wire } from '../testing/f4t-chamber.ts';
import { WatlowF4tSimulator } from './watlow-f4t.ts';

const bytes = (hex: string): Uint8Array => Uint8Array.from(Buffer.from(hex.replaceAll(' ', ''), 'hex'));

const still = { roomTemperature: 25, sensorNoise: 0 };

describe('the sheet, section 9', () => {
  it('answers over RTU byte for byte', () => {
    const rtu = wire(chamber({ parameters: still }).simulator.services['modbus-rtu']);
    expect(rtu(bytes('01 03 0B 04 00 02 87 EE'))).toEqual(bytes('01 03 04 00 00 41 C8 CB F5'));
    expect(rtu(bytes('01 10 0A DE 00 02 04 00 00 C2 20 51 67'))).toEqual(bytes('01 10 0A DE 00 02 22 2A'));
    const highFirst = chamber({ parameters: still, wordOrder: 'high-first' }).simulator;
    expect(wire(highFirst.services['modbus-rtu'])(bytes('01 03 0B 04 00 02 87 EE'))).toEqual(
      bytes('01 03 04 41 C8 00 00 6F F1'),
    );
  });

  it('answers over TCP byte for byte', () => {
    const tcp = wire(chamber({ parameters: still }).simulator.services['modbus-tcp']);
    expect(tcp(bytes('00 01 00 00 00 06 01 03 0B 04 00 02'))).toEqual(
      bytes('00 01 00 00 00 07 01 03 04 00 00 41 C8'),
    );
  });

  it('answers over SCPI', () => {
    const { ask } = chamber({ parameters: still });
    expect(ask(':SOURCE:CLOOP1:PVALUE?')).toBe('25.000\n');
    expect(ask(':OUTPUT1:STATE ON')).toBe('');
    expect(ask(':OUTPUT1:STATE?')).toBe('ON\n');
  });
});

describe('registers', () => {
  it('tell which loops there are', () => {
    const kinds = [{}, { humidity: true }, { cascade: true }, { cascade: true, humidity: true }];
    expect(kinds.map((options) => chamber(options).text(16, 15)[11])).toEqual(['1', '2', '7', '8']);
    expect(chamber().text(16, 15)[6]).toBe('D');
    expect(chamber().word(2980)).toBe(-2);
    expect(chamber().word(4180)).toBe(-2);
    expect(chamber({ humidity: true }).float(2980)).toBeCloseTo(45, 1);
    expect(chamber({ cascade: true }).float(4180)).toBeCloseTo(23, 0);
  });

  it('know their serial number, their units and their state', () => {
    const unit = chamber({ serialNumber: 70_000 });
    expect(unit.words(12, 2)).toEqual([70_000 - 65_536, 1]);
    expect([6730, 14080, 90, 94].map((address) => unit.word(address))).toEqual([15, 15, 138, 3]);
    expect(unit.words(2730, 2)).toEqual([62, 0]);
  });

  it('refuse what is not there, not allowed or absent', () => {
    const unit = chamber();
    expect(unit.word(100)).toBe(-2);
    expect(unit.word(33718 + 240)).toBe(-4);
    expect(unit.write(2730, 54)).toBe(3);
    expect(unit.write(2820, 0)).toBe(2);
    expect(unit.write(2782, 0)).toBe(3);
    expect(unit.write(2783, 0)).toBe(3);
    expect(unit.writeFloat(2782, 130.5)).toBe(3);
    expect(unit.writeFloat(2782, Number.NaN)).toBe(3);
    expect(unit.float(2782)).toBe(23);
    expect(unit.writeFloat(2776, 150)).toBe(0);
    expect(unit.writeFloat(2782, 130.5)).toBe(0);
  });

  it('show °F on the channel that asked for it', () => {
    const unit = chamber({ parameters: still });
    expect(unit.write(14080, 30)).toBe(0);
    expect(unit.float(2820)).toBeCloseTo(77, 4);
    expect(unit.writeFloat(2782, unit.float(2774))).toBe(0);
    expect(unit.model.temperature.setpoint).toBe(-42);
    expect(unit.ask(':SOURCE:CLOOP1:PVALUE?')).toBe('25.000\n');
    expect(unit.ask(':UNIT:TEMPERATURE F')).toBe('');
    expect(unit.ask(':SOURCE:CLOOP1:PVALUE?')).toBe('77.000\n');
  });

  it('say that no profile is there', () => {
    const unit = chamber();
    expect([16568, 16588, 16590, 48000].map((address) => unit.word(address))).toEqual([62, 0, 0, 0]);
    expect(unit.write(16558, 5)).toBe(0);
    expect(unit.write(16562, 1782)).toBe(3);
    expect(unit.write(16566, 148)).toBe(0);
  });
});

describe('the chamber', () => {
  it('reaches -40 °C and holds it', async () => {
    const unit = chamber();
    expect(unit.writeFloat(2782, -40)).toBe(0);
    expect(unit.word(2814)).toBe(62);
    await unit.clock.advance({ minutes: 10 });
    expect(unit.float(2820)).toBeCloseTo(23, 0);
    expect(unit.write(2730, 10)).toBe(0);
    expect(unit.word(2814)).toBe(10);
    expect(unit.word(33718)).toBe(63);
    await unit.clock.advance({ minutes: 5 });
    expect(unit.float(2820)).toBeLessThan(20);
    expect(unit.float(2808)).toBeLessThan(0);
    await unit.clock.advance({ hours: 2 });
    expect(unit.float(2820)).toBeCloseTo(-40, 0);
    unit.write(2730, 62);
    expect(unit.word(33718)).toBe(62);
    expect(unit.float(2808)).toBe(0);
  });

  it('ramps when its ramp action says so', async () => {
    const unit = chamber();
    for (const [address, value] of [
      [2730, 10],
      [2794, 85],
      [2796, 39],
    ] as const)
      unit.write(address, value);
    unit.writeFloat(2798, 120);
    await unit.clock.advance({ seconds: 5 });
    unit.writeFloat(2782, 43);
    await unit.clock.advance({ minutes: 5 });
    expect(unit.float(2810)).toBeCloseTo(33, 0);
    expect(unit.float(2820)).toBeCloseTo(33, 0);
    expect(unit.ask(':SOURCE:CLOOP1:SPOINT?')).toMatch(/^3[23]\./);
    unit.ask(':SOURCE:CLOOP1:RACTION OFF');
    await unit.clock.advance({ seconds: 5 });
    expect(unit.float(2810)).toBe(43);
    expect(unit.word(2794)).toBe(62);
  });

  it('ramps from where the air is when it starts, with the action for that', async () => {
    const unit = chamber();
    unit.write(2794, 88);
    unit.writeFloat(2798, 1);
    unit.writeFloat(2782, 60);
    unit.write(2730, 10);
    await unit.clock.advance({ minutes: 10 });
    expect(unit.float(2810)).toBeCloseTo(33, 0);
    unit.writeFloat(2782, 80);
    await unit.clock.advance({ seconds: 5 });
    expect(unit.float(2810)).toBe(80);
  });

  it('obeys the power switch that its builder wired', async () => {
    const byEvent = chamber({ power: { event: 2 } });
    expect([byEvent.word(2730), byEvent.word(2814)]).toEqual([10, 62]);
    byEvent.write(16596, 63);
    expect(byEvent.word(2814)).toBe(10);
    expect(byEvent.ask(':OUTPUT2:STATE OFF')).toBe('');
    expect(byEvent.word(2814)).toBe(62);
    const byKey = chamber({ power: { key: 1 } });
    for (const running of [63, 62]) {
      byKey.write(6850, 1457);
      byKey.write(6850, 1456);
      expect([byKey.word(6844), byKey.word(33718)]).toEqual([running, running]);
    }
  });

  it('controls humidity in loop 2 and the product in cascade 1', async () => {
    const unit = chamber({ humidity: true, cascade: true });
    unit.writeFloat(2942, 60);
    unit.write(2890, 10);
    expect(unit.word(2974)).toBe(62);
    unit.writeFloat(4042, 40);
    unit.write(4010, 10);
    expect([unit.word(2974), unit.word(4012), unit.word(2814)]).toEqual([10, 10, 62]);
    await unit.clock.advance({ minutes: 4 });
    expect(unit.float(4182)).toBeGreaterThan(unit.float(4180) + 1);
    await unit.clock.advance({ hours: 2 });
    expect(unit.float(4180)).toBeCloseTo(40, 0);
    expect(Math.abs(unit.float(2980) - 60)).toBeLessThan(2);
  });
});

describe('faults', () => {
  it('stop control and show an error while the sensor is open', async () => {
    const unit = chamber();
    unit.writeFloat(2782, 80);
    unit.write(2730, 10);
    await unit.clock.advance({ minutes: 30 });
    unit.model.openSensor();
    expect(unit.float(2820)).toBeNaN();
    expect([unit.word(1456), unit.word(2814)]).toEqual([28, 62]);
    expect(unit.ask(':SOURCE:CLOOP1:ERROR?')).toBe('ERROR\n');
    unit.model.openSensor(1300);
    expect(unit.float(2820)).toBe(1300);
    await unit.clock.advance({ minutes: 10 });
    unit.model.closeSensor();
    expect(unit.float(2820)).toBeLessThan(75);
    expect([unit.word(1456), unit.word(2814)]).toEqual([61, 10]);
  });

  it('let the door spoil the temperature and the compressor stay warm', async () => {
    const unit = chamber();
    unit.writeFloat(2782, 80);
    unit.write(2730, 10);
    await unit.clock.advance({ minutes: 30 });
    unit.model.doorOpen = true;
    await unit.clock.advance({ minutes: 5 });
    expect(unit.float(2820)).toBeLessThan(40);
    unit.model.doorOpen = false;
    unit.model.compressorTripped = true;
    unit.writeFloat(2782, -20);
    await unit.clock.advance({ hours: 2 });
    expect(unit.float(2820)).toBeGreaterThan(20);
  });

  it('latch an over-temperature that happened while nobody asked', async () => {
    const unit = chamber();
    unit.writeFloat(1334, 50);
    unit.writeFloat(2782, 80);
    unit.write(2730, 10);
    await unit.clock.advance({ hours: 3 });
    expect([unit.word(1356), unit.word(2814)]).toEqual([37, 62]);
    expect(unit.float(2820)).toBeCloseTo(23, 0);
    unit.writeFloat(2782, 30);
    unit.model.clearAlarms();
    expect([unit.word(1356), unit.word(2814)]).toEqual([61, 10]);
    unit.model.tripOverTemperature();
    expect([unit.word(1356), unit.word(33718)]).toEqual([37, 62]);
  });

  it('end by themselves when the alarm does not latch', async () => {
    const unit = chamber();
    unit.writeFloat(1334, 50);
    unit.write(1342, 60);
    unit.writeFloat(2782, 80);
    unit.write(2730, 10);
    await unit.clock.advance({ hours: 1 });
    unit.writeFloat(2782, 30);
    await unit.clock.advance({ hours: 1 });
    expect([unit.word(1356), unit.word(2814)]).toEqual([61, 10]);
  });
});

describe('SCPI', () => {
  it('identifies itself and takes settings within limits only', () => {
    const unit = chamber();
    expect(unit.ask('*IDN?')).toBe('"Watlow Electric",F4T1L2DAA1A1AAA,12345678,04.03.0108\n');
    expect(unit.ask(':source:cloop1:spoint 55.5')).toBe('');
    expect(unit.float(2782)).toBe(55.5);
    for (const value of ['500', 'NAN', '', '0x10', '1e']) unit.ask(`:SOURCE:CLOOP1:SPOINT ${value}`);
    expect(unit.ask(':SOURCE:CLOOP1:SPOINT?')).toBe('55.500\n');
    expect(unit.ask(':SOURCE:CLOOP1:RRATE 2;:WHAT?')).toBe('');
    expect(unit.ask(':NONSENSE?')).toBe('');
    expect(unit.ask(':SOURCE:CLOOP2:PVALUE?')).toBe('');
  });
});

describe('options', () => {
  it('that do not exist are refused', () => {
    for (const options of [{ unit: 0 }, { power: { event: 9 } }, { power: { key: 5 } }]) {
      expect(() => new WatlowF4tSimulator(options)).toThrow(FourwireError);
    }
  });
});
