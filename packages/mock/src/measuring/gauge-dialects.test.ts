import { seededRandom, VirtualClock } from '@fourwire/core';
import { describe, expect, it } from 'vitest';
import { HeidenhainNdSimulator } from '../heidenhain-nd/heidenhain-nd.ts';
import { MahrMillimarSimulator } from '../mahr-millimar/mahr-millimar.ts';
import { MitutoyoDigimaticSimulator } from '../mitutoyo-digimatic/mitutoyo-digimatic.ts';
import type { Simulator, SimulatorOptions } from '../simulator.ts';
import { StarrettSimulator } from '../starrett/starrett.ts';
import { SylvacSimulator } from '../sylvac/sylvac.ts';
import { TesaTtSimulator } from '../tesa-tt/tesa-tt.ts';
import { textWire } from '../testing/text-wire.ts';

function bench<S extends Simulator>(make: (time: SimulatorOptions) => S) {
  const clock = new VirtualClock();
  const simulator = make({ clock, random: seededRandom(1) });
  const { serial } = simulator.services;
  if (serial === undefined) throw new Error('no serial line');
  const wire = textWire(serial);
  return { clock, simulator, wire, ask: (line: string): string => wire(`${line}\r`) };
}

describe('Digimatic', () => {
  it('sends thirteen bytes, in mm and in inch, and reports what does not answer', () => {
    const { ask, wire, simulator } = bench((time) => new MitutoyoDigimaticSimulator(time));
    const { model, button } = simulator;
    model.position = 0.123;
    expect(ask('1')).toBe('01A+0000.123\r');
    model.setValue(-1.5);
    expect(ask('1')).toBe('01A-0001.500\r');
    model.position = 12.7;
    model.setValue(12.34567);
    model.unit = '[in_i]';
    expect(ask('A')).toBe('01A+00.48605\r');
    button.fire();
    expect(wire('')).toBe('01A+00.48605\r');
    expect([ask('2'), ask('V').charAt(0), ask('x')]).toEqual(['921\r', '1', '']);
    simulator.faults['low-battery']?.(true);
    expect(ask('1')).toBe('911\r');
    simulator.faults['error-reply']?.(true);
    expect(ask('1')).toBe('919\r');
  });

  it('never sends a negative zero', () => {
    const { ask, simulator } = bench((time) => new MitutoyoDigimaticSimulator({ ...time, channel: 3 }));
    simulator.model.position = -0.0004;
    expect(ask('3')).toBe('03A+0000.000\r');
  });
});

describe('Sylvac', () => {
  const sylvac = (echo = false) => bench((time) => new SylvacSimulator({ ...time, echo }));

  it('speaks the words of the sheet', async () => {
    const { ask, wire, simulator, clock } = sylvac();
    simulator.model.position = 12.345;
    expect([ask('?'), ask('pri'), ask('UNI?'), ask('ID?')]).toEqual([
      '+012.345\r',
      '+012.345\r',
      'MM\r',
      'SY210A\r',
    ]);
    ask('TOL 12 12.3');
    expect([ask('?'), ask('TOL?')]).toEqual(['+012.345>\r', '+012.000 +012.300\r']);
    ask('TOL 0');
    expect([ask('PRE +5.5'), ask('PRE?'), ask('PRE'), ask('?')]).toEqual([
      '',
      '+005.500\r',
      '',
      '+005.500\r',
    ]);
    expect([ask('IN'), ask('UNI?'), ask('?')]).toEqual(['', 'IN\r', '+000.21655\r']);
    expect([ask('MM'), ask('SET'), ask('?')]).toEqual(['', '', '+000.000\r']);
    expect([ask('FOO'), ask('TOL 2 1')]).toEqual(['ERR1\r', 'ERR1\r']);
    ask('OUT1');
    await clock.advance(1000);
    expect(wire('')).toBe('+000.000\r'.repeat(8));
    ask('OUT0');
    await clock.advance(1000);
    expect(wire('')).toBe('');
  });

  it('holds, and remembers the greatest and the least', () => {
    const { ask, simulator } = sylvac();
    const { model } = simulator;
    for (const position of [1, 5, 2]) model.position = position;
    expect(['MAX', 'MIN', 'DEL', 'NOR'].map((mode) => ask(mode) + ask('?'))).toEqual([
      '+005.000\r',
      '+000.000\r',
      '+005.000\r',
      '+002.000\r',
    ]);
    ask('MAX');
    ask('CLE');
    expect([ask('MOD?'), ask('?'), ask('NOR'), ask('STO1')]).toEqual(['MAX\r', '+002.000\r', '', '']);
    model.position = 9;
    expect([ask('?'), ask('STO0'), ask('?')]).toEqual(['+002.000\r', '', '+009.000\r']);
  });

  it('echoes on a half-duplex cable, and tells its battery and its errors', () => {
    const { ask, simulator } = sylvac(true);
    expect(ask('UNI?')).toBe('UNI?\rMM\r');
    simulator.faults['low-battery']?.(true);
    expect([ask('BAT?'), ask('SET?')]).toEqual(['BAT?\rBAT0\r', 'SET?\rMM RES2 REF1 KEY1 B0\r']);
    simulator.faults['out-of-range']?.(true);
    expect(ask('?')).toBe('?\rERR3\r');
  });
});

