import { describe, expect, it } from 'vitest';
import { talk } from '../scpi/talk.ts';
import { referenceSignal } from './counter-signal.ts';
import { Keysight53220Simulator } from './keysight-53220-simulator.ts';

const counter = () =>
  talk(
    (clock) =>
      new Keysight53220Simulator({
        clock,
        signals: [
          { ...referenceSignal, frequency: 1.215134e6, duty: 0.25 },
          { ...referenceSignal, frequency: 1e3, delay: 1e-6, high: 3, low: 0 },
        ],
      }),
  );

const none = '+0,"No error"';

describe('a Keysight 53220A', () => {
  it('measures with fifteen digits and three of the exponent', async () => {
    const { say } = counter();
    expect(await say('*IDN?')).toMatch(/^Keysight Technologies,53220A,/);
    const reply = (await say('MEAS:FREQ? 1.2E6,1E-4,(@1)')) ?? '';
    expect(reply).toMatch(/^[+-]\d\.\d{14}E[+-]\d{3}$/);
    expect(Number(reply) / 1.215134e6).toBeCloseTo(1, 8);
    expect(await say('SYST:ERR?')).toBe(none);
  });

  it.each([
    ['PER', '(@2)', 1e-3],
    ['PWID', '(@1)', 0.25 / 1.215134e6],
    ['NDUT', '(@1)', 0.75],
    ['VOLT:MAX', '(@2)', 3],
    ['FREQ:RAT', '(@1),(@2)', 1215.134],
    ['TINT', '(@1),(@2)', 1e-6],
  ])('measures %s of %s', async (header, inputs, value) => {
    const { say } = counter();
    expect(Number(await say(`MEAS:${header}? DEF,DEF,${inputs}`)) / value).toBeCloseTo(1, 2);
  });

  it.each([
    ['CONF:FREQ 1E6,1E-4', 1],
    ['CONF:FREQ 1E6,1.1E-5', 10],
    ['CONF:FREQ', 0.1],
    ['CONF:FREQ 1E6,100', 1e-4],
  ])('chooses after %s a gate of %d s', async (message, seconds) => {
    const { say } = counter();
    await say(message);
    expect(Number(await say('FREQ:GATE:TIME?')) / seconds).toBeCloseTo(1, 6);
  });

  it('takes as many readings as triggers and samples ask for, and hands them out in a loop', async () => {
    const { say, wait } = counter();
    await say(
      'CONF:FREQ DEF,DEF,(@2)',
      'FREQ:GATE:TIME 0.01',
      'TRIG:SOUR BUS;:TRIG:COUN 2;:SAMP:COUN 5',
      'INIT',
    );
    expect(await say('R?')).toBe('#10');
    await say('*TRG');
    await wait(0.025);
    expect(await say('DATA:POIN?')).toBe('+2');
    const block = (await say('R? 1')) ?? '';
    expect(block).toMatch(/^#222[+-]\d\.\d{14}E/);
    await wait(1);
    await say('*TRG');
    await wait(1);
    expect(((await say('DATA:REM? 9')) ?? '').split(',')).toHaveLength(9);
    expect(await say('R?')).toBeUndefined();
    expect(await say('SYST:ERR?')).toBe('-230,"Data corrupt or stale"');
  });

  it('sends an indefinite block where it reads, and a definite one where it removes', async () => {
    const { say } = counter();
    const read = (await say('FORM REAL;:SAMP:COUN 2;:READ?')) ?? '';
    expect(read.slice(0, 2)).toBe('#0');
    expect(read).toHaveLength(2 + 16);
    expect(((await say('DATA:REM? 2')) ?? '').slice(0, 4)).toBe('#216');
    expect(await say('*RST', 'FORM?')).toBe('ASC,15');
  });

  it('gives a reading up after its timeout when nothing crosses the level', async () => {
    const { say, clock } = counter();
    await say('CONF:FREQ DEF,DEF,(@2)', 'INP2:COUP DC;:INP2:LEV 4');
    const from = clock.monotonic();
    expect(Number(await say('READ?'))).toBe(9.91e37);
    expect(clock.monotonic() - from).toBe(1000);
    await say('INP2:LEV:AUTO ON');
    expect(Number(await say('READ?')) / 1000).toBeCloseTo(1, 6);
    expect(await say('INP2:LEV:AUTO?')).toBe('1');
  });

  it('refuses what does not fit, in its error queue', async () => {
    const { say } = counter();
    for (const [message, error] of [
      ['INP:IMP 75', '-222,"Data out of range"'],
      ['FREQ:GATE:TIME 2000', '-222,"Data out of range"'],
      ['CONF:FREQ DEF,DEF,(@3)', '-222,"Data out of range"'],
      ['CONF:TINT (@1)', '-224,"Illegal parameter value"'],
      ['TRIG:SOUR BUS;:READ?', '-214,"Trigger deadlock"'],
    ] as const) {
      expect(await say(message)).toBeUndefined();
      expect(await say('SYST:ERR?'), message).toBe(error);
    }
  });
});
