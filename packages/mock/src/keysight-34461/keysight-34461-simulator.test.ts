import { describe, expect, it } from 'vitest';
import { talk } from '../scpi/talk.ts';
import type { Talk } from '../scpi/talk.ts';
import { Keysight34461Simulator } from './keysight-34461-simulator.ts';
import type { Keysight34461SimulatorOptions } from './keysight-34461-simulator.ts';

const bench = (options: Keysight34461SimulatorOptions = {}): Talk<Keysight34461Simulator> =>
  talk((clock) => new Keysight34461Simulator({ clock, ...options }));

/** Sends to a new meter; gives the last answer. */
const ask = async (...messages: string[]): Promise<string | undefined> => bench().say(...messages);
const noError = '+0,"No error"';

describe('Keysight34461Simulator: settings', () => {
  it('identifies itself over a byte stream', async () => {
    const { simulator: meter } = bench({ model: '34465A', serialNumber: 'MY1' });
    const answers: string[] = [];
    const session = meter.services.scpi.connect({
      send: (bytes) => void answers.push(Buffer.from(bytes).toString('latin1')),
      close() {},
    });
    session.receive(Buffer.from('*IDN?\n'));
    await Promise.resolve();
    await new Promise(setImmediate);
    expect(answers.join('')).toMatch(/^Keysight Technologies,34465A,MY1,A\.02[-\d.]+\n$/);
  });

  it.each([
    ['CONF:VOLT:DC 10,0.0001', 'CONF?', '"VOLT +1.00000000E+01,+1.00000000E-04"'],
    ['CONF:VOLT:DC 10,0.0001', 'VOLT:NPLC?;ZERO:AUTO?;:VOLT:RANG:AUTO?', '+2.00000000E-01;0;0'],
    ['CONF:VOLT 5,1E-5', 'VOLT:NPLC?;ZERO:AUTO?', '+1.00000000E+01;1'],
    ['CONF:RES', 'CONF?', '"RES +1.00000000E+03,+1.00000000E-03"'],
    ['CONF:CONT', 'CONF?', '"CONT +1.00000000E+03,+1.00000000E-03"'],
    ['VOLT:RANG 11', 'VOLT:RANG?;RANG:AUTO?', '+1.00000000E+02;0'],
    ['VOLT:RANG MIN', 'VOLT:RANG?;RANG? MAX', '+1.00000000E-01;+1.00000000E+03'],
    ['VOLT:DC:NPLC 1;ZERO:AUTO OFF', 'VOLT:NPLC?;ZERO:AUTO?', '+1.00000000E+00;0'],
    ['VOLT:NPLC 3', 'VOLT:NPLC?', '+1.00000000E+01'],
    ['VOLT:RANG 1;RES 1e-6', 'VOLT:RES?;NPLC?', '+1.00000000E-06;+1.00000000E+01'],
    ['VOLT:ZERO:AUTO ONCE', 'VOLT:ZERO:AUTO?', '0'],
    ['VOLT:IMP:AUTO ON', 'VOLT:IMP:AUTO?', '1'],
    ['FUNC "VOLTage:DC"', 'FUNC?', '"VOLT"'],
    ["SENS:FUNC:ON 'FRES'", 'FUNC?', '"FRES"'],
    ['FUNC "VOLT:RAT"', 'FUNC?', '"VOLT:RAT"'],
    ['VOLT:AC:BAND 50', 'VOLT:AC:BAND?', '+2.00000000E+01'],
    ['FREQ:APER 0.1;VOLT:RANG 1', 'FREQ:APER?;VOLT:RANG?', '+1.00000000E-01;+1.00000000E+00'],
    ['TRIG:SOUR EXT;SLOP POS', 'TRIG:SOUR?;SLOP?', 'EXT;POS'],
    ['TRIG:COUN 1', 'TRIG:COUN?', '+1.00000000E+00'],
    ['TRIG:COUN INF', 'TRIG:COUN?', '9.9E37'],
    ['TRIG:DEL 0.5', 'TRIG:DEL?;DEL:AUTO?', '+5.00000000E-01;0'],
    ['SAMP:COUN 5', 'SAMP:COUN?', '+5'],
    ['DISP:TEXT "a ""b"""', 'DISP:TEXT?;:DISP?', '"a ""b""";1'],
    ['UNIT:TEMP F', 'UNIT:TEMP?', 'F'],
    ['FORM REAL,64;*RST', 'FORM:DATA?;BORD?', 'REAL,64;NORM'],
    ['VOLT:NPLC 1;:TRIG:SOUR BUS;*RST', 'VOLT:NPLC?;:TRIG:SOUR?;:VOLT:RANG:AUTO?', '+1.00000000E+01;IMM;1'],
    ['*CLS', 'SYST:LFR?;:ROUT:TERM?;*OPT?', '+50;FRON;0,0,0,0,0'],
  ])('after %s, %s', async (command, query, answer) => {
    const { say } = bench();
    expect(await say(command, query)).toBe(answer);
    expect(await say('SYST:ERR?')).toBe(noError);
  });

  it.each([
    ['FOO?', -113],
    ['SAMP:SOUR TIM', -113],
    ['VOLT:APER 0.1', -113],
    ['VOLT:RANG 1001', -222],
    ['VOLT:NPLC 101', -222],
    ['VOLT:NPLC 0.001', -222],
    ['CONF:VOLT 10,1E-9', -222],
    ['CONF:VOLT AUTO,1E-3', -221],
    ['TRIG:SOUR INT', -224],
    ['FUNC "OHM"', -224],
    ['CONF:TEMP TC', -224],
    ['*TRG', -211],
    ['FETC?', -230],
    ['TRIG:SOUR BUS;:READ?', -214],
    ['TRIG:SOUR EXT;:INIT;:INIT', -213],
    ['DATA:REM? 1', -222],
  ])('refuses %s with %i and without an answer', async (message, code) => {
    const { say } = bench();
    expect(await say(message)).toBeUndefined();
    expect(await say('SYST:ERR?')).toMatch(new RegExp(`^${code},"`));
  });

  it('paces samples and takes apertures on a 34465A', async () => {
    const { say, clock } = bench({ model: '34465A', lineFrequency: 60 });
    expect(await say('VOLT:APER 1e-3;APER?;APER:ENAB?;:VOLT:NPLC 1;APER:ENAB?')).toBe('+1.00000000E-03;1;0');
    await say('VOLT:ZERO:AUTO OFF;:SAMP:SOUR TIM;TIM 2;COUN 3;:TRIG:DEL 1');
    expect(await say('SAMP:TIM? MIN')).toBe('+1.66666667E-02');
    const before = clock.monotonic();
    await say('READ?');
    expect(clock.monotonic() - before).toBeCloseTo(1000 + 2 * 2000 + 1000 / 60, 6);
  });
});

