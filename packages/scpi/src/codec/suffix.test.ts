import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SCPI_UNITS, parseQuantity, parseSuffix } from './suffix.ts';

describe('parseSuffix', () => {
  it.each([
    ['V', 'V', 0],
    ['MV', 'V', -3],
    ['uA', 'A', -6],
    ['MA', 'A', -3],
    ['MAA', 'A', 6],
    ['MAV', 'V', 6],
    ['MHZ', 'HZ', 6],
    ['MOHM', 'OHM', 6],
    ['MAHZ', 'HZ', 6],
    ['kHz', 'HZ', 3],
    ['EXHZ', 'HZ', 18],
    ['PEHZ', 'HZ', 15],
    ['PF', 'F', -12],
    ['FF', 'F', -15],
    ['AA', 'A', -18],
    ['M', 'M', 0],
    ['MM', 'M', -3],
    ['PAL', 'PAL', 0],
    ['MOL', 'MOL', 0],
    ['CD', 'CD', 0],
    ['DBM', 'DBM', 0],
    ['V/S', 'V/S', 0],
    ['V/US', 'V/S', 6],
    ['KM/S2', 'M/S2', 3],
    ['M/MS2', 'M/S2', 6],
    ['N.MM', 'N.M', -3],
  ])('takes %s for %s times ten to the %d', (suffix, unit, exponent) => {
    expect(parseSuffix(suffix)).toEqual({ unit, exponent });
  });

  it.each(['', 'X', 'VPP', 'MAB', 'HZHZ', 'V/', '/S', 'V//S', 'V0', 'µA'])('does not know %j', (suffix) => {
    expect(parseSuffix(suffix)).toBeUndefined();
  });

  it('can take no suffix in two ways', () => {
    const multipliers = ['', 'EX', 'PE', 'T', 'G', 'MA', 'K', 'M', 'U', 'N', 'P', 'F', 'A'];
    const meanings = new Map<string, string[]>();
    for (const unit of SCPI_UNITS) {
      for (const multiplier of multipliers) {
        const suffix = multiplier + unit;
        meanings.set(suffix, [...(meanings.get(suffix) ?? []), `${multiplier} ${unit}`]);
      }
    }
    // PM is picometre only; units that look like multiplier and unit are listed here and win.
    const twice = [...meanings].filter(([, ways]) => ways.length > 1).map(([suffix]) => suffix);
    for (const suffix of twice) expect(SCPI_UNITS.has(suffix)).toBe(true);
  });
});

describe('parseQuantity', () => {
  it.each([
    ['1.5', 1.5, undefined],
    ['1.5 MV', 0.0015, 'V'],
    ['1.5MV', 0.0015, 'V'],
    ['10MHZ', 1e7, 'HZ'],
    ['2.2 mohm', 2.2e6, 'OHM'],
    ['-3e2UA', -0.0003, 'A'],
    ['1 E 3', 1000, undefined],
    ['1 E -3 V', 0.001, 'V'],
    ['5EXHZ', 5e18, 'HZ'],
    ['.5 KM/S2', 500, 'M/S2'],
  ])('reads %j as %d %s', (text, value, unit) => {
    expect(parseQuantity(text)).toEqual({ value, unit });
  });

  it.each(['', 'V', '1 VPP', '1 V V', '1..2', '1 µA', 'MAX'])('refuses %j', (text) => {
    expect(() => parseQuantity(text)).toThrow(expect.objectContaining({ kind: 'protocol' }));
  });

  it('rounds as if the number had been written without a multiplier', () => {
    const decimal = fc.tuple(fc.integer({ min: -99_999, max: 99_999 }), fc.nat(99_999));
    fc.assert(
      fc.property(decimal, ([whole, fraction]) => {
        expect(parseQuantity(`${whole}.${fraction} UV`).value).toBe(Number(`${whole}.${fraction}e-6`));
      }),
      { seed: 1 },
    );
  });
});
