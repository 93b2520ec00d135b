import { seededRandom, VirtualClock } from '@fourwire/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Simulator, SimulatorOptions } from '../simulator.ts';
import { lineQuestions } from '../testing/line-questions.ts';
import { CorvusSimulator, HydraSimulator } from './venus.ts';
import type { VenusSimulatorOptions } from './venus.ts';

function bench<S extends Simulator>(make: (time: SimulatorOptions) => S) {
  const clock = new VirtualClock();
  const simulator = make({ clock, random: seededRandom(1) });
  const { serial } = simulator.services;
  if (serial === undefined) throw new Error('no serial line');
  const line = lineQuestions(serial, '\r\n');
  const error = (command: string): number => Number(line.asked(command, 'ge')[1]);
  return { clock, simulator, ...line, error };
}

const corvus = (options: VenusSimulatorOptions = { referenced: true }) =>
  bench((time) => new CorvusSimulator({ ...time, ...options }));
const hydra = (options: VenusSimulatorOptions = { referenced: true }) =>
  bench((time) => new HydraSimulator({ ...time, ...options }));
const micrometres = '1 1 setunit 1 2 setunit 1 3 setunit 1 0 setunit';

describe('Corvus', () => {
  it('answers the transcripts of the sheet', async () => {
    const { asked, ask, clock } = corvus();
    expect(asked('0 mode', 'identify', micrometres, '3 setdim', 'ge', '1 getcaldone')).toEqual([
      '',
      'Corvus 1 462 1 380',
      '',
      '',
      '0',
      '3',
    ]);
    ask('10000.000 5000.000 0.000 move');
    expect(ask('st')).toBe('1');
    await clock.advance(20_000);
    expect(asked('st', 'pos')).toEqual(['0', '10000.000000 5000.000000 0.000000']);
    expect(asked('-1.000 0.000 -1.000 rmove', 'ge', 'pos', 'foo', 'ge', 'ge')).toEqual([
      '',
      '1004',
      '10000.000000 5000.000000 0.000000',
      '',
      '2000',
      '0',
    ]);
  });

  it('lets what is no query wait for the end of a move, and all that follows a move on its line', async () => {
    const { ask, asked, clock, wire } = corvus();
    ask(micrometres);
    expect(ask('0 0 1000 r st')).toBe('');
    expect(asked('st', '2 setdim', '2000 3 nmove', 'getdim')).toEqual(['1', '', '', '3']);
    await clock.advance(1500);
    expect([wire(''), ...asked('getdim', 'st', '3 npos')]).toEqual([
      '0\r\n',
      '2',
      '1',
      expect.stringMatching(/^2000\.0/),
    ]);
    wire('\u0003');
    await clock.advance(200);
    expect(ask('st')).toBe('0');
  });

  it('takes a blank for the end of a command, and counts how many axes it has', () => {
    const { wire, asked } = corvus();
    expect([wire('2 setdim pos '), wire('p'), wire(' '), wire('1 npos ')]).toEqual([
      '30.000000 30.000000\r\n',
      '',
      '30.000000 30.000000\r\n',
      '30.000000\r\n',
    ]);
    expect(asked('-1 getunit', '4 1 getunit', '-1 getaxis', 'getlimit')).toEqual([
      '2 2 2 2',
      '2',
      '1 1 1',
      '0.000000 100.000000|0.000000 100.000000|0.000000 25.000000',
    ]);
  });

  it('is referenced by both of its searches alone', async () => {
    const { ask, asked, clock } = corvus({});
    expect(asked('pos', '-1 getcaldone')).toEqual(['0.000000 0.000000 0.000000', '0 0 0']);
    ask('cal');
    await clock.advance(20_000);
    expect(ask('-1 getcaldone')).toBe('1 1 1');
    ask('1 nrm');
    await clock.advance(20_000);
    expect(asked('-1 getcaldone', '1 npos', 'getlimit')).toEqual([
      '3 1 1',
      '100.000000',
      '0.000000 100.000000|0.000000 100.000000|0.000000 25.000000',
    ]);
    ask('1 ncal');
    await clock.advance(20_000);
    expect(ask('1 getcaldone')).toBe('1');
    ask('reset');
    expect(ask('-1 getcaldone')).toBe('0 0 0');
  });

  it('keeps to the limits that are set, also after its origin was shifted', () => {
    const { ask, asked, error } = corvus();
    expect(error('10 10 0 40 40 20 setlimit')).toBe(0);
    expect([error('5 1 nmove'), error('40 0 10 setlimit'), error('x move'), error('1 9 npos')]).toEqual([
      1004, 1002, 1002, 1007,
    ]);
    ask('0 0 0 setpos');
    expect(asked('pos', 'getlimit')).toEqual([
      '0.000000 0.000000 0.000000',
      '-20.000000 10.000000|-20.000000 10.000000|-12.500000 7.500000',
    ]);
  });

  it('echoes and prompts for somebody at a terminal', () => {
    const { wire } = corvus();
    wire('1 mode\r\n');
    expect([wire('ge\r'), wire('0 mode\r'), wire('ge\r\n')]).toEqual(['ge\r0\r\n> ', '0 mode\r', '0\r\n']);
  });

  it('tells by its machine error of a limit switch and an emergency stop, and stands', async () => {
    const { ask, asked, clock, simulator } = corvus();
    simulator.faults['limit-switch']?.(true);
    ask('60 1 nmove');
    await clock.advance(20_000);
    expect(asked('st', '1 getswst', 'gme', 'gme', '1 npos')).toEqual(['8', '0 1', '2', '0', '45.000000']);
    simulator.faults['limit-switch']?.(false);
    ask('60 1 nmove');
    await clock.advance(500);
    simulator.faults['emergency-stop']?.(true);
    await clock.advance(100);
    expect(asked('st', '0 1 nmove', 'st')).toEqual(['8', '', '8']);
  });
});

