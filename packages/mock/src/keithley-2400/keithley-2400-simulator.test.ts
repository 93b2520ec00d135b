import { describe, expect, it } from 'vitest';
import { resistorInSocket } from '../electrical/source-port.ts';
import { talk } from '../scpi/talk.ts';
import type { Talk } from '../scpi/talk.ts';
import { Keithley2400Simulator } from './keithley-2400-simulator.ts';
import type { Keithley2400SimulatorOptions } from './keithley-2400-simulator.ts';

const bench = (options: Keithley2400SimulatorOptions = {}): Talk<Keithley2400Simulator> =>
  talk((clock) => new Keithley2400Simulator({ clock, ...options }));

const numbers = (answer: string | undefined): number[] => (answer ?? '').split(',').map(Number);

describe('Keithley2400Simulator: settings', () => {
  it.each([
    ['*CLS', '*IDN?', 'KEITHLEY INSTRUMENTS INC.,MODEL 2400,1234567,C30   Mar 17 2006 09:29:29/A02  /K/J'],
    ['OUTPUT 1', 'OUTP1?;:OUTP:STAT?', '1;1'],
    ['OUTP:SMOD HIMP', 'OUTP:SMOD?', 'HIMP'],
    ['ROUT:TERM REAR', 'ROUT:TERM?', 'REAR'],
    ['SOUR:FUNC CURR;:SOUR:CURR 1E-3', 'SOUR:FUNC?;:SOUR1:CURR:LEV:IMM:AMPL?', 'CURR;+1.000000E-03'],
    ['SOUR:VOLT:RANG 20.5', 'SOUR:VOLT:RANG?;RANG:AUTO?', '+2.000000E+01;0'],
    ['SOUR:VOLT:RANG MIN', 'SOUR:VOLT:RANG?', '+2.000000E-01'],
    ['SENS:CURR:PROT 0.01', 'CURR:PROT?;PROT:TRIP?', '+1.000000E-02;0'],
    ['FUNC "VOLT"', 'FUNC?', '"VOLT:DC","CURR:DC"'],
    ["FUNC:CONC OFF;:FUNC 'VOLT:DC'", 'FUNC?;:FUNC:CONC?', '"VOLT:DC";0'],
    ['FUNC:OFF:ALL', 'FUNC:OFF?', '"VOLT:DC","CURR:DC","RES"'],
    ['VOLT:NPLC 0.1', 'CURR:NPLC?;:RES:NPLC?', '+1.000000E-01;+1.000000E-01'],
    ['SYST:RSEN ON', 'SYST:RSEN?', '1'],
    ['SOUR:DEL 0.5', 'SOUR:DEL?;DEL:AUTO?', '+5.000000E-01;0'],
    ['FORM:ELEM STAT,VOLT', 'FORM:ELEM?', 'VOLT,STAT'],
    ['ARM:COUN INF', 'ARM:COUN?', '+9.900000E+37'],
    ['TRIG:COUN 2500', 'TRIG:COUN?', '2500'],
    ['SOUR:VOLT:PROT 35', 'SOUR:VOLT:PROT?', '+4.000000E+01'],
    ['SOUR:VOLT:PROT NONE', 'SOUR:VOLT:PROT?', '+2.100000E+02'],
    ['SOUR:LIST:VOLT 1,2;VOLT:APP 3', 'SOUR:LIST:VOLT:POIN?', '3'],
    ['SOUR:VOLT:STAR 0;STOP 1;STEP 0.1', 'SOUR:SWE:POIN?', '11'],
    ['VOLT:PROT 5;:CURR:NPLC 10;*RST', 'VOLT:PROT?;:CURR:NPLC?', '+2.100000E+01;+1.000000E+00'],
  ])('after %s, %s', async (command, query, answer) => {
    const { say } = bench();
    expect(await say(command, query)).toBe(answer);
    expect(await say('SYST:ERR?')).toBe('0,"No error"');
  });

  it.each([
    ['FOO?', '-113,"Undefined header"'],
    ['SOUR:VOLT 211', '-222,"Data out of range"'],
    ['SOUR:VOLT:RANG 2;:SOUR:VOLT 3', '-222,"Data out of range"'],
    ['READ?', '803,"Not permitted with OUTPUT off"'],
    ['CURR:RANG 1', '824,"Cannot exceed compliance range"'],
    ['VOLT:RANG 2', '823,"Invalid with source read-back on"'],
    ['CURR:PROT 1;:SOUR:VOLT 100', '826,"Attempt to exceed power limit"'],
    ['FUNC "RES";:SOUR:CURR 1', '825,"Invalid with auto-ohms on"'],
    ['TRIG:COUN 100;:ARM:COUN 26', '-222,"Data out of range"'],
    ['TRAC:FEED:CONT NEXT;:TRAC:POIN 5', '800,"Illegal with storage active"'],
    ['SOUR:VOLT:MODE LIST;:OUTP ON;:INIT', '801,"Insufficient vector data"'],
    ['ARM:COUN INF;:OUTP ON;:READ?', '830,"Invalid with INF ARM:COUNT"'],
    ['*TRG', '-211,"Trigger ignored"'],
  ])('refuses %s with %s', async (message, error) => {
    const { say } = bench();
    expect(await say(message)).toBeUndefined();
    expect(await say('SYST:ERR?')).toBe(error);
  });

  it('answers over a serial line with carriage returns, which end messages too', async () => {
    const { simulator: meter, clock } = bench();
    const answers: string[] = [];
    await clock.run(async () => {
      const session = meter.services.scpi.connect({
        send: (bytes) => void answers.push(Buffer.from(bytes).toString('latin1')),
        close() {},
      });
      session.receive(Buffer.from(':OUTP?\r:SOUR:FUNC?\r\n'));
      await clock.sleep(1);
    });
    expect(answers.join('')).toBe('0\rVOLT\r');
  });
});

