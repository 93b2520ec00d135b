import { describe, expect, it } from 'vitest';
import { parsePreamble } from './preamble.ts';

describe('parsePreamble', () => {
  it('reads ten numbers', () => {
    const reply = '0,2,12000,1,1.000000e-09,-6.000000e-06,0,4.000000e-02,25,127\n';
    expect(parsePreamble(reply)).toEqual({
      points: 12_000,
      interval: 1e-9,
      start: -6e-6,
      yIncrement: 0.04,
      yOrigin: 25,
      yReference: 127,
    });
  });

  it('counts the first sample from the reference', () => {
    expect(parsePreamble('1,0,10,1,1e-3,0,5,1,0,0').start).toBeCloseTo(-5e-3, 12);
  });

  it.each(['', '0,2,12000', '0,2,-1,1,1,0,0,1,0,0', '0,2,9.9E37,1,1,0,0,1,0,0', '0,2,1.5,1,1,0,0,1,0,0'])(
    'refuses %j',
    (reply) => {
      expect(() => parsePreamble(reply)).toThrow(expect.objectContaining({ kind: 'protocol' }));
    },
  );
});
