import { seededRandom, VirtualClock } from '@fourwire/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EvidentIx85Simulator } from '../evident-ix85/evident-ix85.ts';
import type { EvidentIx85SimulatorOptions } from '../evident-ix85/evident-ix85.ts';
import { MaerzhaeuserTangoSimulator } from '../maerzhaeuser-tango/maerzhaeuser-tango.ts';
import { PriorProScanSimulator } from '../prior-proscan/prior-proscan.ts';
import type { PriorProScanSimulatorOptions } from '../prior-proscan/prior-proscan.ts';
import type { Simulator, SimulatorOptions } from '../simulator.ts';
import { textWire } from '../testing/text-wire.ts';

function bench<S extends Simulator>(make: (time: SimulatorOptions) => S, end = '\r') {
  const clock = new VirtualClock();
  const simulator = make({ clock, random: seededRandom(1) });
  const { serial } = simulator.services;
  if (serial === undefined) throw new Error('no serial line');
  const wire = textWire(serial);
  return {
    clock,
    simulator,
    wire,
    ask: (line: string): string => wire(`${line}\r${end === '\r' ? '' : '\n'}`).replaceAll(end, '|'),
    later: async (milliseconds: number): Promise<string> => {
      await clock.advance(milliseconds);
      return wire('').replaceAll(end, '|');
    },
  };
}

describe('Prior ProScan', () => {
  const proScan = (options: PriorProScanSimulatorOptions = {}) =>
    bench((time) => new PriorProScanSimulator({ ...time, ...options }));

  it('answers the transcript of the sheet', async () => {
    const { ask, later } = proScan();
    expect([ask('COMP 0'), ask('RES,s'), ask('G,10000,0'), ask('$')]).toEqual(['0|', '0.1|', 'R|', '1|']);
    await later(1000);
    expect([ask('$'), ask('PS'), ask('G,1'), ask('NONSENSE')]).toEqual(['0|', '10000,0|', 'E,4|', 'E,5|']);
  });

  it('drives its focus up and down, and halts it on its way', async () => {
    const { ask, later, simulator } = proScan();
    expect([ask('V,5000'), ask('$'), ask('PZ')]).toEqual(['R|', '4|', '0|']);
    await later(1000);
    expect([ask('$'), ask('PZ'), ask('d 2000')]).toEqual(['0|', '5000|', 'R|']);
    await later(1000);
    expect([ask('PZ'), ask('U;100'), ask('V 0'), ask('V 1')]).toEqual(['3000|', 'R|', 'R|', 'R|']);
    await later(1000);
    expect(ask('PZ')).toBe('1|');
    ask('V,100000');
    await later(2000);
    expect([ask('K'), ask('$')]).toEqual(['R|', '4|']);
    await later(500);
    const stands = Number(ask('PZ').slice(0, -1));
    expect([ask('$'), stands > 15_000, stands < 25_000]).toEqual(['0|', true, true]);
    ask('V,200000');
    await later(20_000);
    expect(simulator.model.z.position).toBeCloseTo(12_500, 3);
  });

  it('answers at the end of a move where it is told to, also in compatibility mode, and when it is halted', async () => {
    const { ask, later } = proScan({ answersMoves: 'arrived' });
    expect([ask('V,5000'), ask('$'), await later(700), ask('$')]).toEqual(['', '4|', 'R|', '0|']);
    expect([ask('V,100000'), await later(500), ask('I'), await later(500), ask('$')]).toEqual([
      '',
      '',
      'R|',
      'R|',
      '0|',
    ]);
    const old = proScan();
    expect([old.ask('COMP 1'), old.ask('COMP'), old.ask('V,1000'), await old.later(1000)]).toEqual([
      '0|',
      '1|',
      '',
      'R|',
    ]);
  });

  it('keeps a hundred moves, and refuses the next', () => {
    const { ask } = proScan();
    const replies = Array.from({ length: 102 }, (_, index) => ask(`V,${index + 1}`));
    expect(replies.slice(0, 101).every((reply) => reply === 'R|')).toBe(true);
    expect(replies[101]).toBe('E,18|');
  });

  it('has shutters, wheels and percentages, and sets its index', async () => {
    const { ask, later } = proScan();
    expect([ask('8,1'), ask('8,1,0'), ask('8,1'), ask('8,4')]).toEqual(['1|', 'R|', '0|', 'E,6|']);
    expect([ask('7,2,5'), ask('7,2,F'), ask('7,2,h'), ask('7,2,F')]).toEqual(['R|', '5|', 'R|', '1|']);
    expect([ask('SMZ,50'), ask('SMZ'), ask('SMZ,101')]).toEqual(['0|', '50|', 'E,8|']);
    expect([ask('RES,Z,0.5'), ask('RES,Z'), ask('PZ,100'), ask('P')]).toEqual([
      '0|',
      '0.5|',
      '0|',
      '0,0,100|',
    ]);
    ask('SIS');
    await later(10_000);
    expect([ask('PS'), ask('G,1000,500'), await later(2000), ask('PS')]).toEqual([
      '0,0|',
      'R|',
      '',
      '1000,500|',
    ]);
  });
});

