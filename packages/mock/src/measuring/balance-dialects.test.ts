import { seededRandom, VirtualClock } from '@fourwire/core';
import { describe, expect, it } from 'vitest';
import { AanddSimulator } from '../aandd/aandd.ts';
import type { AanddSimulatorOptions } from '../aandd/aandd.ts';
import { KernClassicSimulator } from '../kern-classic/kern-classic.ts';
import { OhausSimulator } from '../ohaus/ohaus.ts';
import { RadwagSimulator } from '../radwag/radwag.ts';
import { textWire } from '../testing/text-wire.ts';
import type { BalanceMachine, BalanceSimulatorOptions } from './balance-machine.ts';

interface Balance {
  readonly machine: BalanceMachine;
  readonly services: { readonly serial: Parameters<typeof textWire>[0] };
}

function bench<B extends Balance>(make: (options: BalanceSimulatorOptions) => B) {
  const clock = new VirtualClock();
  const simulator = make({ clock, random: seededRandom(1), parameters: { readability: 0.01, noise: 0 } });
  const wire = textWire(simulator.services.serial);
  const put = async (grams: number): Promise<void> => {
    simulator.machine.model.load = grams;
    await clock.advance(5000);
  };
  return {
    clock,
    simulator,
    machine: simulator.machine,
    wire,
    put,
    ask: (line: string): string => wire(`${line}\r\n`),
  };
}

describe('Ohaus', () => {
  const ohaus = () => bench((options) => new OhausSimulator(options));

  it('prints in columns, with a question mark while the weight moves', async () => {
    const { ask, put, machine } = ohaus();
    await put(192.21);
    expect(ask('IP')).toBe('     192.21 g\r\n');
    machine.model.vibrating = true;
    expect(ask('IP')).toMatch(/^ {5}192\.\d\d g \?\r\n$/);
  });

  it('waits 40 s for stability, and answers unknown words with ES', async () => {
    const { ask, wire, machine, clock } = ohaus();
    machine.model.vibrating = true;
    expect(ask('SP')).toBe('');
    await clock.advance(41_000);
    expect(wire('')).toBe('ES\r\n');
    expect(ask('FOO')).toBe('ES\r\n');
  });

  it('acknowledges where it was told to, tares, prints by itself and has other units', async () => {
    const { ask, wire, put, clock } = ohaus();
    expect(ask('1RL')).toBe('OK!\r\n');
    await put(50);
    expect([ask('T'), ask('0RL'), ask('IP'), ask('PT')]).toEqual([
      'OK!\r\n',
      '',
      '       0.00 g\r\n',
      '      50.00 g\r\n',
    ]);
    ask('0T');
    expect([ask('4U'), ask('P')]).toEqual(['', '      250.0 ct\r\n']);
    ask('CP');
    await clock.advance(1000);
    expect(wire('').split('\r\n')).toHaveLength(6);
    ask('SLP');
    await put(0);
    expect(wire('')).toBe('');
    await put(10);
    expect([wire(''), ask('0P')]).toEqual(['       50.0 ct\r\n', '']);
  });

  it('tells overload in words of its own', async () => {
    const { ask, put } = ohaus();
    await put(500);
    expect(ask('IP')).toBe('Err 8.3\r\n');
  });
});

describe('A&D', () => {
  const aandd = (extra: AanddSimulatorOptions = {}) =>
    bench((options) => new AanddSimulator({ ...options, ...extra }));

  it('writes its standard line', async () => {
    const { ask, put, machine } = aandd();
    await put(123.45);
    expect([ask('Q'), ask('?PT')]).toEqual(['ST,+00123.45  g\r\n', 'PT,+00000.00  g\r\n']);
    machine.model.vibrating = true;
    expect(ask('SI')).toMatch(/^US,\+00123\.\d\d {2}g\r\n$/);
    machine.model.vibrating = false;
    await put(500);
    expect(ask('Q')).toBe('OL,+9999999E+19\r\n');
  });

  it('is silent on what it does and does not know', async () => {
    const { ask, put } = aandd();
    await put(10);
    expect([ask('T'), ask('FOO'), ask('Q')]).toEqual(['', '', 'ST,+00000.00  g\r\n']);
  });

  it('acknowledges and refuses aloud where it is set to', async () => {
    const { ask, wire, put, machine, clock } = aandd({ acknowledges: true });
    await put(10);
    expect(ask('T')).toBe('\u0006\r\n\u0006\r\n');
    expect(ask('FOO')).toBe('EC,E01\r\n');
    machine.model.vibrating = true;
    expect(ask('R')).toBe('\u0006\r\n');
    await clock.advance(41_000);
    expect(wire('')).toBe('EC,E11\r\n');
    expect([ask('PT:100.0  g'), ask('PT:1 kg'), ask('?PT')]).toEqual([
      '\u0006\r\n',
      'EC,E06\r\n',
      'PT,+00100.00  g\r\n',
    ]);
  });

  it('repeats until it is cancelled', async () => {
    const { ask, wire, clock } = aandd();
    ask('SIR');
    await clock.advance(1000);
    expect(wire('').split('\r\n')).toHaveLength(11);
    ask('C');
    await clock.advance(1000);
    expect(wire('')).toBe('');
  });
});

describe('RADWAG', () => {
  const radwag = () => bench((options) => new RadwagSimulator(options));

  it('answers in two lines, the weight in columns', async () => {
    const { ask, put, machine } = radwag();
    await put(18.5);
    expect(ask('S')).toBe('S A\r\nS          18.50 g  \r\n');
    machine.model.vibrating = true;
    expect(ask('SI')).toMatch(/^SI {2}\? {6}18\.\d\d g {2}\r\n$/);
    machine.model.vibrating = false;
    await put(500);
    expect(ask('SI')).toBe('SI  ^     500.00 g  \r\n');
    expect(ask('T')).toBe('T A\r\nT ^\r\n');
  });

  it('tares, sets zero, and gives up after a while', async () => {
    const { ask, wire, put, machine, clock } = radwag();
    await put(20);
    expect([ask('T'), ask('OT'), ask('SI')]).toEqual([
      'T A\r\nT D\r\n',
      'OT     20.00 g  \r\n',
      'SI          0.00 g  \r\n',
    ]);
    expect([ask('UT 5'), ask('US ct'), ask('NB')]).toEqual([
      'UT OK\r\n',
      'US ct OK\r\n',
      'NB A "12345678"\r\n',
    ]);
    expect([ask('XX'), ask('US stone')]).toEqual(['ES\r\n', 'ES\r\n']);
    machine.model.vibrating = true;
    expect(ask('Z')).toBe('Z A\r\n');
    await clock.advance(41_000);
    expect(wire('')).toBe('Z E\r\n');
  });
});

describe('KERN', () => {
  const kern = () => bench((options) => new KernClassicSimulator(options));

  it('writes 14 characters with their end', async () => {
    const { wire, put, machine } = kern();
    await put(12.34);
    expect(wire('s')).toBe('+  12.34 G S\r\n');
    wire('t');
    expect(wire('w')).toBe('+   0.00 G S\r\n');
    machine.model.vibrating = true;
    expect(wire('s')).toMatch(/^[+-] {3}0\.\d\d G U\r\n$/);
    expect(wire('w')).toBe('');
    machine.model.vibrating = false;
    await put(500);
    // The wait ends beyond the range too.
    expect(wire('')).toBe('+        G E\r\n');
    expect(wire('s')).toBe('+        G E\r\n');
  });
});
