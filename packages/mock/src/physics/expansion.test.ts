import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { siliconExpansion, siliconStrain } from './expansion.ts';

describe('siliconExpansion', () => {
  it.each([
    [220, 1.729e-6],
    [250, 2.088e-6],
    [293.15, 2.51e-6],
    [300, 2.568e-6],
    [350, 2.933e-6],
    [400, 3.212e-6],
    [450, 3.427e-6],
  ])('at %d K is %d/K (probe sheet 4)', (kelvin, expected) => {
    expect(siliconExpansion(kelvin - 273.15) * 1e6).toBeCloseTo(expected * 1e6, 3);
  });
});

describe('siliconStrain', () => {
  it.each([
    [20, 125, 3.0332e-4],
    [20, -40, -1.3313e-4],
  ])('from %d to %d °C is %d (probe sheet 4)', (from, to, expected) => {
    expect(siliconStrain(from, to) * 1e4).toBeCloseTo(expected * 1e4, 4);
  });

  it('adds up over steps, rises with the temperature and is the integral of the expansion', () => {
    const temperature = fc.integer({ min: -60, max: 200 });
    fc.assert(
      fc.property(temperature, temperature, temperature, (a, b, c) => {
        expect(siliconStrain(a, b) + siliconStrain(b, c)).toBeCloseTo(siliconStrain(a, c), 12);
        expect(siliconStrain(a, a + 1)).toBeGreaterThan(0);
        expect(siliconStrain(a, a + 0.001) / 0.001 / siliconExpansion(a)).toBeCloseTo(1, 4);
      }),
      { seed: 1 },
    );
  });
});
