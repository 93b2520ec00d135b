import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { simulated } from '../testing/simulated.ts';
import { textWire } from '../testing/text-wire.ts';
import { lineQuestions } from '../testing/line-questions.ts';
import { PiGcsSimulator } from './pi-gcs.ts';
import type { PiGcsSimulatorOptions } from './pi-gcs.ts';

function controller(options: PiGcsSimulatorOptions = {}) {
  const { clock, simulator } = simulated(PiGcsSimulator, { axes: ['1'], ...options });
  const line = lineQuestions(simulator.services.serial, '\n');
  const error = (command: string): number => Number(line.asked(command, 'ERR?')[1]);
  return { clock, simulator, ...line, error };
}

describe('PI controller in GCS 2.0', () => {
  it('answers the transcripts of the sheet', async () => {
    const { asked, wire, clock } = controller();
    expect(asked('ERR?', 'SAI?', 'SVO 1 1', 'FRF? 1', 'MOV 1 5', 'ERR?', 'FRF 1')).toEqual([
      '0\n',
      '1\n',
      '',
      '1=0\n',
      '',
      '5\n',
      '',
    ]);
    expect(wire('\u0007')).toBe('\u00b0\n');
    await clock.advance(10_000);
    expect([wire('\u0007'), ...asked('FRF? 1', 'MOV 1 5.0'), wire('\u0005')]).toEqual([
      '\u00b1\n',
      '1=1\n',
      '',
      '1\n',
    ]);
    await clock.advance(10_000);
    expect([wire('\u0005'), ...asked('ONT? 1', 'POS? 1')]).toEqual(['0\n', '1=1\n', '1=5.000000\n']);
  });

  it('ends all lines but the last with a blank, and stops with error 10', async () => {
    const { asked, ask, clock } = controller({ axes: ['1', '2'], referenced: true });
    ask('mov 1 20');
    await clock.advance(500);
    expect(asked('POS? 1 2')[0]).toMatch(/^1=1[5-9]\.\d{6} \n2=15\.000000\n$/);
    expect(asked('MOV 1 999', 'ERR?', 'HLT 1', 'ERR?', 'ERR?')).toEqual(['', '7\n', '', '10\n', '0\n']);
    ask('MOV 2 20');
    ask('\u0018');
    expect(asked('ERR?')).toEqual(['10\n']);
  });

  it('moves by distances from the target, all axes of a command or none', async () => {
    const { ask, asked, clock, error } = controller({ axes: ['X', 'Y'], referenced: true });
    ask('MOV X 10 Y 11');
    ask('MVR X 1');
    expect(ask('MOV?')).toBe('X=11.000000 \nY=11.000000\n');
    await clock.advance(10_000);
    expect([error('MOV X 12 Y 51'), ask('MOV?')]).toEqual([7, 'X=11.000000 \nY=11.000000\n']);
    expect(asked('VEL X 2.5', 'VEL? X', 'SPA? X 0x49', 'SPA X 0x49 15', 'SPA? X 0x49')).toEqual([
      '',
      'X=2.500000\n',
      'X 0x49=20.000000\n',
      '',
      'X 0x49=15.000000\n',
    ]);
    expect(asked('DFH X', 'MOV X 5', 'GOH X', 'MOV? X')).toEqual(['', '', '', 'X=11.000000\n']);
  });

  it('lists its commands and its parameters, as PIPython reads them', () => {
    const { ask } = controller();
    expect(ask('HLP?')).toContain(' \nMOV \n');
    expect(ask('HPA?').split('\n')).toContain('0x49=\t0\t1\tFLOAT\tmotorcontroller\tmaxVelocity ');
  });

  it('keeps what was wrong, one error for all clients', () => {
    const { error, simulator } = controller({ referenced: true });
    const other = textWire(simulator.services.tcp);
    expect(
      ['NONSENSE', 'MOV', 'MOV 1', 'MOV 2 1', 'MOV 1 x', 'VEL 1 25', 'EAX 1 1', 'SPA? 1 0x99', 'POS 1 0'].map(
        error,
      ),
    ).toEqual([2, 26, 24, 15, 25, 8, 2, 54, 34]);
    other('NONSENSE\n');
    expect([error(''), error('')]).toEqual([2, 0]);
  });

  it('loses its servo to a stall, and its reference to a reset', async () => {
    const { ask, asked, clock, simulator, error, wire } = controller({ referenced: true });
    expect(wire('\u0004')).toBe('0x9000\n');
    simulator.faults.stall?.(true);
    ask('MOV 1 20');
    expect(wire('\u0004')).toBe('0x3000\n');
    await clock.advance(5000);
    expect(asked('ERR?', 'SVO? 1', 'ONT? 1')).toEqual(['1024\n', '1=0\n', '1=0\n']);
    simulator.faults.stall?.(false);
    expect([error('MOV 1 20'), error('SVO 1 1')]).toEqual([5, 0]);
    simulator.faults['limit-switch']?.(true);
    ask('MOV 1 45');
    await clock.advance(5000);
    expect(error('')).toBe(216);
    simulator.faults['brown-out']?.(true);
    expect(asked('FRF?', 'SVO?', 'POS?', 'ERR?')).toEqual(['1=0\n', '1=0\n', '1=0.000000\n', '0\n']);
  });

  it('takes a position that is declared in place of a reference run', () => {
    const { asked, error } = controller();
    expect([error('SVO 1 1'), error('RON 1 0'), error('POS 1 12.5')]).toEqual([0, 0, 0]);
    expect(asked('FRF?', 'POS?', 'TMN?', 'TMX?')).toEqual([
      '1=1\n',
      '1=12.500000\n',
      '1=-2.500000\n',
      '1=47.500000\n',
    ]);
  });

  it('does not finish a reference run that a limit switch ends', async () => {
    const { ask, asked, clock, simulator, error } = controller();
    ask('SVO 1 1');
    simulator.faults['limit-switch']?.(true);
    ask('FRF');
    await clock.advance(10_000);
    expect(asked('FRF?', 'ERR?')).toEqual(['1=0\n', '45\n']);
    simulator.faults['emergency-stop']?.(true);
    expect([error(''), error('SVO 1 1')]).toEqual([500, 500]);
    simulator.faults['emergency-stop']?.(false);
    expect([error(''), error('SVO 1 1'), error('FNL 1')]).toEqual([501, 0, 0]);
    simulator.faults['sensor-open']?.(true);
    expect([error(''), error('SVO 1 1'), ...asked('SVO? 1')]).toEqual([505, 505, '1=0\n']);
  });

  it('has room for one client where it is told so', async () => {
    const { simulator, clock } = controller({ clients: 1 });
    textWire(simulator.services.tcp);
    let open = true;
    simulator.services.tcp.connect({ send: () => {}, close: () => (open = false) });
    await clock.advance(0);
    expect(open).toBe(false);
  });

  it('still answers, whatever arrived in pieces of any size', () => {
    const words =
      ' |\n|\r|1|2|MOV|MVR|POS?|SPA|SPA?|0x49|VEL|ERR?|FRF|HLT|SVO|-5|1e9|\u0003|\u0004|\u0005|\u0007|\u0018|ÿ|HLP?|RBT|CST|INI|=';
    fc.assert(
      fc.property(fc.array(fc.oneof(fc.constantFrom(...words.split('|')), fc.string())), (pieces) => {
        const { wire } = controller({ referenced: true });
        for (const piece of pieces) wire(piece);
        expect(wire('\nCSV?\n')).toMatch(/2\.0\n$/);
      }),
      { seed: 1, numRuns: 100 },
    );
  });
});
