import { describe, expect, it } from 'vitest';
import { talk } from '../scpi/talk.ts';
import { Keysight33500Simulator } from './keysight-33500-simulator.ts';

const generator = () => talk((clock) => new Keysight33500Simulator({ clock }));

const none = '+0,"No error"';

describe('a Keysight 33522B', () => {
  it('follows the transcript of the sheet', async () => {
    const { say, clock } = generator();
    await say('OUTP:LOAD INF', 'FUNC SQU;:FREQ 1E3;:VOLT 5;:VOLT:OFFS 2.5');
    await say('BURS:MODE TRIG;NCYC 3;:TRIG:SOUR BUS;:BURS:STAT ON', 'OUTP ON');
    const from = clock.monotonic();
    expect(await say('*TRG;*OPC?')).toBe('1');
    expect(clock.monotonic() - from).toBe(3);
    expect(await say('OUTP:LOAD?')).toBe('+9.900000000000000E+37');
    expect(await say('BURS:NCYC?')).toBe('+3.000000000000000E+00');
    expect(await say('SYST:ERR?')).toBe(none);
  });

  it('keeps what is behind its output when another load is stated', async () => {
    const { say } = generator();
    await say('VOLT 1', 'OUTP:LOAD INF');
    expect(Number(await say('VOLT?'))).toBeCloseTo(2, 12);
    await say('OUTP:LOAD 50');
    expect(Number(await say('VOLT?'))).toBeCloseTo(1, 12);
  });

  it('couples high and low with amplitude and offset, and converts units', async () => {
    const { say } = generator();
    await say('VOLT:HIGH 3', 'VOLT:LOW 1');
    expect([Number(await say('VOLT?')), Number(await say('VOLT:OFFS?'))]).toEqual([2, 2]);
    await say('VOLT:UNIT VRMS');
    expect(Number(await say('VOLT?'))).toBeCloseTo(Math.SQRT1_2, 12);
    await say('VOLT 2 VPP;:VOLT:UNIT DBM');
    expect(Number(await say('VOLT?'))).toBeCloseTo(10, 6);
    await say('OUTP:LOAD INF', 'VOLT:UNIT DBM');
    expect(await say('SYST:ERR?')).toBe('-221,"Settings conflict"');
  });

  it('adjusts a frequency that the shape cannot have, and says so', async () => {
    const { say } = generator();
    await say('FREQ 1E6', 'FUNC RAMP');
    expect(await say('SYST:ERR?')).toMatch(/^-221,"Settings conflict; /);
    expect(Number(await say('FREQ?'))).toBe(200_000);
    await say('FREQ 1E6');
    expect(await say('SYST:ERR?')).toBe('-222,"Data out of range"');
  });

  it('sets all with APPLy and switches the output on', async () => {
    const { say } = generator();
    expect(await say('APPL?')).toBe('"SIN +1.000000000000000E+03,+1.0000000000000E-01,+0.0000000000000E+00"');
    await say('SOUR2:APPL:SQU 5E3,3,-1');
    expect(await say('OUTP2?')).toBe('1');
    expect(await say('SOUR2:FUNC?')).toBe('SQU');
    expect(await say('OUTP?')).toBe('0');
    expect(await say('SOUR3:FUNC?')).toBeUndefined();
    expect(await say('SYST:ERR?')).toBe('-113,"Undefined header"');
  });

  it('puts out what it is set to', async () => {
    const { say, simulator } = generator();
    const [channel] = simulator.channels;
    await say('FREQ 1000;:VOLT 2;:VOLT:OFFS 1');
    expect(channel?.voltageAt(0.25e-3)).toBe(0);
    await say('OUTP ON');
    expect(channel?.voltageAt(0.25e-3)).toBeCloseTo(2, 9);
    await say('OUTP:POL INV');
    expect(channel?.voltageAt(0.25e-3)).toBeCloseTo(0, 9);
    await say('FUNC DC');
    expect(channel?.voltageAt(0)).toBe(1);
  });

  it('takes waveforms as numbers, floats and codes, in both byte orders', async () => {
    const { say, simulator } = generator();
    const [channel] = simulator.channels;
    await say('DATA:ARB ramp,-1,-0.75,-0.5,-0.25,0,0.25,0.5,0.75', 'FUNC:ARB ramp;:FUNC ARB');
    expect(await say('FUNC:ARB?')).toBe('"RAMP"');
    expect(await say('DATA:ATTR:POIN?')).toBe('+8');
    const floats = Buffer.alloc(32);
    for (let index = 0; index < 8; index++) floats.writeFloatLE(index / 8, 4 * index);
    await say(`FORM:BORD SWAP;:DATA:ARB half,#232${floats.toString('latin1')}`);
    expect(channel?.waveforms.get('HALF')?.[4]).toBe(0.5);
    await say('DATA:ARB:DAC codes,0,32767,-32767,0,0,0,0,0');
    expect(channel?.waveforms.get('CODES')?.slice(0, 3)).toEqual([0, 1, -1]);
    expect(await say('SYST:ERR?')).toBe(none);
    await say('DATA:ARB ramp,0,0,0,0,0,0,0,0');
    expect(await say('SYST:ERR?')).toBe('+786,"Specified arb waveform already exists"');
    await say('DATA:VOL:CLE', 'DATA:ARB short,0,1');
    expect(await say('SYST:ERR?')).toBe('-223,"Too much data"');
  });

  it('completes a sweep, and ignores a trigger that nothing waits for', async () => {
    const { say, clock } = generator();
    await say('*TRG');
    expect(await say('SYST:ERR?')).toBe('-211,"Trigger ignored"');
    await say('SWE:STAT ON;:SWE:TIME 2;:TRIG:SOUR BUS');
    const from = clock.monotonic();
    expect(await say('*TRG;*OPC?')).toBe('1');
    expect(clock.monotonic() - from).toBe(2000);
    await say('*RST');
    expect(await say('SWE:STAT?')).toBe('0');
  });
});