describe('Hydra', () => {
  it('answers the transcript of the sheet', async () => {
    const { ask, asked, clock } = hydra();
    expect(asked('1 nst', '5.000 1 nm', '1 nst', '2 nst', '1 nabort')).toEqual(['24', '', '25', '24', '']);
    await clock.advance(1000);
    expect(asked('1 nst', 'ge', 'getproductid')).toEqual(['24', '0', 'hydra']);
    ask('5 6 m');
    await clock.advance(20_000);
    expect(asked('p', '1 np', '-6 1 nr', 'ge', 'ge', '1 getnlimit')).toEqual([
      '5.000000 6.000000',
      '5.000000',
      '',
      '1004',
      '0',
      '0.000000 100.000000',
    ]);
  });

  it('discards moves while it looks for its switches, and is referenced by both', async () => {
    const { ask, asked, clock } = hydra({});
    expect(asked('1 ncal', '1 nst', '50 1 nm')).toEqual(['', '1025', '']);
    await clock.advance(20_000);
    expect(asked('1 nst', '1 np', '1 nrm')).toEqual(['72', '0.000000', '']);
    await clock.advance(30_000);
    expect(asked('1 nst', 'st')).toEqual(['88', '64']);
    ask('50 1 nm');
    await clock.advance(30_000);
    expect(asked('1 nst', '0 1 setnpos', '1 np', '1 getnlimit')).toEqual([
      '24',
      '',
      '0.000000',
      '-50.000000 50.000000',
    ]);
  });

  it('discards moves while it is busy with something else, and says so', () => {
    const { asked, simulator } = hydra();
    simulator.faults.busy?.(true);
    expect(asked('50 1 nm', '1 nst')).toEqual(['', '1048']);
    simulator.faults.busy?.(false);
    expect(asked('50 1 nm', '1 nst')).toEqual(['', '25']);
  });

  it('has its motor off after a stall and an emergency stop until it is switched on', async () => {
    const { ask, asked, clock, simulator, error } = hydra();
    simulator.faults.stall?.(true);
    ask('50 1 nm');
    await clock.advance(20_000);
    expect(asked('1 nst', 'gme', '1 nst', '50 1 nm', '1 nst')).toEqual(['284', '12', '280', '', '280']);
    simulator.faults.stall?.(false);
    ask('1 init 50 1 nm');
    await clock.advance(500);
    simulator.faults['emergency-stop']?.(true);
    await clock.advance(100);
    expect(asked('1 nst', '1 init', '1 nst')).toEqual(['920', '', '920']);
    simulator.faults['emergency-stop']?.(false);
    expect(asked('1 nst', '1 init', '1 nst')).toEqual(['408', '', '24']);
    expect([error('0 1 snv'), error('20 1 snv'), error('1 nm'), error('16 1 setmanctrl')]).toEqual([
      1003, 0, 1002, 1003,
    ]);
    expect(asked('1 gnv', '15 1 setmanctrl 1 getmanctrl')).toEqual(['20.000000', '15']);
  });
});

const words =
  ' |\r|\n|\r\n|1|2|-5|1e9|move|r|nm|nr|st|pos|cal|nrm|setdim|setunit|setlimit|ge|abort|\u0003|ÿ|\u0000|mode|constructor|m|setpos|clear';

it.each([
  ['corvus', () => corvus(), 'identify', /Corvus 1 462 1 380\r\n/],
  ['hydra', () => hydra(), 'getproductid', /hydra\r\n/],
] as const)('%s still answers, whatever arrived in pieces of any size', (_name, make, query, reply) => {
  fc.assert(
    fc.property(fc.array(fc.oneof(fc.constantFrom(...words.split('|')), fc.string())), (pieces) => {
      const { wire } = make();
      for (const piece of pieces) wire(piece);
      expect(wire(`\r\n\u0003${query}\r\n`)).toMatch(reply);
    }),
    { seed: 1, numRuns: 100 },
  );
});
