import type { ByteService } from '@fourwire/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { simulated } from '../testing/simulated.ts';
import { textClient } from '../testing/text-client.ts';
import { field } from './cts-commands.ts';
import { CtsFrames, ctsFrame } from './cts-frame.ts';
import { CtsSimulator } from './cts.ts';
import type { CtsSimulatorOptions } from './cts.ts';

function chamber(options: CtsSimulatorOptions = {}) {
  const { clock, simulator } = simulated(CtsSimulator, options);
  const { ask } = textClient(simulator.services.tcp);
  return { clock, simulator, ask };
}

/** Sends hexadecimal bytes and gives those that come back. */
function hex(service: ByteService): (bytes: string) => string {
  const { ask } = textClient(service);
  return (bytes) =>
    Buffer.from(ask(Buffer.from(bytes.replaceAll(' ', ''), 'hex').toString('latin1')), 'latin1')
      .toString('hex')
      .toUpperCase()
      .replaceAll(/(..)(?=.)/g, '$1 ');
}

describe('the sheet, section 6', () => {
  it('answers on TCP', () => {
    const { ask, simulator } = chamber({
      humidity: true,
      parameters: { roomTemperature: 24.5, sensorNoise: 0 },
    });
    simulator.model.controller.setpoint = 25;
    const said = [
      ['A0', 'A0 024.5 025.0'],
      ['a0 -40.0', 'a'],
      ['u0 003.0', 'u'],
      ['a1 050.0', 'a'],
      ['s1 1', 's1'],
      ['S', 'S100110000'],
    ] as const;
    for (const [request, reply] of said) expect(ask(request)).toBe(reply);
  });

  it('answers in frames on the serial line', () => {
    const { simulator } = chamber({ parameters: { roomTemperature: 24.5, sensorNoise: 0 } });
    simulator.model.controller.setpoint = 25;
    const ask = hex(simulator.services.serial);
    expect(ask('02 81 C1 B0 F0 03')).toBe('02 81 C1 B0 A0 B0 B2 B4 AE B5 A0 B0 B2 B5 AE B0 F4 03');
    expect(ask('02 81 E1 B0 A0 B0 B4 B2 AE B0 D8 03')).toBe('02 81 E1 E0 03');
    expect(ask('02 81 F3 B1 A0 B1 D2 03')).toBe('02 81 F3 B1 C3 03');
    expect(simulator.model.controller.setpoint).toBe(42);
    expect(ask('02 82 C1 B0 F3 03 02 81 C1 B0 F1 03')).toBe('');
  });
});

describe('the protocol', () => {
  it('takes commands in pieces, several at once, and forgets a beginning', async () => {
    const { ask, clock } = chamber();
    expect(ask('a0 ')).toBe('');
    expect(ask('042.0')).toBe('a');
    expect(ask('s1 1PS')).toBe('s1P000S100010000');
    ask('a0 0');
    await clock.advance(200);
    expect(ask('P')).toBe('P000');
    expect([ask('X'), ask('a0 4.20.'), ask('P')]).toEqual(['', '', 'P000']);
  });

  it('keeps five clients and no more', async () => {
    const { simulator } = chamber();
    const clients = Array.from({ length: 6 }, () => textClient(simulator.services.tcp));
    await Promise.resolve();
    expect(clients.map(({ open }) => open)).toEqual([true, true, true, true, false, false]);
    clients[0]?.close();
    expect(textClient(simulator.services.tcp).ask('P')).toBe('P000');
  });

  it('keeps a clock and says who it is', async () => {
    const { ask, clock } = chamber();
    expect(ask('T')).toBe('T010126000000');
    expect(ask('t310127235959')).toBe('t310127235959');
    await clock.advance({ seconds: 2 });
    expect(ask('T')).toBe('T010227000001');
    expect(ask('C').split(';')).toHaveLength(3);
  });

  it('writes numbers in five characters that read back', () => {
    fc.assert(
      fc.property(fc.integer({ min: -999, max: 9999 }), (tenths) => {
        expect(field(tenths / 10)).toHaveLength(5);
        expect(Number(field(tenths / 10))).toBeCloseTo(tenths / 10, 9);
      }),
    );
    expect([field(-40), field(-0.04), field(5)]).toEqual(['-40.0', '000.0', '005.0']);
  });

  it('frames what it finds again among any bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 40 }), fc.integer({ min: 1, max: 32 }), (noise, address) => {
        const frames = new CtsFrames(address);
        frames.push(noise);
        expect(frames.push(ctsFrame(address, 'A0 024.5'))).toContain('A0 024.5');
      }),
    );
  });
});