describe('Keithley2400Simulator: readings', () => {
  it('reads a diode-like transcript: 100 µA into 1 kΩ, with its status word', async () => {
    const { say } = bench();
    await say(
      '*RST',
      ':SOUR:FUNC CURR',
      ':SOUR:CURR:MODE FIX',
      ':SOUR:CURR:RANG 1E-4',
      ':SOUR:CURR:LEV 1E-4',
    );
    await say(
      ':SENS:FUNC "VOLT"',
      ':SENS:VOLT:PROT 2',
      ':SENS:VOLT:NPLC 1',
      ':FORM:ELEM VOLT,CURR,STAT',
      ':OUTP ON',
    );
    const answer = await say(':READ?');
    expect(answer).toMatch(/^\+1\.000\d{3}E-01,\+\d\.\d{6}E-0[45],\+3\.891600E\+04$/);
    expect(numbers(answer)[0]).toBeCloseTo(0.10002, 4);
  });

  it('takes the time that integration, zero and delay take, and more with more cycles', async () => {
    const { say, clock } = bench();
    await say('OUTP ON', 'READ?');
    expect(clock.monotonic()).toBeCloseTo(1 + 60, 6);
    await say('SYST:AZER OFF', 'CURR:NPLC 10', 'SOUR:DEL 0.5', 'READ?');
    expect(clock.monotonic()).toBeCloseTo(61 + 500 + 200, 6);
  });

  it('limits the current at the compliance, and says so', async () => {
    const { say } = bench({ load: resistorInSocket(99.8) });
    await say('SOUR:VOLT 10', 'CURR:PROT 1E-3', 'FUNC "VOLT"', 'OUTP ON');
    const [volts = 0, amperes = 0, ohms, , status = 0] = numbers(await say('READ?'));
    expect(volts).toBeCloseTo(0.1, 4);
    expect(amperes).toBeCloseTo(1e-3, 7);
    expect(ohms).toBe(9.91e37);
    expect(status & 8).toBe(8);
    expect(await say('CURR:PROT:TRIP?')).toBe('1');
    expect(await say('STAT:MEAS:COND?')).toBe(String(1 << 14));
  });

  it('limits at the full scale of a fixed range, as range compliance', async () => {
    const { say } = bench({ load: resistorInSocket(99.8) });
    await say('SOUR:VOLT 1', 'CURR:PROT 0.1', 'CURR:RANG 1E-3', 'OUTP ON');
    const [, amperes = 0, , , status = 0] = numbers(await say('READ?'));
    expect(amperes).toBeCloseTo(1.05e-3, 7);
    expect(status & (1 << 16)).toBe(1 << 16);
    expect(status & 8).toBe(0);
  });

  it('measures resistance with a current of its own, and overflows without contact', async () => {
    const { say, simulator: meter } = bench();
    await say('FUNC "RES"', 'OUTP ON', 'FORM:ELEM RES');
    expect(Number(await say('READ?'))).toBeCloseTo(1000.2, 3);
    expect(Number(await say('SYST:RSEN ON', 'READ?'))).toBeCloseTo(1000, 3);
    meter.faults['no-contact']?.(true);
    expect(await say('READ?')).toBe('+9.900000E+37');
  });

  it('turns the output on for MEASure and only for readings with CLEar:AUTO', async () => {
    const { say } = bench();
    expect(numbers(await say('MEAS:VOLT?'))).toHaveLength(5);
    expect(await say('OUTP?')).toBe('1');
    expect(await say('SOUR:CLE:AUTO ON', 'READ?')).toBeDefined();
    expect(await say('OUTP?')).toBe('0');
  });

  it('sends readings in binary with a header of indefinite length', async () => {
    const { say } = bench();
    const answer = await say(
      'SOUR:VOLT 0.05',
      'FUNC "VOLT"',
      'OUTP ON',
      'FORM:ELEM VOLT',
      'FORM REAL,32',
      'READ?',
    );
    const bytes = Buffer.from(answer ?? '', 'latin1');
    expect(bytes.subarray(0, 2).toString()).toBe('#0');
    expect(bytes.length).toBe(6);
    expect(bytes.readFloatBE(2)).toBeCloseTo(0.05, 5);
  });
});

