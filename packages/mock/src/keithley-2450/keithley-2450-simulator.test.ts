import { describe, expect, it } from 'vitest';
import { resistorInSocket } from '../electrical/source-port.ts';
import { talk } from '../scpi/talk.ts';
import type { Talk } from '../scpi/talk.ts';
import { Keithley2450Simulator } from './keithley-2450-simulator.ts';
import type { Keithley2450SimulatorOptions } from './keithley-2450-simulator.ts';

const bench = (options: Keithley2450SimulatorOptions = {}): Talk<Keithley2450Simulator> =>
  talk((clock) => new Keithley2450Simulator({ clock, load: resistorInSocket(999.8), ...options }));

const numbers = (answer: string | undefined): number[] => (answer ?? '').split(',').map(Number);

describe('Keithley2450Simulator: SCPI', () => {
  it.each([
    ['*CLS', '*IDN?', 'KEITHLEY INSTRUMENTS,MODEL 2450,04412345,1.7.12b'],
    ['*CLS', '*LANG?', 'SCPI'],
    [':SOUR:FUNC CURR', ':SOUR:FUNC?', 'CURR'],
    [':SOUR:VOLT 0.5', ':SOUR1:VOLT:LEV:IMM:AMPL?', '5.000000E-01'],
    [':SOUR:VOLT:ILIM 1E-3', ':SOUR:VOLT:ILIM:LEV?;:SOUR:VOLT:ILIM:LEV:TRIP?', '1.000000E-03;0'],
    [':SOUR:VOLT:PROT PROT20', ':SOUR:VOLT:PROT?', 'PROT20'],
    [':SENS:FUNC "VOLT"', ':SENS:FUNC?', '"VOLT:DC"'],
    [':SENS:CURR:NPLC 5;:SENS:VOLT:RSEN ON', ':SENS:VOLT:NPLC?;:SENS:CURR:RSEN?', '1.000000E+00;0'],
    [':OUTP:VOLT:SMOD HIMP', ':OUTP:VOLT:SMOD?;:OUTP:CURR:SMOD?', 'HIMP;NORM'],
    [':TRAC:MAKE "mine",100', ':TRAC:POIN? "mine";ACT? "mine"', '100;0'],
    [':TRIG:LOAD "SimpleLoop",3', ':TRIG:STAT?', 'IDLE;IDLE;0'],
  ])('after %s, %s', async (command, query, answer) => {
    const { say } = bench();
    expect(await say(command, query)).toBe(answer);
    expect(await say('SYST:ERR?')).toBe('0,"No error;0;0 0"');
  });

  it.each(['SENS:CURR:PROT 1', 'SYST:RSEN ON', 'FORM:ELEM VOLT'])(
    'does not know %s of the 2400',
    async (message) => {
      const { say } = bench();
      await say(message);
      expect(await say('SYST:ERR?')).toBe('-113,"Undefined header;1;2026/01/01 00:00:00.000"');
    },
  );

  it('sweeps as in the sheet: overlapped, into the buffer, with what was forced', async () => {
    const { say, clock } = bench();
    await say(
      '*RST',
      ':SOUR:FUNC VOLT',
      ':SENS:FUNC "CURR"',
      ':SENS:CURR:RANG:AUTO ON',
      ':SOUR:VOLT:ILIM 1E-2',
    );
    await say(':SOUR:SWE:VOLT:LIN 0,1,11,10e-3,1,AUTO,OFF,OFF,"defbuffer1"', ':OUTP ON', ':INIT');
    expect(await say(':TRIG:STAT?')).toBe('RUNNING;RUNNING;4');
    expect(await say('*OPC?', ':TRAC:ACT? "defbuffer1"')).toBe('11');
    expect(clock.monotonic()).toBeCloseTo(11 * (10 + 120), 4);
    const points = numbers(await say(':TRAC:DATA? 1,11,"defbuffer1",SOUR,READ,REL'));
    expect(points).toHaveLength(33);
    expect(points[30]).toBeCloseTo(1, 4);
    expect(points[31]).toBeCloseTo(1e-3, 6);
    expect(points[32]).toBeCloseTo(1.3, 4);
    expect(await say(':TRAC:STAT:MAX?', ':SOUR:VOLT:ILIM:TRIP?')).toBe('0');
  });

  it('limits at the source limit, answers one number, and says so in the source status', async () => {
    const { say } = bench();
    await say(':SOUR:VOLT 1;:OUTP ON');
    const [amperes = 0, status = 0] = numbers(await say(':READ? "defbuffer1",READ,SOURSTAT'));
    expect(amperes).toBeCloseTo(1.05e-4, 8);
    expect(status & 32).toBe(32);
    expect(numbers(await say(':READ?'))).toHaveLength(1);
    expect(await say(':READ? "defbuffer1",FORM,DATE,UNIT')).toMatch(/^\+0\.000105\d* A,01\/01\/2026,Amp DC$/);
  });

  it('ends a sweep at the first level out of its power with an error in the queue', async () => {
    const { say } = bench();
    await say(':SOUR:VOLT:ILIM 1', ':SOUR:SWE:VOLT:LIN 0,100,3', ':INIT', '*OPC?');
    expect(await say('SYST:ERR?')).toMatch(/^-221,/);
  });
});

