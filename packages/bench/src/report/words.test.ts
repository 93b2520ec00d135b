import { describe, expect, it } from 'vitest';
import { count, limitsText, numberText, quantityText, timeFormatter } from './words.ts';

describe('words', () => {
  it.each([
    [0, '0'],
    [-40, '−40'],
    [4734.4321, '4734.4'],
    [0.64638, '0.64638'],
    [0.001, '0.001'],
    [-1.5e-9, '−1.5 × 10⁻⁹'],
    [2.5e7, '2.5 × 10⁷'],
    [9.9999999e-4, '0.001'],
    [NaN, 'NaN'],
  ])('writes %d as %s', (value, text) => {
    expect(numberText(value)).toBe(text);
  });

  it('writes units as people do, and leaves unknown ones alone', () => {
    expect(quantityText(-40, 'Cel')).toBe('−40 °C');
    expect(quantityText(3, 'kat')).toBe('3 kat');
    expect(quantityText(3, '1')).toBe('3');
    expect(limitsText({ min: 1, max: 2 }, 'um')).toBe('1 to 2 µm');
    expect(limitsText({ max: 2 }, 'V')).toBe('at most 2 V');
    expect(limitsText({}, 'V')).toBe('none');
    expect([count(1, 'die'), count(2, 'die'), count(0, 'entry', 'entries')]).toEqual([
      '1 die',
      '2 dies',
      '0 entries',
    ]);
  });

  it('writes times in the zone asked for, over its changes', () => {
    const summer = Date.UTC(2026, 6, 1, 12);
    expect(timeFormatter('UTC')(summer)).toBe('2026-07-01 12:00:00');
    expect(timeFormatter('Europe/Berlin')(summer)).toBe('2026-07-01 14:00:00');
    expect(timeFormatter('Europe/Berlin')(Date.UTC(2026, 0, 1, 23))).toBe('2026-01-02 00:00:00');
  });
});