describe('Keithley2400Simulator: trigger system', () => {
  it('sweeps into the buffer, sets the bit of a full buffer, and makes statistics', async () => {
    const { say } = bench();
    await say('SOUR:VOLT:MODE SWE;STAR 0;STOP 1;STEP 0.25', 'FUNC "VOLT"', 'CURR:PROT 0.1');
    await say('STAT:PRES;*CLS;*SRE 1;:STAT:MEAS:ENAB 512;:TRAC:CLE;POIN 5;FEED SENS;FEED:CONT NEXT');
    expect(await say('TRIG:COUN 5', 'OUTP ON', 'INIT', '*OPC?')).toBe('1');
    expect(Number(await say('*STB?')) & 65).toBe(65);
    expect(await say('FORM:ELEM VOLT', 'TRAC:POIN:ACT?')).toBe('5');
    const levels = numbers(await say('TRAC:DATA?'));
    for (const [index, level] of levels.entries()) expect(level).toBeCloseTo(index / 4, 4);
    expect(numbers(await say('CALC3:FORM PKPK', 'CALC3:DATA?'))[0]).toBeCloseTo(1, 4);
  });

  it('stops a sweep at the compliance when it is told to, and repeats one with too many triggers', async () => {
    const { say } = bench();
    await say(
      'SOUR:LIST:VOLT 0.1,0.2,5',
      'SOUR:VOLT:MODE LIST',
      'CURR:PROT 1E-3',
      'FORM:ELEM VOLT',
      'OUTP ON',
    );
    expect(numbers(await say('TRIG:COUN 4', 'FUNC "VOLT"', 'READ?'))).toHaveLength(4);
    expect(numbers(await say('SOUR:SWE:CAB EARL', 'READ?'))).toHaveLength(3);
  });

  it('keeps what is sent during a run for later, but takes an abort and a trigger at once', async () => {
    const { simulator: meter, clock } = bench();
    const answers: string[] = [];
    await clock.run(async () => {
      const session = meter.services.scpi.connect({
        send: (bytes) => void answers.push(Buffer.from(bytes).toString('latin1')),
        close() {},
      });
      const send = (message: string): void => session.receive(Buffer.from(`${message}\r`));
      for (const message of ['OUTP ON', 'ARM:COUN INF', 'ARM:SOUR BUS', 'INIT', 'SOUR:FUNC?']) send(message);
      await clock.sleep(1000);
      expect(answers).toEqual([]);
      send('*TRG');
      await clock.sleep(100);
      expect(meter.model.readings).toHaveLength(1);
      send(':ABOR');
      await clock.sleep(1);
    });
    expect(answers).toEqual(['VOLT\r']);
    expect(clock.pendingTimers).toBe(0);
  });
});

describe('Keithley2400Simulator: faults', () => {
  it('blocks the output while the interlock is open, where it is used', async () => {
    const { say, simulator: meter } = bench();
    await say('OUTP:ENAB ON', 'OUTP ON');
    meter.faults['interlock-open']?.(true);
    expect(await say('OUTP?;:OUTP:ENAB:TRIP?')).toBe('0;0');
    expect(await say('OUTP ON', 'SYST:ERR?')).toBe('802,"OUTPUT blocked by output enable"');
    meter.faults['interlock-open']?.(false);
    expect(await say('OUTP ON', 'OUTP?')).toBe('1');
  });

  it('switches off when it is too hot, and forgets settings in a brown-out', async () => {
    const { say, simulator: meter } = bench();
    await say('CURR:PROT 0.1', 'OUTP ON');
    meter.faults['over-temperature']?.(true);
    expect(await say('OUTP ON', 'OUTP?;:SYST:ERR?')).toBe('0;810,"OUTPUT blocked by Over Temp"');
    meter.faults['over-temperature']?.(false);
    meter.faults['brown-out']?.(true);
    expect(await say('CURR:PROT?')).toBe('+1.050000E-04');
  });
});