describe('Keithley2450Simulator: TSP', () => {
  it('measures as in the sheet', async () => {
    const { say } = bench({ language: 'TSP' });
    expect(await say('*LANG?')).toBe('TSP');
    await say(
      'reset() smu.source.func = smu.FUNC_DC_CURRENT smu.source.level = 1e-6 smu.source.vlimit.level = 0.1',
    );
    await say('smu.measure.func = smu.FUNC_DC_VOLTAGE smu.source.output = smu.ON');
    expect(Number(await say('print(smu.measure.read())'))).toBeCloseTo(1e-3, 5);
    expect(Number(await say('printbuffer(1, 1, defbuffer1.sourcevalues)'))).toBeCloseTo(1e-6, 9);
    expect(await say('print(eventlog.getcount(eventlog.SEV_ERROR))')).toBe('0');
  });

  it('sweeps into a buffer of its own', async () => {
    const { say } = bench({ language: 'TSP' });
    await say('buf = buffer.make(100)', 'smu.source.ilimit.level = 0.01');
    await say('smu.source.sweeplinear("s", 0, 1, 3, 0.01, 1, smu.RANGE_AUTO, smu.OFF, smu.OFF, buf)');
    await say('trigger.model.initiate() waitcomplete()');
    const text = await say('printbuffer(1, buf.n, buf.readings, buf.sourcevalues)');
    expect((text ?? '').split(', ').map(Number)).toHaveLength(6);
    expect(await say('print(trigger.model.state())')).toBe('trigger.STATE_IDLE\ttrigger.STATE_IDLE\t0');
  });

  it('keeps a refusal in the event log', async () => {
    const { say } = bench({ language: 'TSP' });
    await say('smu.source.level = 500');
    expect(await say('print(eventlog.next())')).toMatch(/^-222\tParameter data out of range\t1\t0\t/);
  });
});

describe('Keithley2450Simulator: faults', () => {
  it('blocks the output while the interlock is open or it is too hot', async () => {
    const { say, simulator: smu } = bench();
    await say(':SOUR:VOLT 100;:OUTP ON');
    smu.faults['interlock-open']?.(true);
    expect(await say(':OUTP?')).toBe('0');
    expect(await say(':SOUR:VOLT 10;:OUTP ON', ':OUTP?')).toBe('1');
    smu.faults['over-temperature']?.(true);
    expect(await say(':OUTP ON', ':OUTP?')).toBe('0');
    smu.faults['brown-out']?.(true);
    expect(await say(':SOUR:VOLT?')).toBe('0.000000E+00');
  });
});
