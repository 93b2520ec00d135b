import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { contactResistance, tipForce, tungstenOnAluminium } from './contact-resistance.ts';

describe('contactResistance', () => {
  const bare = { needle: 5.3e-8, pad: 5.3e-8, hardness: 1e9, film: 0 };

  it.each([
    [0.01, 14.85e-3],
    [0.03, 8.58e-3],
    [0.05, 6.64e-3],
    [0.1, 4.7e-3],
  ])('without a film at %d N is %d Ω (probe sheet 3)', (force, expected) => {
    expect(contactResistance(bare, force) * 1000).toBeCloseTo(expected * 1000, 2);
  });

  it('falls as the force grows and as the film is broken', () => {
    const force = fc.integer({ min: 1, max: 1_000_000 }).map((micro) => micro / 1e6);
    const share = fc.integer({ min: 0, max: 1000 }).map((milli) => milli / 1000);
    fc.assert(
      fc.property(force, share, (newtons, film) => {
        const now = contactResistance(tungstenOnAluminium, newtons, film);
        expect(now).toBeGreaterThan(0);
        expect(contactResistance(tungstenOnAluminium, newtons * 1.1, film)).toBeLessThan(now);
        expect(contactResistance(tungstenOnAluminium, newtons, film / 2)).toBeLessThanOrEqual(now);
      }),
      { seed: 1 },
    );
  });

  it('is infinite without a force', () => {
    expect(contactResistance(bare, 0)).toBe(Number.POSITIVE_INFINITY);
    expect(tipForce(500, -3)).toBe(0);
    expect(tipForce(500, 50)).toBeCloseTo(0.025, 9);
  });
});