describe('Prior ProScan with a stage', () => {
  const stage = () => bench((time) => new PriorProScanSimulator(time));

  it('moves X and Y by distances, in the direction that is set, and halts at once', async () => {
    const { ask, later, simulator } = stage();
    expect([ask('XD'), ask('XD,-1'), ask('XD,2'), ask('GR,5000,2000'), ask('$')]).toEqual([
      '1|',
      '0|',
      'E,8|',
      'R|',
      '3|',
    ]);
    await later(1000);
    expect([ask('PS'), Math.round(simulator.model.x.position)]).toEqual(['5000,2000|', -500]);
    ask('G,200000,0');
    await later(500);
    const [before] = ask('P').split(',');
    expect([ask('K'), ask('P').split(',')[0], await later(200), ask('$')]).toEqual(['R|', before, '', '0|']);
  });

  it('answers a search for its switches once it has found them', async () => {
    const { ask, later } = stage();
    expect([ask('SIS'), ask('$'), await later(10_000), ask('PS')]).toEqual(['', '3|', 'R|', '0,0|']);
  });

  it('moves nothing under emergency stop', async () => {
    const { ask, later, simulator } = stage();
    ask('G,100000,0');
    await later(300);
    simulator.faults['emergency-stop']?.(true);
    await later(100);
    expect([ask('$'), ask('G,0,0')]).toEqual(['0|', 'E,3|']);
    simulator.faults['emergency-stop']?.(false);
    expect(ask('G,0,0')).toBe('R|');
  });
});

describe('Evident IX85', () => {
  const ix85 = (options: EvidentIx85SimulatorOptions = {}) =>
    bench((time) => new EvidentIx85Simulator({ ...time, ...options }), '\r\n');

  it('moves its focus for whoever has logged in, and answers when it is there', async () => {
    const { ask, later } = ix85();
    expect([ask('FG 1000'), ask('L 1,0'), ask('U?'), ask('V 1')]).toEqual([
      'FG !,E01002|',
      'L +|',
      'U IX5,1|',
      'V 1.01|',
    ]);
    expect([ask('FP?'), ask('FG 300000'), ask('FP?'), await later(5000), ask('FP?')]).toEqual([
      'FP 200000|',
      '',
      'FP 200000|',
      'FG +|',
      'FP 300000|',
    ]);
    expect([ask('FM N,500'), await later(1000), ask('FM F,1500'), await later(1000), ask('FP?')]).toEqual([
      '',
      'FM +|',
      '',
      'FM +|',
      'FP 299000|',
    ]);
    expect([ask('FG 1050001'), ask('NL 290000'), ask('FG 295000'), ask('NL?'), ask('FL?')]).toEqual([
      'FG !,E01003|',
      'NL +|',
      'FG !,E01003|',
      'NL 290000|',
      'FL 0|',
    ]);
  });

  it('stops, and tells on its way where it is', async () => {
    const { ask, later } = ix85({ answersMoves: 'accepted' });
    ask('L 1,0');
    expect([ask('NFP 1'), ask('FG 1000000')]).toEqual(['NFP +|', 'FG +|']);
    const told = await later(1000);
    expect(told).toMatch(/^(NFP \d+\|){10}$/);
    expect(ask('FSTP')).toBe('FSTP +|');
    const last = (await later(1000)).split('|').at(-2);
    expect(ask('FP?')).toBe(`${last?.slice(1)}|`);
    expect(await later(1000)).toBe('');
  });

  it('turns its nosepiece, and refuses what it has not', () => {
    const { ask } = ix85();
    ask('L 1,0');
    expect([ask('OB?'), ask('OB 3'), ask('OB?'), ask('OB 7'), ask('QQ?'), ask('QQ 1')]).toEqual([
      'OB 1|',
      'OB +|',
      'OB 3|',
      'OB !,E01003|',
      'QQ X|',
      'QQ !,E01001|',
    ]);
  });
});

