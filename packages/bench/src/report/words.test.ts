import { describe, expect, it } from 'vitest';
import {
  count,
  limitsText,
  meanText,
  measuredText,
  numberText,
  quantityText,
  timeFormatter,
  zoneText,
} from './words.ts';

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

  it('rounds no limit, and no value to the other side of one', () => {
    expect(limitsText({ min: 9_999_999, max: 10_000_001 }, 'Hz')).toBe('9999999 to 10000001 Hz');
    expect(limitsText({ min: 1083.256, max: 1e6 }, 'Ohm')).toBe('1083.256 to 1 × 10⁶ Ω');
    expect(measuredText(110.000_000_1, { max: 110 })).toBe('110.0000001');
    expect(measuredText(109.999_999_9, { max: 110 })).toBe('110');
    expect(measuredText(10_000_000.444_44, undefined, 0.2)).toBe('10000000.444');
    expect(measuredText(99.987_654_3, undefined)).toBe('99.988');
    expect(meanText(10_000_000.123, 0.2)).toBe('10000000.123');
    expect([meanText(100.123_45, 4), meanText(0, 1), meanText(5, 0)]).toEqual(['100.12', '0', '5']);
  });

  it('says how far a time zone is from UTC, at the moment', () => {
    expect(zoneText('Europe/Berlin', Date.UTC(2026, 0, 1))).toBe('Europe/Berlin, UTC+01:00');
    expect(zoneText('Europe/Berlin', Date.UTC(2026, 6, 1))).toBe('Europe/Berlin, UTC+02:00');
    expect(zoneText('UTC', 0)).toBe('UTC');
  });
});
