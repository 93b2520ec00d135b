import { describe, expect, it } from 'vitest';
import { DeviceInSocket } from '../physics/device-under-needles.ts';
import { CombDrive } from '../physics/devices/comb-drive.ts';
import { Resistor } from '../physics/devices/resistor.ts';
import { talk } from '../scpi/talk.ts';
import type { Talk } from '../scpi/talk.ts';
import { KeysightE4980Simulator } from './keysight-e4980-simulator.ts';
import type { KeysightE4980SimulatorOptions } from './keysight-e4980-simulator.ts';

const bench = (options: KeysightE4980SimulatorOptions = {}): Talk<KeysightE4980Simulator> =>
  talk((clock) => new KeysightE4980Simulator({ clock, ...options }));

const resistor = (ohms: number): DeviceInSocket =>
  new DeviceInSocket({ device: new Resistor(ohms), temperature: () => 25 });

const noError = '+0,"No error"';

describe('KeysightE4980Simulator', () => {
  it('goes through the transcript of the sheet', async () => {
    const { say } = bench();
    await say('FORM ASC;:FUNC:IMP CPD;:FUNC:IMP:RANG:AUTO ON', 'FREQ 1E5;:VOLT 0.1;:APER MED,4');
    await say('BIAS:VOLT 2;:BIAS:STAT 1', 'TRIG:SOUR BUS;:INIT:CONT ON', 'TRIG:IMM');
    const reply = await say('FETC?');
    expect(reply).toMatch(/^[+-]\d\.\d{5}E-\d\d,[+-]\d\.\d{5}E[+-]\d\d,\+0$/);
    const expected = new CombDrive().capacitance({ voltage: 2 });
    expect(Number(reply?.split(',')[0]) / expected).toBeCloseTo(1, 2);
  });

  it.each([
    ['*RST', 'FREQ?;:FUNC:IMP?;:APER?;:VOLT?', '+1.00000000E+03;CPD;MED,+1;+1.00000000E+00'],
    ['FREQ 1MHZ', 'FREQ?;FREQ? MAX', '+1.00000000E+06;+2.00000000E+06'],
    ['CURR 5MA', 'CURR?', '+5.00000000E-03'],
    ['FUNC:IMP:RANG 200', 'FUNC:IMP:RANG?;RANG:AUTO?', '+3.00000000E+02;0'],
    ['APER LONG,16', 'APER?', 'LONG,+16'],
    ['BIAS:VOLT -12.5;STAT ON', 'BIAS:VOLT?;STAT?', '-1.25000000E+01;1'],
    ['TRIG:SOUR HOLD;DEL 0.5', 'TRIG:SOUR?;DEL?', 'HOLD;+5.00000000E-01'],
    ['CORR:LENG 2;OPEN:STAT ON', 'CORR:LENG?;OPEN:STAT?;:CORR:SHOR:STAT?', '+2;1;0'],
    ['FORM REAL', 'FORM?;:FORM:BORD?', 'REAL,64;NORM'],
    [
      'LIST:FREQ 1E3,1E4;MODE STEP;:DISP:PAGE LIST',
      'LIST:FREQ?;MODE?;:DISP:PAGE?',
      '+1.00000E+03,+1.00000E+04;STEP;LIST',
    ],
  ])('after %s, %s', async (command, query, answer) => {
    const { say } = bench();
    expect(await say(command, query)).toBe(answer);
    expect(await say('SYST:ERR?')).toBe(noError);
  });

  it.each([
    ['FREQ 10', -222],
    ['VOLT 21', -222],
    ['CURR?', -230],
    ['FUNC:IMP CD', -224],
    ['BIAS:VOLT 41', -222],
    ['CORR:LENG 3', -222],
    ['APER MED,300', -222],
    ['*TRG', -211],
    ['TRIG:SOUR BUS;:INIT:CONT OFF;:ABOR;:TRIG', -211],
    ['TRIG:SOUR BUS;:FETC?', -230],
  ])('refuses %s with %i', async (message, code) => {
    const { say } = bench();
    expect(await say(message)).toBeUndefined();
    expect(await say('SYST:ERR?')).toMatch(new RegExp(`^${code},"`));
  });

  it('has less of everything without the option', async () => {
    const { say } = bench({ powerAndBias: false });
    expect(await say('BIAS:VOLT 1.5', '*OPT?;:BIAS:VOLT?;:VOLT? MAX')).toBe(
      '0;+1.50000000E+00;+2.00000000E+00',
    );
    expect(await say('BIAS:VOLT 1', 'SYST:ERR?')).toMatch(/^-222/);
    expect(await say('BIAS:CURR 0', 'SYST:ERR?')).toMatch(/^-113/);
  });

  it('measures the C-V curve of a comb drive: a parabola', async () => {
    const { say } = bench();
    await say('FREQ 1E5;:APER LONG,8;:BIAS:STAT ON;:TRIG:SOUR BUS');
    const capacitance = async (volts: number): Promise<number> => {
      await say(`BIAS:VOLT ${volts}`, 'TRIG');
      return Number((await say('FETC?'))?.split(',')[0]);
    };
    const rest = await capacitance(0);
    const rises = [await capacitance(10), await capacitance(20), await capacitance(-20)].map((c) => c - rest);
    expect((rises[1] ?? 0) / (rises[0] ?? 1)).toBeCloseTo(4, 0);
    expect((rises[2] ?? 0) / (rises[1] ?? 1)).toBeCloseTo(1, 1);
  });

  it.each([
    ['RX', 1000, 0],
    ['ZTD', 1000, 0],
    ['GB', 1e-3, 0],
    ['CPRP', 0, 1000],
    ['DCR', 1000, 0],
  ])('measures %s of a resistor', async (pair, first, second) => {
    const { say } = bench({ device: resistor(1000) });
    const reply = String(await say(`FUNC:IMP ${pair};:APER LONG,16`, 'FETC?'));
    const [a = 0, b = 0] = reply.split(',').map(Number);
    expect(Math.abs(a - first)).toBeLessThan(1e-3 * Math.max(1e-3, first));
    expect(Math.abs(b - second)).toBeLessThan(1e-3 * Math.max(1, second));
  });

  it('takes its time, and waits for it', async () => {
    const { say, clock } = bench();
    await say('APER LONG,10;:TRIG:SOUR BUS;DEL 1');
    const before = clock.monotonic();
    await say('TRIG');
    expect(await say('STAT:OPER:COND?')).toBe('16');
    expect(clock.monotonic()).toBe(before);
    await say('FETC?');
    expect((clock.monotonic() - before) / 1000).toBeCloseTo(3.2, 1);
    expect(await say('*TRG')).toMatch(/,\+0$/);
  });

  it('ends a measurement at ABORt', async () => {
    const { say, wait } = bench();
    await say('APER LONG,100;:TRIG:SOUR BUS', 'TRIG');
    await wait(1);
    expect(await say('ABOR;:STAT:OPER:COND?')).toBe('32');
    await wait(60);
    expect(await say('FETC?')).toBeUndefined();
  });

  it('goes through a list of frequencies at one trigger', async () => {
    const { say } = bench();
    await say('LIST:FREQ 1E3,1E4,1E5;:DISP:PAGE LIST;:TRIG:SOUR BUS', 'TRIG');
    const fields = String(await say('FETC?')).split(',');
    expect(fields).toHaveLength(12);
    expect([fields[2], fields[3], fields[11]]).toEqual(['+0', '+0', '+0']);
  });

  it('answers in binary, four numbers a point', async () => {
    const { say } = bench();
    await say('FORM REAL,64;:TRIG:SOUR BUS', 'TRIG');
    const block = Buffer.from(String(await say('FETC?')), 'latin1');
    expect(block.subarray(0, 4).toString()).toBe('#232');
    expect([block.readDoubleBE(20), block.readDoubleBE(28)]).toEqual([0, 0]);
  });

  it('takes off what it saw of open terminals', async () => {
    const { say, simulator } = bench();
    simulator.model.correction.fixture.strayCapacitance = 1e-12;
    simulator.faults['no-contact']?.(true);
    await say('CORR:OPEN');
    expect(await say('STAT:OPER:COND?')).toBe('33');
    expect(await say('*OPC?', 'CORR:OPEN:STAT?')).toBe('1');
    simulator.faults['no-contact']?.(false);
    const expected = new CombDrive().capacitance({});
    const value = async (): Promise<number> => Number((await say('FETC?'))?.split(',')[0]);
    expect((await value()) / expected).toBeCloseTo(1, 2);
    await say('CORR:OPEN:STAT OFF');
    expect((await value()) - expected).toBeCloseTo(1e-12, 14);
  });

  it('says overload where a fixed range does not fit', async () => {
    const { say } = bench({ device: resistor(10) });
    expect(await say('FUNC:IMP:RANG 100E3', 'FETC?')).toBe('+9.90000E+37,+9.90000E+37,+1');
  });

  it('keeps results in its buffer', async () => {
    const { say } = bench();
    await say('MEM:DIM DBUF,3;:MEM:FILL DBUF;:TRIG:SOUR BUS', '*TRG', '*TRG');
    const fields = String(await say('MEM:READ? DBUF')).split(',');
    expect([fields[2], fields[6], fields[10], fields[8]]).toEqual(['+0', '+0', '-1', '+9.90000E+37']);
  });

  it('forgets its settings at a brown-out, and shows the same for ever when stuck', async () => {
    const { say, simulator } = bench();
    await say('FREQ 5E4;:BIAS:STAT ON');
    simulator.faults['brown-out']?.(true);
    expect(await say('FREQ?;:BIAS:STAT?')).toBe('+1.00000000E+03;0');
    simulator.faults['sensor-stuck']?.(true);
    const first = await say('FETC?');
    await say('BIAS:VOLT 30;:BIAS:STAT ON');
    expect(await say('FETC?')).toBe(first);
  });
});
