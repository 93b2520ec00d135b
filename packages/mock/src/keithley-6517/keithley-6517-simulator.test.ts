import { describe, expect, it } from 'vitest';
import { resistorInSocket } from '../electrical/source-port.ts';
import { talk } from '../scpi/talk.ts';
import type { Talk } from '../scpi/talk.ts';
import { Keithley6517Simulator } from './keithley-6517-simulator.ts';
import type { Keithley6517SimulatorOptions } from './keithley-6517-simulator.ts';

const bench = (options: Keithley6517SimulatorOptions = {}): Talk<Keithley6517Simulator> =>
  talk((clock) => new Keithley6517Simulator({ clock, ...options }));

describe('Keithley6517Simulator', () => {
  it.each([
    ["SENS:FUNC 'CURR'", 'SENS:FUNC?', '"CURR:DC"'],
    ['CURR:RANG 1E-9', 'CURR:RANG?;RANG:AUTO?', '+2.000000E-09;0'],
    ['VOLT:NPLC 5', 'VOLT:NPLC?;:CURR:NPLC?', '+5.000000E+00;+1.000000E+00'],
    [
      'SOUR:VOLT 50;:SOUR:VOLT:MCON ON;:OUTP ON',
      'SOUR:VOLT?;:OUTP?;:SOUR:VOLT:RANG?',
      '+5.000000E+01;1;+1.000000E+02',
    ],
    ['SYST:ZCH OFF;*RST', 'SYST:ZCH?', '1'],
    ['TRIG:COUN 5;:ARM:LAY2:SOUR BUS', 'TRIG:COUN?;:ARM:LAY2:SOUR?', '5;BUS'],
  ])('after %s, %s', async (command, query, answer) => {
    const { say } = bench();
    expect(await say(command, query)).toBe(answer);
    expect(await say('SYST:ERR?')).toBe('0,"No error"');
  });

  it.each([
    ['SOUR:VOLT:RANG:AUTO ON', '-113,"Undefined header"'],
    ['SOUR:VOLT 500', '-222,"Data out of range"'],
    ['CURR:RANG 1', '-222,"Data out of range"'],
    ['SYST:ZCH OFF;:SYST:ZCOR:ACQ', '-221,"Settings conflict"'],
  ])('refuses %s with %s', async (message, error) => {
    const { say } = bench();
    await say(message);
    expect(await say('SYST:ERR?')).toBe(error);
  });

  it('flags zero check and overflow in the suffix of a reading', async () => {
    const { say } = bench({ signals: { current: 1.23456e-12 } });
    expect(await say("FUNC 'CURR'", 'READ?')).toMatch(
      /^[+-]\d\.\d{6}E-\d\dZADC,\+4\.000000E-02SECS,\+00000RDNG#$/,
    );
    expect(await say('SYST:ZCH OFF', 'READ?')).toMatch(/^\+1\.2\d{5}E-12NADC,/);
    expect(await say("FUNC 'VOLT'", 'VOLT:RANG 2', 'READ?')).toMatch(/^\+1\.000\d{3}E\+00NVDC,/);
    const { say: high } = bench({ signals: { voltage: 5 } });
    expect(await high('SYST:ZCH OFF', 'VOLT:RANG 2', 'READ?')).toMatch(/^\+9\.900000E\+37OVDC,/);
  });

  it('follows the safe sequence of the sheet to a reading without the offset of the input', async () => {
    const { say } = bench({ signals: { current: 1e-12 } });
    await say('*RST', 'SYST:ZCH ON', "SENS:FUNC 'CURR'", 'CURR:RANG 2E-9', 'SYST:ZCOR:ACQ', 'SYST:ZCOR ON');
    await say('SYST:ZCH OFF', 'CURR:RANG:AUTO ON', 'FORM:ELEM READ');
    expect(Number(await say('READ?'))).toBeCloseTo(1e-12, 14);
  });

  it('measures a resistance with its source, which the lid of the fixture keeps off', async () => {
    const { say, simulator: meter } = bench({ load: resistorInSocket(1e9) });
    await say(
      "FUNC 'RES'",
      'SYST:ZCH OFF',
      'SOUR:VOLT 100',
      'SOUR:VOLT:MCON ON',
      'OUTP ON',
      'FORM:ELEM READ',
    );
    expect(Number(await say('READ?')) / 1e9).toBeCloseTo(1, 2);
    meter.faults['interlock-open']?.(true);
    expect(await say('OUTP?')).toBe('0');
    expect(await say('OUTP ON', 'SYST:ERR?')).toBe('-221,"Settings conflict"');
    expect(await say('READ?')).toBe('+9.900000E+37');
  });
});
