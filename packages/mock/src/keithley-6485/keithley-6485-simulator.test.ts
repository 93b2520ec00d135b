import { describe, expect, it } from 'vitest';
import { resistorInSocket } from '../electrical/source-port.ts';
import { talk } from '../scpi/talk.ts';
import type { Talk } from '../scpi/talk.ts';
import { Keithley6485Simulator } from './keithley-6485-simulator.ts';
import type { Keithley6485SimulatorOptions } from './keithley-6485-simulator.ts';

const bench = (options: Keithley6485SimulatorOptions = {}): Talk<Keithley6485Simulator> =>
  talk((clock) => new Keithley6485Simulator({ clock, ...options }));

const numbers = (answer: string | undefined): number[] => (answer ?? '').split(',').map(Number);

describe('Keithley6485Simulator', () => {
  it.each([
    ['CURR:RANG 1E-6', 'CURR:RANG?;RANG:AUTO?', '+2.000000E-06;0'],
    ['CURR:NPLC 5', 'CURR:NPLC?', '+5.000000E+00'],
    ['AVER:COUN 20;TCON REP;:AVER ON', 'AVER:COUN?;TCON?;:AVER?', '20;REP;1'],
    ['SYST:ZCH OFF', 'SYST:ZCH?', '0'],
    ['*RST', 'SYST:ZCH?', '1'],
    ['TRIG:COUN 2500', 'TRIG:COUN?', '2500'],
    ['FORM:ELEM READ,TIME', 'FORM:ELEM?', 'READ,TIME'],
  ])('after %s, %s', async (command, query, answer) => {
    const { say } = bench();
    expect(await say(command, query)).toBe(answer);
    expect(await say('SYST:ERR?')).toBe('0,"No error"');
  });

  it.each([
    ['CURR:RANG 1', '-222,"Data out of range"'],
    ['CURR:NPLC 6', '-222,"Data out of range"'],
    ['SOUR:VOLT 1', '-113,"Undefined header"'],
    ['SYST:ZCH OFF;:SYST:ZCOR:ACQ', '-221,"Settings conflict"'],
    ['ARM:COUN INF;:READ?', '-221,"Settings conflict"'],
  ])('refuses %s with %s', async (message, error) => {
    const { say } = bench();
    expect(await say(message)).toBeUndefined();
    expect(await say('SYST:ERR?')).toBe(error);
  });

  it('reads nearly nothing with zero check on, and the current with its unit when it is off', async () => {
    const { say, clock } = bench({ current: 1.040564e-6 });
    expect(Math.abs(Number.parseFloat((await say('READ?')) ?? '1'))).toBeLessThan(1e-10);
    expect(await say('SYST:ZCH OFF', 'READ?')).toMatch(
      /^\+1\.04\d{4}E-06A,\+\d\.\d{6}E[+-]\d\d,\+0\.000000E\+00$/,
    );
    expect(clock.monotonic()).toBeCloseTo(2 * 40, 6);
    expect(await say('CURR:RANG 2E-9', 'FORM:ELEM READ,STAT', 'READ?')).toBe('+9.900000E+37,+1.000000E+00');
  });

  it('takes the offset of the input away after the sequence of the sheet', async () => {
    const { say } = bench({ current: 1e-10 });
    await say(
      'SYST:ZCH ON',
      'CURR:RANG 2E-9',
      'SYST:ZCOR:ACQ',
      'SYST:ZCOR ON',
      'SYST:ZCH OFF',
      'FORM:ELEM READ',
    );
    expect(Number(await say('READ?'))).toBeCloseTo(1e-10, 12);
  });

  it('fills the buffer at the pace of its timer and makes statistics', async () => {
    const { say, clock } = bench();
    await say(
      'SYST:ZCH OFF',
      'TRAC:POIN 5;FEED SENS1',
      'TRAC:FEED:CONT NEXT',
      'ARM:COUN 5',
      'ARM:SOUR TIM',
      'ARM:TIM 1',
    );
    expect(await say('INIT', '*OPC?')).toBe('1');
    expect(clock.monotonic()).toBeCloseTo(4000 + 40, 6);
    expect(await say('TRAC:POIN:ACT?')).toBe('5');
    expect(Number(await say('CALC3:FORM MEAN', 'CALC3:DATA?'))).toBeCloseTo(1e-9, 10);
    expect(Number(await say('STAT:MEAS?')) & 512).toBe(512);
  });

  it('sweeps the source of a 6487 across its device, and measures ohms', async () => {
    const { say, simulator: meter } = bench({ model: '6487', load: resistorInSocket(1e6) });
    await say('SYST:ZCH OFF', 'FORM:ELEM READ,VSO', 'SOUR:VOLT:SWE:STAR 0;STOP 10;STEP 5;DEL 0.1');
    await say('SOUR:VOLT:SWE:INIT', 'INIT', '*OPC?');
    const points = numbers(await say('FETC?'));
    expect(points.filter((_, index) => index % 2 === 1)).toEqual([0, 5, 10]);
    expect(points[4]).toBeCloseTo(1e-5, 8);
    expect(await say('SENS:OHMS ON', 'TRIG:COUN 1', 'FORM:ELEM READ,UNIT', 'READ?')).toMatch(
      /^\+(?:9\.99|1\.00)\d{4}E\+0[56]OHMS$/,
    );
    meter.faults['interlock-open']?.(true);
    expect(await say('SOUR:VOLT:RANG 500', 'SOUR:VOLT:STAT ON', 'SOUR:VOLT:STAT?;INT:FAIL?')).toBe('0;1');
    meter.faults['brown-out']?.(true);
    expect(await say('SOUR:VOLT:STAT?;:SYST:ZCH?')).toBe('0;1');
  });
});
