import { VirtualClock } from '@fourwire/core';
import { describe, expect, it } from 'vitest';
import { talk } from '../scpi/talk.ts';
import type { Talk } from '../scpi/talk.ts';
import { Keysight34401Simulator } from './keysight-34401-simulator.ts';
import type { Keysight34401SimulatorOptions } from './keysight-34401-simulator.ts';

const bench = (options: Keysight34401SimulatorOptions = {}): Talk<Keysight34401Simulator> =>
  talk((clock) => new Keysight34401Simulator({ clock, ...options }));

const noError = '+0,"No error"';

describe('Keysight34401Simulator: 34401A', () => {
  it.each([
    ['*RST', '*IDN?', 'HEWLETT-PACKARD,34401A,0,11-5-2'],
    ['CONF:VOLT:DC 10', 'CONF?', '"VOLT +1.000000E+01,+1.000000E-05"'],
    ['ZERO:AUTO OFF', 'ZERO:AUTO?', '0'],
    ['INP:IMP:AUTO ON', 'INP:IMP:AUTO?', '1'],
    ['DET:BAND 50', 'DET:BAND?', '+2.00000000E+01'],
    ['VOLT:NPLC 1', 'VOLT:NPLC?', '+1.00000000E+00'],
    ['CURR:RANG MIN', 'CURR:RANG?', '+1.00000000E-02'],
    ['DISP:TEXT "twelve chars"', 'DISP:TEXT?', '"twelve chars"'],
  ])('after %s, %s', async (command, query, answer) => {
    const { say } = bench();
    expect(await say(command, query)).toBe(answer);
    expect(await say('SYST:ERR?')).toBe(noError);
  });

  it.each([
    ['VOLT:DC:ZERO:AUTO OFF', -113],
    ['VOLT:AC:BAND 20', -113],
    ['VOLT:IMP:AUTO ON', -113],
    ['R?', -113],
    ['FORM ASC', -113],
    ['SAMP:SOUR TIM', -113],
    ['CONF:CAP', -113],
    ['MEAS:VOLT', -113],
    ['FUNC "TEMP"', -224],
    ['DISP:TEXT "thirteen char"', -223],
  ])('refuses %s with %i', async (message, code) => {
    const { say } = bench();
    expect(await say(message)).toBeUndefined();
    expect(await say('SYST:ERR?')).toMatch(new RegExp(`^${code},"`));
  });

  it('measures, and keeps only what INITiate takes', async () => {
    const { say } = bench();
    expect(Number(await say('CONF:FRES 1000', 'READ?'))).toBeCloseTo(1000, 0);
    expect(await say('FETC?', 'SYST:ERR?')).toMatch(/^-230/);
    expect(Number(await say('INIT', 'FETC?'))).toBeCloseTo(1000, 0);
    expect(await say('SAMP:COUN 600', 'INIT', '*OPC?', 'DATA:POIN?')).toBe('+512');
  });

  it('wants SYSTem:REMote first on its serial line', async () => {
    const clock = new VirtualClock();
    const meter = new Keysight34401Simulator({ clock });
    let heard = '';
    const session = meter.services['serial']?.connect({
      send(bytes) {
        heard += Buffer.from(bytes).toString('latin1');
      },
      close() {},
    });
    await clock.run(async () => {
      session?.receive(Buffer.from('*IDN?\nSYST:REM\n*IDN?\nSYST:ERR?\n'));
      await clock.sleep(10);
    });
    expect(heard).toBe('HEWLETT-PACKARD,34401A,0,11-5-2\n+550,"Command not allowed in local"\n');
  });
});

describe('Keysight34401Simulator: 34410A', () => {
  it.each([
    ['*RST', '*IDN?', 'Agilent Technologies,34410A,MY47012345,2.35-2.35-0.09-46-09'],
    ['VOLT:NPLC 0.006;ZERO:AUTO OFF', 'VOLT:NPLC?;ZERO:AUTO?', '+6.00000000E-03;0'],
    ['SAMP:SOUR TIM', 'SAMP:SOUR?', 'TIM'],
    ['CONF:CAP', 'FUNC?', '"CAP"'],
    ['FORM REAL,64', 'FORM:DATA?', 'REAL,64'],
  ])('after %s, %s', async (command, query, answer) => {
    const { say } = bench({ model: '34410A' });
    expect(await say(command, query)).toBe(answer);
    expect(await say('SYST:ERR?')).toBe(noError);
  });

  it('has the shortest integration times on the 34411A', async () => {
    const { say } = bench({ model: '34411A' });
    expect(await say('VOLT:NPLC MIN', 'VOLT:NPLC?')).toBe('+1.00000000E-03');
  });
});