it('TESA TT80: writes six digits with the end of the line of its manual', () => {
  const { ask, simulator } = bench((time) => new TesaTtSimulator(time));
  simulator.model.position = 1.2345;
  expect([ask('?'), ask('UNI?'), ask('FNC 5'), ask('FNC?')]).toEqual(['+01.2345\r\n', 'mm\r\n', '', '5\r\n']);
  expect([ask('IN'), ask('?'), ask('MM')]).toEqual(['', '+.048600\r\n', '']);
  expect([ask('PRE -2'), ask('?'), ask('PRZ'), ask('?')]).toEqual(['', '-02.0000\r\n', '', '+00.0000\r\n']);
  expect([ask('MEM 1'), ask('MEM?'), ask('MEM 9'), ask('XYZ')]).toEqual([
    '',
    '1\r\n',
    'ERR21\r\n',
    'ERR21\r\n',
  ]);
});

it('Millimar: names the feature, the unit and the verdict', () => {
  const { ask, simulator } = bench((time) => new MahrMillimarSimulator(time));
  const { model } = simulator;
  model.position = 1.25;
  expect([ask('M1?'), ask('M2?')]).toEqual(['1 +01.250 mm\r', '2 ERR6\r']);
  model.tolerance = { low: 0, high: 1 };
  expect(ask('?')).toBe('1 +01.250 mm >;2 ERR6;3 ERR6\r');
  model.unit = '[in_i]';
  expect(ask('M1?')).toBe('1 +00.04920 inch >\r');
  simulator.faults['out-of-range']?.(true);
  expect(ask('M1?')).toBe('1 ERR6\r');
});

it('Starrett: sends the unit with the value', () => {
  const { ask, simulator } = bench((time) => new StarrettSimulator(time));
  simulator.model.position = 2.138;
  expect([ask('R'), ask('?p013')]).toEqual(['+ 2.1380, MM\r\n', '2\r\n']);
  expect([ask('p013=1'), ask('R')]).toEqual(['SUCCESS\r\n', '+ 0.08418, IN\r\n']);
  expect([ask('p013=9'), ask('p013=x'), ask('?p999')]).toEqual([
    'OUT OF BOUNDS\r\n',
    'NON NUMERIC\r\n',
    'NOT FOUND\r\n',
  ]);
  expect([ask('C'), ask('R')]).toEqual(['SUCCESS\r\n', '+ 0.00000, IN\r\n']);
  expect([ask('H'), simulator.model.held]).toEqual(['SUCCESS\r\n', true]);
});

describe('Heidenhain', () => {
  it('gives the value on STX, with inch and fault marked', () => {
    const { wire, simulator } = bench((time) => new HeidenhainNdSimulator(time));
    const { model, button } = simulator;
    model.position = 5.231;
    expect(wire('\u0002')).toBe('+     5.2310   \r\n');
    model.unit = '[in_i]';
    expect(wire('\u0002')).toBe('+   0.205945 " \r\n');
    button.fire();
    expect(wire('')).toBe('+   0.205945 " \r\n');
    model.beyond = true;
    expect(wire('\u0002')).toContain(' ? ');
  });

  it('takes remote commands, and refuses unknown ones', () => {
    const { wire, simulator } = bench((time) => new HeidenhainNdSimulator(time));
    const escape = (command: string): string => wire(`\u001B${command}\r`);
    expect(escape('A0000')).toBe('\u0002ND-287    \r\n646118-01 \r\nV1-01     \r\n');
    simulator.model.position = -12.3456;
    expect(escape('A0200')).toBe('\u0002-12.3456  \r\n');
    expect(escape('A0800')).toBe('\u000201000000000100\r\n');
    for (const key of ['T0001', 'T0102', 'T0005', 'T0104']) expect(escape(key)).toBe('\u0006');
    expect(escape('A0200')).toBe('\u0002+1.5000   \r\n');
    expect([escape('A9999'), escape('T0999'), escape('A0301')]).toEqual(['\u0015', '\u0015', '\u0015']);
    expect(escape('F0001')).toBe('\u0006+     1.5000   \r\n');
    expect([escape('S0000'), escape('A0200')]).toEqual(['\u0006', '\u0002-12.3456  \r\n']);
  });

  it('sends counts where it is the older one, and waits when it is told to', () => {
    const { wire, simulator } = bench((time) => new HeidenhainNdSimulator({ ...time, variant: 'ND-281B' }));
    simulator.model.position = 1.2345;
    expect(wire('\u001BA0200\r')).toBe('\u0002+000012345\r\n');
    expect(wire('\u0013\u0002')).toBe('');
    expect(wire('\u0011')).toBe('+     1.2345   \r\n');
  });
});
