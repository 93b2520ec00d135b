import { describe, expect, it } from 'vitest';
import { formatFunction, functionsOf, parseFunction } from './functions.ts';

const functions = functionsOf('53230A');

describe('the function of a counter', () => {
  it.each([
    ['"FREQ 1"', 'frequency', 1, 'FREQ 1'],
    ['"FREQ 2"\n', 'frequency', 2, 'FREQ 2'],
    ['"PER"', 'period', 1, 'PER 1'],
    ['"FREQ:RAT 1,2"', 'frequencyRatio', 1, 'FREQ:RAT 1,2'],
    ['"TINT 2, 1"', 'timeInterval', 2, 'TINT 2,1'],
    ['"RTIM 1"', 'riseTime', 1, 'RTIM 1'],
  ])('reads and writes %j', (reply, name, input, written) => {
    const setting = parseFunction(reply, functions);
    expect([setting.entry.name, setting.input]).toEqual([name, input]);
    expect(formatFunction(setting)).toBe(written);
  });

  it.each(['""', '"VOLT:MAX 1"', '"1"'])('refuses %j', (reply) => {
    expect(() => parseFunction(reply, functions)).toThrow(
      expect.objectContaining({ kind: 'protocol', code: 'scpi-reply-malformed' }),
    );
  });

  it('leaves a 53210A what needs no second input', () => {
    expect(functionsOf('53210A').map(({ name }) => name)).toEqual(['frequency', 'period']);
  });
});
