import { describe, expect, it } from 'vitest';
import { resistorInSocket } from '../electrical/source-port.ts';
import { talk } from '../scpi/talk.ts';
import type { Talk } from '../scpi/talk.ts';
import { KeysightB2900Simulator } from './keysight-b2900-simulator.ts';
import type { KeysightB2900SimulatorOptions } from './keysight-b2900-simulator.ts';

const bench = (options: KeysightB2900SimulatorOptions = {}): Talk<KeysightB2900Simulator> =>
  talk((clock) => new KeysightB2900Simulator({ clock, ...options }));

const numbers = (answer: string | undefined): number[] => (answer ?? '').split(',').map(Number);
const noError = '+0,"No error"';

describe('KeysightB2900Simulator: settings', () => {
  it.each([
    ['*CLS', '*IDN?', 'Keysight Technologies,B2902A,MY51140123,3.4.2011.5100'],
    [':OUTP2 ON', 'OUTP?;OUTP2:STAT?', '0;1'],
    [
      ':SOUR:FUNC:MODE CURR;:SOUR2:CURR 1E-3',
      ':SOUR1:FUNC:MODE?;:CURR?;:SOUR2:CURR:LEV:IMM:AMPL?',
      'CURR;+0.000000E+00;+1.000000E-03',
    ],
    [':SOUR:VOLT:RANG 2', ':SOUR:VOLT:RANG?;RANG:AUTO?', '+2.000000E+00;0'],
    [':SENS:CURR:PROT 0.01', ':SENS1:CURR:PROT?;PROT? DEF', '+1.000000E-02;+1.000000E-04'],
    [':SENS:FUNC:OFF:ALL;:SENS:FUNC "CURR"', ':SENS:FUNC?;:SENS2:FUNC?', '"CURR";"VOLT","CURR"'],
    [':SENS:VOLT:APER 0.02', ':SENS:CURR:NPLC?;NPLC:AUTO?', '+1.000000E+00;0'],
    [':SENS2:REM ON', ':SENS:REM?;:SENS2:REM?', '0;1'],
    [':TRIG:ACQ:COUN 5;:ARM2:COUN INF', ':TRIG:ACQ:COUN?;:TRIG:TRAN:COUN?;:ARM2:ALL:COUN?', '5;1;2147483647'],
    [':TRIG:SOUR TIM;TIM 1E-3', ':TRIG:TRAN:SOUR?;TIM?', 'TIM;+1.000000E-03'],
    [':FORM:ELEM:SENS STAT,VOLT', ':FORM:ELEM:SENS?', 'VOLT,STAT'],
    [':FORM REAL,32;:FORM:BORD SWAP', ':FORM?;:FORM:BORD?', 'REAL,32;SWAP'],
    [':SENS:CURR:PROT 0.01;*RST', ':SENS:CURR:PROT?;:SENS:VOLT:PROT?', '+1.000000E-04;+2.000000E+00'],
  ])('after %s, %s', async (command, query, answer) => {
    const { say } = bench();
    expect(await say(command, query)).toBe(answer);
    expect(await say('SYST:ERR?')).toBe(noError);
  });

  it.each([
    ['SYST:RSEN ON', '-113,"Undefined header"'],
    [':OUTP3 ON', '-114,"Header suffix out of range"'],
    [':SOUR:VOLT 211', '-222,"Data out of range"'],
    [':SOUR:VOLT:RANG 2;:SOUR:VOLT 5', '-222,"Data out of range"'],
    [':SENS:CURR:PROT 1;:SOUR:VOLT 100', '-221,"Settings conflict"'],
    [':MEAS? (@3)', '-222,"Data out of range"'],
    [':INIT (@1:2);:INIT (@2)', '-213,"Init ignored"'],
    ['*TRG', '-211,"Trigger ignored"'],
  ])('refuses %s with %s', async (message, error) => {
    const { say } = bench();
    expect(await say(message)).toBeUndefined();
    expect(await say('SYST:ERR?')).toBe(error);
  });
});

