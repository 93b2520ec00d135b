import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { simulated } from '../testing/simulated.ts';
import { lineQuestions } from '../testing/line-questions.ts';
import { NewportEspSimulator } from './newport-esp.ts';
import type { NewportEspSimulatorOptions } from './newport-esp.ts';

function controller(options: NewportEspSimulatorOptions = {}) {
  const { clock, simulator } = simulated(NewportEspSimulator, options);
  const line = lineQuestions(simulator.services.serial, '\r');
  const error = (command: string): number => Number(line.asked(command, 'TE?')[1]);
  return { clock, simulator, ...line, error };
}

describe('Newport ESP', () => {
  it('answers the transcripts of the sheet', async () => {
    const { ask, asked, clock } = controller();
    expect(asked('VE?', '1SN?', '1MO', '1OR1', '1MD?')).toEqual([
      expect.stringMatching(/^ESP300 Version 3\.04/),
      '2',
      '',
      '',
      '0',
    ]);
    await clock.advance(10_000);
    expect(asked('1MD?', '1PA12.5')).toEqual(['1', '']);
    await clock.advance(10_000);
    expect(asked('1MD?', '1TP', 'TE?', '1PA999', 'TE?', 'TE?', '2PA1')).toEqual([
      '1',
      '12.500000',
      '0',
      '',
      '106',
      '0',
      '',
    ]);
    expect(ask('TB?')).toMatch(/^213, \d+, MOTOR NOT ENABLED$/);
  });

  it('counts in the unit of an axis, and takes several commands in a line', async () => {
    const { ask, asked, clock } = controller({ referenced: true });
    expect(asked('1SN3;1TP?;1VA5000', '1VA?', '01MD?;2TP')).toEqual([
      '-20000.000000',
      '5000.000000',
      '1|-20.000000',
    ]);
    ask('1PR-500.5');
    await clock.advance(10_000);
    expect(asked('1TP', '1DP?', '1SL-10000', '1SL?', '1SR?')).toEqual([
      '-20500.500000',
      '-20500.500000',
      '',
      '-10000.000000',
      '50000.000000',
    ]);
    expect(asked('1SN0', '1TP', '1SN2', '1SL?')).toEqual(['', '-205005', '', '-10.000000']);
  });

  it('keeps errors in the order in which they came', () => {
    const { ask, error } = controller({ referenced: true });
    expect(
      ['XX', '1QQ', 'PA1', '4PA1', '1PA', '1PAx', '1VA100', '1AC9999', '1OR9', '1SN7', '1PA-51'].map((line) =>
        error(line),
      ),
    ).toEqual([6, 6, 37, 9, 38, 7, 110, 111, 101, 101, 107]);
    ask('3PA99;2PA-99;NN');
    expect([ask('TE?'), ask('TE?'), ask('TE?'), ask('TE?')]).toEqual(['306', '207', '6', '0']);
  });

  it('loses what goes wrong while its queue is full', () => {
    const { ask, simulator } = controller();
    simulator.faults['error-queue-overflow']?.(true);
    ask('XX');
    const popped = Array.from({ length: 11 }, () => ask('TE?'));
    expect(popped).toEqual([...Array.from({ length: 10 }, () => '7'), '0']);
  });

  it('refuses a second homing, stops, and takes the current away on an abort', async () => {
    const { ask, asked, clock, error } = controller({ referenced: true });
    ask('1OR1');
    expect([error('1OR1'), error('1PA0')]).toEqual([130, 130]);
    await clock.advance(500);
    ask('1ST');
    await clock.advance(500);
    expect([ask('1MD?'), error('1PA0'), ask('TS')]).toEqual(['1', 0, 'Q']);
    ask('AB');
    await clock.advance(100);
    expect([...asked('1MO?', '1MD?'), error('1PA0')]).toEqual(['0', '1', 113]);
  });

  it('falls silent after a hardware limit, then tells of it', async () => {
    const { ask, asked, clock, simulator } = controller({ referenced: true });
    simulator.faults['limit-switch']?.(true);
    ask('1PA20');
    await clock.advance(3500);
    expect(ask('1MD?')).toBe('');
    await clock.advance(2500);
    expect(asked('1MD?', 'TE?', 'TE?', 'PH')).toEqual(['1', '104', '0', '1H,0H']);
    simulator.faults['limit-switch']?.(false);
    simulator.faults.stall?.(true);
    ask('1PA20');
    await clock.advance(3500);
    expect(asked('TE?', '1MO?')).toEqual(['103', '0']);
  });

  it('takes no motor on while the emergency stop is pressed or a sensor gives no signal', () => {
    const { ask, error, simulator } = controller({ referenced: true });
    simulator.faults['emergency-stop']?.(true);
    expect([error(''), error('1MO'), ask('1MO?')]).toEqual([4, 4, '0']);
    simulator.faults['emergency-stop']?.(false);
    expect([error('1MO'), error('1PA1')]).toEqual([0, 0]);
    simulator.faults['sensor-open']?.(true);
    expect([error(''), error(''), error(''), error('1MO')]).toEqual([109, 209, 309, 109]);
  });

  it('forgets where it is and what was set when it is reset, but what was saved', () => {
    const { asked, simulator, ask } = controller({ referenced: true });
    ask('1SR20;SM;1SN3;1SR1000');
    simulator.faults['brown-out']?.(true);
    expect(asked('1MO?', '1TP', '1SN?', '1SR?')).toEqual(['0', '0.000000', '2', '20.000000']);
  });

  it('speaks on a wire of messages as well', () => {
    const { simulator } = controller();
    let got = '';
    const session = simulator.messages.connect({
      respond: (message) => (got += Buffer.from(message).toString()),
      requestService: () => {},
    });
    session.receive(Buffer.from('1SN?'));
    expect(got).toBe('2\r\n');
  });

  it('still answers, whatever arrived in pieces of any size', () => {
    const words = ' |;|\r|\n|1|2|9|PA|PR|MO|MF|OR1|TP|SN3|SL|-5|1e9|?|ÿ|\u0000|AB|TE?|TB?|DH|WS';
    fc.assert(
      fc.property(fc.array(fc.oneof(fc.constantFrom(...words.split('|')), fc.string())), (pieces) => {
        const { wire } = controller({ referenced: true });
        for (const piece of pieces) wire(piece);
        expect(wire('\r2MD?\r')).toMatch(/[01]\r\n$/);
      }),
      { seed: 1, numRuns: 100 },
    );
  });
});