describe('Märzhäuser TANGO', () => {
  const tango = () => bench((time) => new MaerzhaeuserTangoSimulator(time));

  it('answers the transcript of the sheet', async () => {
    const { ask, later } = tango();
    expect([ask('!autostatus 0'), ask('?version'), ask('?calst')]).toEqual([
      '',
      expect.stringContaining('TANGO-DT, Version 1.66'),
      '3 3 3|',
    ]);
    expect([ask('!moa 1000.000 2000.000 0.000'), ask('?statusaxis')]).toEqual(['', 'MM@-.-|']);
    await later(2000);
    expect([ask('?statusaxis'), ask('?pos'), ask('!moa 999999 0 0'), ask('?err'), ask('?pos x')]).toEqual([
      '@@@-.-|',
      '1000.000 2000.000 0.000|',
      '',
      '32|',
      '1000.000|',
    ]);
    expect([ask('!err'), ask('?err')]).toEqual(['', '0|']);
  });

  it('says by itself that a move, a calibration and a range measurement have ended', async () => {
    const { ask, later } = tango();
    expect([ask('!moa z 100'), await later(1000)]).toEqual(['', '@@@-.|']);
    expect([ask('!cal'), await later(20_000), ask('?pos z')]).toEqual(['', 'AAA-.|', '0.000|']);
    expect([ask('!rm'), await later(30_000), ask('?lim z')]).toEqual(['', 'DDD-.|', '0.000 25000.000|']);
  });

  it('counts in the unit it was told, and stops at the byte 03 without an end of line', async () => {
    const { ask, wire, later } = tango();
    ask('!autostatus 0');
    expect([ask('!dim z 2'), ask('!moa z 5'), await later(300), wire('\u0003')]).toEqual(['', '', '', '']);
    await later(1000);
    const stands = Number(ask('?pos z').slice(0, -1));
    expect([ask('?statusaxis z'), stands > 0.3, stands < 4]).toEqual(['@|', true, true]);
    ask('!dim z 0');
    expect(ask('?pos z')).toBe(`${Math.round(stands * 819_200)}|`);
  });

  it('moves X, Y and Z together, all or none of them, and at a speed until it is stopped', async () => {
    const { ask, later } = tango();
    ask('!autostatus 0');
    ask('!moa 100 200 300');
    expect(ask('?statusaxis')).toBe('MMM-.-|');
    await later(2000);
    expect([ask('?pos'), ask('!moa 0 99999 0'), ask('?err'), ask('?statusaxis')]).toEqual([
      '100.000 200.000 300.000|',
      '',
      '32|',
      '@@@-.-|',
    ]);
    ask('!speed y 5');
    await later(1000);
    expect([ask('?statusaxis'), ask('!speed y 0')]).toEqual(['@M@-.-|', '']);
    await later(1000);
    const y = Number(ask('?pos y').slice(0, -1));
    expect([ask('?statusaxis'), y > 5000, y < 5500]).toEqual(['@@@-.-|', true, true]);
  });

  it('tells of a limit switch that ended a move, and of a joystick', async () => {
    const { ask, later, simulator } = tango();
    ask('!autostatus 0');
    simulator.faults['limit-switch']?.(true);
    ask('!moa x 1000');
    await later(2000);
    expect([ask('?err'), ask('?statusaxis'), ask('!err')]).toEqual(['12|', 'S@@-.-|', '']);
    simulator.faults['limit-switch']?.(false);
    expect(ask('?statusaxis')).toBe('@@@-.-|');
    ask('!moa x 0');
    await later(2000);
    expect([ask('?err'), ask('!joy 2'), ask('?statusaxis')]).toEqual(['0|', '', 'JJJ-.-|']);
  });

  it('puts what was wrong into its error, and moves nothing under emergency stop or joystick', () => {
    const { ask, simulator } = tango();
    const error = (line: string): string => {
      ask(line);
      const code = ask('?err');
      ask('!err');
      return code;
    };
    expect(['!moa q 1', '!nonsense', 'dim z 1', '!moa', '!dim z 7', '!moa z x'].map(error)).toEqual([
      '1|',
      '4|',
      '7|',
      '6|',
      '5|',
      '2|',
    ]);
    ask('!joy 2');
    expect(error('!moa z 1')).toBe('11|');
    simulator.faults['emergency-stop']?.(true);
    expect(error('!moa z 1')).toBe('27|');
  });
});

const fragments =
  ' |,|\r|\n|\r\n|-|1|0|99999999999|1e9|NaN|.5|\u0000|\u0003|ÿ|V|G|PZ|FG|FP?|L|!moa|?pos|!dim|RES|COMP|NFP|x|z|!|?|$|K'.split(
    '|',
  );

it.each([
  ['prior-proscan', (time: SimulatorOptions) => new PriorProScanSimulator(time), '$', /\d\r$/],
  ['evident-ix85', (time: SimulatorOptions) => new EvidentIx85Simulator(time), 'U?', /U IX5,1\r\n$/],
  [
    'maerzhaeuser-tango',
    (time: SimulatorOptions) => new MaerzhaeuserTangoSimulator(time),
    '?calst',
    /3 3 3\r$/,
  ],
] as const)('%s still answers, whatever arrived in pieces of any size', (_name, make, query, reply) => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...fragments)), (pieces) => {
      const { serial } = make({ clock: new VirtualClock(), random: seededRandom(1) }).services;
      const wire = textWire(serial);
      for (const piece of pieces) wire(piece);
      expect(wire(`\r\n${query}\r\n`)).toMatch(reply);
    }),
    { seed: 1, numRuns: 100 },
  );
});

it('an obstacle ends a move before its target', async () => {
  const { ask, later, simulator } = bench((time) => new PriorProScanSimulator(time));
  simulator.model.z.obstacle = 100;
  ask('V,5000');
  await later(2000);
  expect([ask('$'), ask('PZ')]).toEqual(['0|', '1000|']);
});
