import { describe, expect, it } from 'vitest';
import { periodic, singlePulse } from '../physics/voltage-signal.ts';
import type { VoltageSignal } from '../physics/voltage-signal.ts';
import { talk } from '../scpi/talk.ts';
import type { Talk } from '../scpi/talk.ts';
import { KeysightInfiniiVisionSimulator } from './keysight-infiniivision-simulator.ts';

const sine = periodic({ frequency: 1000, peakToPeak: 4, offset: 0.5 });

/** A scope with a signal at its first input; a sine of 1 kHz and 4 V from peak to peak unless given. */
function bench(signal: VoltageSignal = sine): Talk<KeysightInfiniiVisionSimulator> {
  return talk((clock) => {
    const simulator = new KeysightInfiniiVisionSimulator({ clock });
    const [first] = simulator.model.channels;
    if (first !== undefined) first.signal = signal;
    return simulator;
  });
}

/** The data of a block with eight digits of count. */
function data(block: string | undefined): Buffer {
  expect(block?.slice(0, 2)).toBe('#8');
  const bytes = Buffer.from(block?.slice(10) ?? '', 'latin1');
  expect(bytes).toHaveLength(Number(block?.slice(2, 10)));
  return bytes;
}

describe('KeysightInfiniiVisionSimulator', () => {
  it.each([
    ['*RST', ':CHAN1:RANG?;SCAL?;COUP?;IMP?;DISP?', '+4.00000000E+01;+5.00000000E+00;DC;ONEM;1'],
    [':CHAN2:SCAL 0.5;OFFS -1', ':CHAN2:RANG?;OFFS?', '+4.00000000E+00;-1.00000000E+00'],
    [':CHAN1:PROB 1', ':CHAN1:SCAL?', '+5.00000000E-01'],
    [':TIM:RANG 1E-3;REF LEFT', ':TIM:SCAL?;REF?', '+1.00000000E-04;LEFT'],
    [':ACQ:TYPE AVER;COUN 16', ':ACQ:TYPE?;COUN?', 'AVER;+16'],
    [':TRIG:EDGE:SOUR CHAN2;SLOP NEG;:TRIG:SWE NORM', ':TRIG:SOUR?;SLOP?;SWE?', 'CHAN2;NEG;NORM'],
    [':CHAN1:LAB "in"', ':CHAN1:LAB?', '"in"'],
    [':STOP', ':OPER:COND?', '+0'],
    [':RUN', ':OPER:COND?', '+8'],
  ])('after %s, %s', async (command, query, answer) => {
    const { say } = bench();
    expect(await say(command, query)).toBe(answer);
    expect(await say(':SYST:ERR?')).toBe('+0,"No error"');
  });

  it.each([
    [':CHAN1:SCAL 51', -222],
    [':CHAN5:SCAL 1', -113],
    [':ACQ:COUN 1', -222],
    [':WAV:SOUR CHAN9', -224],
    [':STOP;*RST;:STOP;:WAV:DATA?', -230],
  ])('refuses %s with %i', async (message, code) => {
    const { say } = bench();
    expect(await say(message)).toBeUndefined();
    expect(await say(':SYST:ERR?')).toMatch(new RegExp(`^${code},"`));
  });

  it.each([
    ['BYTE', 1, '+0', '+128'],
    ['WORD', 2, '+1', '+32768'],
  ])('gives back the signal in format %s', async (format, size, code, reference) => {
    const { say, simulator } = bench();
    await say(':CHAN1:SCAL 1;OFFS 0.5;:TIM:RANG 2E-3;:TRIG:LEV 0.5', ':DIG CHAN1');
    expect(await say(':OPER:COND?')).toBe('+0');
    const preamble = String(await say(`:WAV:FORM ${format};PRE?`)).split(',');
    expect([preamble[0], preamble[2], preamble[9]]).toEqual([code, '+1000', reference]);
    const [interval = 0, start = 0, , increment = 0, origin = 0, middle = 0] = preamble.slice(4).map(Number);
    const bytes = data(await say(':WAV:DATA?'));
    expect(bytes).toHaveLength(1000 * size);
    const at = simulator.model.record?.triggeredAt ?? 0;
    for (let index = 0; index < 1000; index++) {
      const raw = size === 1 ? bytes.readUInt8(index) : bytes.readUInt16BE(2 * index);
      const volts = (raw - middle) * increment + origin;
      expect(Math.abs(volts - sine.at(at + start + index * interval))).toBeLessThan(0.08);
    }
  });

  it('reads signed and swapped words, and text in a block', async () => {
    const { say } = bench();
    await say(':CHAN1:SCAL 1;:DIG', ':WAV:FORM WORD;UNS 0;BYT LSBF');
    expect(String(await say(':WAV:PRE?')).split(',')[9]).toBe('+0');
    const words = data(await say(':WAV:DATA?'));
    expect(Math.abs(words.readInt16LE(1000))).toBeLessThan(32_768);
    const text = data(await say(':WAV:FORM ASC;POIN 100;DATA?'))
      .toString('latin1')
      .split(',');
    expect(text).toHaveLength(100);
    expect(text[0]).toMatch(/^[+-]\d\.\d{5}E[+-]\d\d$/);
  });

  it('refuses the memory of a scope that runs', async () => {
    const { say, wait } = bench();
    await wait(0.1);
    expect(await say(':WAV:POIN:MODE RAW;:WAV:DATA?')).toBeUndefined();
    expect(await say(':SYST:ERR?')).toMatch(/^-221/);
    expect(data(await say(':STOP;:TIM:RANG 1E-3;:WAV:POIN 50000;DATA?'))).toHaveLength(50_000);
  });

  it('waits in DIGitize until the trigger has come', async () => {
    const { say, clock } = bench(singlePulse({ begins: 2, lasts: 0.1, from: 0, to: 4 }));
    await say(':TRIG:LEV 2;SWE NORM;:TER?');
    await say(':DIG', '*OPC?');
    expect(clock.monotonic()).toBeGreaterThan(2000);
    expect(await say(':TER?;:TER?')).toBe('+1;+0');
  });

  it('stays armed after SINGle while no trigger comes', async () => {
    const { say, wait } = bench();
    await say(':TRIG:LEV 20;SWE NORM;:SING');
    await wait(10);
    expect(await say(':OPER:COND?;:AER?')).toBe('+8;+1');
    await say(':TRIG:FORC');
    await wait(0.1);
    expect(await say(':OPER:COND?')).toBe('+0');
  });

  it('measures, and answers 9.9E37 where it cannot', async () => {
    const { say } = bench();
    await say(':CHAN1:SCAL 1;:TIM:RANG 5E-3;:TRIG:LEV 0.5;:DIG');
    expect(Number(await say(':MEAS:VPP? CHAN1'))).toBeCloseTo(4, 0);
    expect(Number(await say(':MEAS:FREQ? CHAN1'))).toBeCloseTo(1000, -1);
    expect(Number(await say(':MEAS:DUTY?'))).toBeCloseTo(50, 0);
    expect(await say(':MEAS:FREQ? CHAN2')).toBe('+9.9E+37');
  });

  it('takes a picture, and forgets its settings at a brown-out', async () => {
    const { say, wait, simulator } = bench();
    await wait(0.1);
    expect(
      data(await say(':DISP:DATA? PNG,COL'))
        .subarray(1, 4)
        .toString(),
    ).toBe('PNG');
    await say(':TIM:RANG 1');
    simulator.faults['brown-out']?.(true);
    expect(await say(':TIM:RANG?')).toBe('+1.00000000E-03');
  });
});