describe('the chamber', () => {
  it('ramps with a gradient, pauses and stops', async () => {
    const { ask, clock } = chamber();
    ask('u0 002.0');
    ask('a0 080.0');
    await clock.advance({ minutes: 5 });
    expect(Number(ask('A0').slice(3, 8))).toBeCloseTo(23, 0);
    ask('s1 1');
    await clock.advance({ minutes: 10 });
    expect(Number(ask('A0').slice(3, 8))).toBeCloseTo(43, 0);
    expect([ask('E0'), ask('U0'), ask('R0')]).toEqual([
      'E0 080.0',
      'U0 002.0 999.9',
      'R0 11 002.0 999.9 080.0',
    ]);
    expect(Number(ask('A0').slice(9))).toBeCloseTo(43, 0);
    ask('s3 0');
    expect(ask('S')).toBe('S101010000');
    await clock.advance({ minutes: 20 });
    expect(Number(ask('A0').slice(3, 8))).toBeLessThan(43);
    ask('s3 1');
    ask('u0 999.9');
    await clock.advance({ hours: 1 });
    expect(Number(ask('A0').slice(3, 8))).toBeCloseTo(80, 0);
    ask('s1 0');
    expect(ask('S')).toBe('S000010000');
  });

  it('does not take what is outside its range, although it says so', () => {
    const { ask } = chamber();
    expect([ask('a0 200.0'), ask('E0'), ask('a1 050.0'), ask('A1')]).toEqual([
      'a',
      'E0 023.0',
      'a',
      'A1 000.0 000.0',
    ]);
    const other = chamber({ gradientBase: 1, humidity: true });
    expect([other.ask('U0'), other.ask('u1 005.0'), other.ask('U1'), other.ask('E2')]).toEqual([
      '',
      'u',
      'U1 005.0 999.9',
      'E2 000.0',
    ]);
  });

  it('runs programs of the panel and switches outputs', async () => {
    const { ask, clock } = chamber({ humidity: true, product: true });
    expect([ask('p099'), ask('p002'), ask('P')]).toEqual(['p000', 'p002', 'P002']);
    await clock.advance({ minutes: 10 });
    expect(ask('A0').slice(9)).toBe('025.0');
    expect(ask('p000')).toBe('p000');
    expect([ask('s7 1'), ask('s: 1'), ask('O')]).toEqual(['s7', 's:', 'O0000001001000']);
    expect([ask('S'), ask('A2').slice(0, 5)]).toEqual(['S000010100', 'A2 02']);
  });
});

describe('faults', () => {
  it('stop the chamber, show a character and a text, and stay until they are acknowledged', () => {
    const { ask, simulator } = chamber();
    ask('s1 1');
    simulator.faults['compressor-trip']?.(true);
    expect([ask('S'), ask('F'), ask('H01')]).toEqual([
      'S010010007',
      `FÜberdruck Kälteanlage${' '.repeat(11)}`,
      'H01 55',
    ]);
    expect(ask('F')).toHaveLength(33);
    ask('s2 1');
    expect(ask('S')).toBe('S010010007');
    simulator.model.controller.chamber.compressor.tripped = false;
    ask('s2 1');
    expect(ask('S')).toBe('S000010000');
    simulator.faults['door-open']?.(true);
    expect(ask('S')).toBe('S000000000');
    simulator.faults['sensor-open']?.(true);
    expect([ask('S'), ask('A0').slice(3, 8)]).toEqual(['S01000000@', '999.9']);
  });

  it('keep silent, or spoil the check', () => {
    const { ask, simulator } = chamber();
    simulator.faults.nak?.(true);
    expect(ask('A0')).toBe('');
    simulator.faults.nak?.(false);
    simulator.faults['wrong-checksum']?.(true);
    expect(hex(simulator.services.serial)('02 81 D0 D1 03')).toBe('02 81 D0 B0 B0 B0 E0 03');
  });
});