describe('Keysight34461Simulator: readings', () => {
  it('reads volts in the time that integration, autozero and delay take', async () => {
    const { say, clock, simulator: meter } = bench();
    meter.model.inputs.voltage = 5.000123;
    expect(await say('CONF:VOLT:DC 10,0.0001', 'READ?')).toMatch(/^\+5\.00\d{6}E\+00$/);
    expect(clock.monotonic()).toBeCloseTo(4, 6);
    expect(await say('CONF:VOLT', 'TRIG:DEL 0.25', 'SAMP:COUN 2', 'READ?')).toMatch(/^[^,]+,[^,]+$/);
    expect(clock.monotonic()).toBeCloseTo(4 + 2 * (400 + 250), 6);
    expect(await say('SYST:ERR?')).toBe(noError);
  });

  it('adds the leads with two wires only, and chooses the range', async () => {
    const { say } = bench();
    expect(Number(await say('MEAS:RES?'))).toBeCloseTo(1000.2, 1);
    expect(Number(await say('MEAS:FRES?'))).toBeCloseTo(1000, 1);
    expect(await say('CONF?')).toMatch(/^"FRES \+1\.0+E\+03,/);
    expect(await say('DATA:LAST?')).toMatch(/^\+\d\.\d{8}E\+0\d OHM$/);
  });

  it('reads less noise with a longer integration', async () => {
    const spread = async (nplc: string): Promise<number> => {
      const text = await ask(`VOLT:RANG 10;NPLC ${nplc}`, 'SAMP:COUN 50', 'READ?');
      const values = (text ?? '').split(',').map(Number);
      return Math.max(...values) - Math.min(...values);
    };
    expect(await spread('0.02')).toBeGreaterThan(10 * (await spread('100')));
  });

  it('divides by its input resistance unless IMPedance:AUTO is on', async () => {
    const { say, simulator: meter } = bench();
    Object.assign(meter.model.inputs, { voltage: 1, sourceResistance: 1e7 });
    expect(Number(await say('READ?'))).toBeCloseTo(0.5, 4);
    expect(Number(await say('VOLT:IMP:AUTO ON', 'READ?'))).toBeCloseTo(0.999, 3);
  });

  it.each(['VOLT:AC', 'VOLT:RAT', 'CURR', 'CURR:AC', 'FREQ', 'PER', 'CONT', 'DIOD', 'TEMP', 'CAP'])(
    'measures %s',
    async (name) => {
      const { say } = bench();
      expect(await say(`MEAS:${name}?`)).toMatch(/^[+-]\d\.\d{8}E[+-]\d\d$/);
      expect(await say('FUNC?')).toBe(`"${name}"`);
    },
  );

  it('reports overload with its sign, and once in the event register', async () => {
    const { say, simulator: meter } = bench();
    meter.model.inputs.voltage = -13;
    expect(await say('VOLT:RANG 10', 'SAMP:COUN 2', 'READ?')).toBe('-9.90000000E+37,-9.90000000E+37');
    expect(await say('STAT:QUES:COND?;EVEN?;EVEN?')).toBe('0;1;0');
    expect(Number(await say('VOLT:RANG:AUTO ON', 'SAMP:COUN 1', 'READ?'))).toBeCloseTo(-13, 2);
  });

  it('has faults: overload, a stuck reading, lateness', async () => {
    const { say, simulator: meter, clock } = bench();
    meter.model.overload = true;
    expect(await say('READ?')).toBe('+9.90000000E+37');
    meter.model.overload = false;
    meter.model.stuckAt = 1.5;
    meter.model.lateness = 10;
    const before = clock.monotonic();
    expect(await say('READ?')).toBe('+1.50000000E+00');
    expect(clock.monotonic() - before).toBeCloseTo(10_400, 6);
  });

  it('sends binary readings in either byte order', async () => {
    const { say, simulator: meter } = bench();
    meter.model.stuckAt = 1.5;
    expect(await say('FORM REAL,64', 'READ?')).toBe('#18\u003f\u00f8\0\0\0\0\0\0');
    expect(await say('FORM REAL,32', 'FORM:BORD SWAP', 'FETC?')).toBe('#14\0\0\u00c0\u003f');
  });
});

describe('Keysight34461Simulator: an acquisition under way', () => {
  it('hands readings out while it goes on', async () => {
    const { say, clock, simulator: meter } = bench();
    meter.model.stuckAt = -0.5;
    await say('CONF:VOLT:DC 10', 'VOLT:DC:NPLC 1;ZERO:AUTO OFF', 'SAMP:COUN 1000', 'INIT');
    expect(await say('DATA:POIN?;:R?;:STAT:OPER:COND?')).toBe('+0;#10;16');
    await clock.advance(100);
    expect(await say('DATA:POIN?')).toBe('+5');
    expect(await say('R? 3')).toBe('#247-5.00000000E-01,-5.00000000E-01,-5.00000000E-01');
    expect(await say('DATA:REM? 2')).toBe('-5.00000000E-01,-5.00000000E-01');
    expect(await say('DATA:REM? 2')).toBeUndefined();
    expect(await say('DATA:REM? 10,WAIT')).toHaveLength(159);
    expect(clock.monotonic()).toBeCloseTo(300, 6);
    expect(await say('SYST:ERR?')).toMatch(/^-222/);
    expect((await say('FETC?'))?.split(',')).toHaveLength(985);
    expect(clock.monotonic()).toBeCloseTo(20_000, 6);
    expect((await say('FETC?'))?.split(',')).toHaveLength(985);
    expect(await say('STAT:OPER:COND?')).toBe('0');
    expect(clock.pendingTimers).toBe(0);
  });

  it('waits for *TRG, and *OPC? for the end', async () => {
    const { say } = bench();
    await say('TRIG:SOUR BUS;COUN 2', 'SAMP:COUN 3', 'INIT;*OPC');
    expect(await say('STAT:OPER:COND?;*ESR?')).toBe('32;128');
    await say('*TRG');
    expect(await say('DATA:REM? 3,WAIT;:STAT:OPER:COND?')).toMatch(/;32$/);
    expect(await say('*TRG;*TRG;:SYST:ERR?;*OPC?')).toBe('-211,"Trigger ignored";1');
    expect(await say('DATA:POIN?;*ESR?')).toBe('+3;17');
  });

  it('takes five samples at each of ten pulses', async () => {
    const { clock, simulator: meter } = bench();
    const run = async (message: string): Promise<string | undefined> => meter.instrument.execute(message);
    await run('CONF:VOLT:DC;:SAMP:COUN 5;:TRIG:COUN 10;SOUR EXT;SLOP POS');
    const answer = run('READ?');
    meter.externalTrigger();
    meter.externalTrigger();
    for (let pulse = 1; pulse < 10; pulse++) {
      await clock.advance({ seconds: 3 });
      meter.externalTrigger();
    }
    await clock.advance({ seconds: 3 });
    expect((await answer)?.split(',')).toHaveLength(50);
  });

  it('stops at ABORt with its readings, and at a change of settings without', async () => {
    const { say, clock } = bench();
    await say('TRIG:COUN INF', 'INIT');
    await clock.advance({ seconds: 2 });
    expect(await say('ABOR;*OPC?;:DATA:POIN?;:STAT:OPER:COND?')).toBe('1;+5;0');
    expect(clock.pendingTimers).toBe(0);
    await say('INIT');
    await clock.advance({ seconds: 2 });
    expect(await say('VOLT:NPLC 1;:DATA:POIN?;LAST?')).toBe('+0;+9.91000000E+37 VDC');
    expect(clock.pendingTimers).toBe(0);
  });

  it('begins again at once after an abort', async () => {
    const { say } = bench();
    expect(await say('TRIG:SOUR BUS', 'INIT;:ABOR;:INIT;*TRG;*OPC?;:DATA:POIN?')).toBe('1;+1');
    expect(await say('SYST:ERR?')).toBe(noError);
  });

  it('loses the oldest readings when the memory is full', async () => {
    const { say, simulator: meter } = bench({ model: '34460A' });
    let count = 0;
    meter.model.inputs.voltage = () => count++;
    await say('VOLT:RANG 1000;NPLC 0.02', 'SAMP:COUN 1200', 'DATA:POIN:EVEN:THR 500', 'INIT;*WAI');
    expect(await say('DATA:POIN?;:STAT:QUES:COND?;:STAT:OPER:EVEN?')).toBe('+1000;16384;528');
    expect(Number(await say('DATA:REM? 1'))).toBeCloseTo(200, -1);
    expect(await say('INIT;:ABOR;:STAT:QUES:COND?')).toBe('0');
  });

  it('answers FETCh? nothing when it was aborted before the first reading', async () => {
    expect(await ask('TRIG:SOUR EXT', 'INIT', 'ABOR', 'FETC?', 'SYST:ERR?')).toBe(
      '-230,"Data corrupt or stale"',
    );
  });
});