describe('KeysightB2900Simulator: readings', () => {
  it('answers the transcript of the sheet, with 1 kΩ behind it', async () => {
    const { say, clock } = bench();
    await say(
      '*RST',
      ':SOUR1:FUNC:MODE VOLT',
      ':SOUR1:VOLT 1.5',
      ':SENS1:FUNC "CURR"',
      ':SENS1:CURR:PROT 0.01',
    );
    await say(':SENS1:CURR:NPLC 1', ':FORM:ELEM:SENS VOLT,CURR,TIME,STAT', ':OUTP1 ON');
    const answer = await say(':MEAS? (@1)');
    expect(answer).toMatch(/^\+1\.\d{6}E\+00,\+1\.499\d{3}E-03,\+2\.000000E-02,\+0\.000000E\+00$/);
    expect(clock.monotonic()).toBeCloseTo(20, 6);
  });

  it('measures channel after channel, and single quantities', async () => {
    const { say } = bench({ loads: [resistorInSocket(999.8), resistorInSocket(99.8)] });
    await say(':SOUR:VOLT 0.1;:SOUR2:VOLT 0.1;:SENS:CURR:PROT 0.01;:SENS2:CURR:PROT 0.01;:OUTP ON;:OUTP2 ON');
    const [first = 0, second = 0] = numbers(await say(':MEAS:CURR? (@1,2)'));
    expect(first).toBeCloseTo(1e-4, 7);
    expect(second).toBeCloseTo(1e-3, 6);
    expect(numbers(await say(':MEAS:RES? (@2)'))[0]).toBeCloseTo(100, 1);
  });

  it('limits at the compliance, shows it, and switches off with the protection', async () => {
    const { say } = bench();
    await say(':SOUR:VOLT 1;:OUTP ON;:FORM:ELEM:SENS CURR,STAT');
    const [amperes = 0, status] = numbers(await say(':MEAS?'));
    expect(amperes).toBeCloseTo(1e-4, 8);
    expect(status).toBe(2);
    expect(await say(':SENS:CURR:PROT:TRIP?')).toBe('1');
    expect(await say(':OUTP:PROT ON', ':OUTP?;:STAT:QUES?')).toBe('0;4');
  });

  it('overflows in a range that is too low, and sends binary in a definite block', async () => {
    const { say } = bench();
    await say(':SOUR:FUNC:MODE CURR;:SOUR:CURR 1E-3;:SENS:VOLT:PROT 20;:SENS:VOLT:RANG 0.2;:OUTP ON');
    // The meter's full scale limits before the compliance does.
    expect(numbers(await say(':MEAS:VOLT?'))[0]).toBeCloseTo(0.21, 5);
    const bytes = Buffer.from((await say(':FORM REAL,64', ':MEAS:VOLT?')) ?? '', 'latin1');
    expect(bytes.subarray(0, 3).toString()).toBe('#18');
    expect(bytes.readDoubleBE(3)).toBeCloseTo(0.21, 5);
  });
});

describe('KeysightB2900Simulator: trigger system', () => {
  const sweep =
    ':SENS:CURR:PROT 0.01;:SOUR:VOLT:MODE SWE;STAR 0;STOP 1;POIN 5;:TRIG:COUN 5;:FORM:ELEM:SENS CURR,SOUR';

  it('sweeps, shows both actions idle at the end, and goes back to the level before', async () => {
    const { say, clock } = bench();
    await say(sweep, ':TRIG:ACQ:DEL 0.01', ':INIT (@1)');
    expect(Number(await say(':STAT:OPER:COND?')) & 18).toBe(0);
    expect(await say(':IDLE1?;:STAT:OPER:COND?')).toBe('1;1170');
    expect(clock.monotonic()).toBeCloseTo(5 * 30, 6);
    const levels = numbers(await say(':FETC:ARR:SOUR? (@1)'));
    expect(levels).toEqual([0, 0.25, 0.5, 0.75, 1]);
    expect(numbers(await say(':FETC:ARR? (@1)'))).toHaveLength(10);
    expect(numbers(await say(':SENS:DATA? 3,1'))[1]).toBe(0.75);
    expect(await say(':SOUR:VOLT?;:OUTP?')).toBe('+0.000000E+00;1');
  });

  it('paces acquisition with the timer and steps a double staircase', async () => {
    const { say, clock } = bench();
    await say(
      sweep,
      ':SOUR:SWE:STA DOUB',
      ':TRIG:COUN 10',
      ':TRIG:SOUR TIM',
      ':TRIG:TIM 0.1',
      ':READ:ARR? (@1)',
    );
    expect(clock.monotonic()).toBeCloseTo(9 * 100 + 20, 6);
    expect(numbers(await say(':FETC:ARR:SOUR? (@1)')).slice(3, 7)).toEqual([0.75, 1, 1, 0.75]);
  });

  it('waits for the bus, and can be aborted', async () => {
    const { say, simulator: smu, clock } = bench();
    await say(':TRIG:SOUR BUS;:TRIG:COUN 2;:OUTP ON;:INIT:ACQ (@1)', '*TRG');
    await clock.advance(100);
    expect(smu.channels[0]?.readings).toHaveLength(1);
    expect(await say(':ABOR:ACQ (@1)', ':IDLE1:ACQ?')).toBe('1');
    expect(clock.pendingTimers).toBe(0);
  });
});

describe('KeysightB2900Simulator: faults', () => {
  it('switches off above 42 V while the interlock is open', async () => {
    const { say, simulator: smu } = bench();
    await say(':SOUR:VOLT 100;:OUTP ON');
    smu.faults['interlock-open']?.(true);
    expect(await say(':OUTP?')).toBe('0');
    expect(await say(':OUTP ON', 'SYST:ERR?')).toBe('-240,"Hardware error"');
    expect(await say(':SOUR:VOLT 10;:OUTP ON', ':OUTP?')).toBe('1');
  });

  it('switches off when it is too hot, reads nothing without contact, and forgets in a brown-out', async () => {
    const { say, simulator: smu } = bench();
    await say(':SOUR:VOLT 1;:SENS:CURR:PROT 0.01;:OUTP ON');
    smu.faults['no-contact']?.(true);
    expect(Math.abs(numbers(await say(':MEAS:CURR?'))[0] ?? 1)).toBeLessThan(1e-9);
    smu.faults['over-temperature']?.(true);
    expect(await say(':OUTP?;:STAT:QUES:COND?')).toBe('0;16');
    smu.faults['brown-out']?.(true);
    expect(await say(':SOUR:VOLT?')).toBe('+0.000000E+00');
  });
});
