import { describe, expect, it } from 'vitest';
import { nextUp, sampleRates, sensitivities, timeConstants } from './tables.ts';

describe('the tables of an SR830', () => {
  it('begin and end where its manual says', () => {
    expect([sensitivities[0], sensitivities[14], sensitivities[26]]).toEqual([2e-9, 100e-6, 1]);
    expect([timeConstants[0], timeConstants[1], timeConstants[19]]).toEqual([10e-6, 30e-6, 30e3]);
    expect([sampleRates[0], sampleRates[13]]).toEqual([0.0625, 512]);
  });

  it.each([
    [2e-9, 0],
    [3e-9, 1],
    [100e-6, 14],
    [0.6, 26],
    [2, 26],
  ])('take the next sensitivity up for %j', (wanted, number) => {
    expect(nextUp(sensitivities, wanted)).toBe(number);
  });
});
