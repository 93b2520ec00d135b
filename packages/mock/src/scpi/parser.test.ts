import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { HeaderPattern } from './header-pattern.ts';
import { cut, readUnit } from './message.ts';
import { Parameter } from './parameter.ts';
import { ScpiRefusal } from './status-model.ts';

/** The code that a call is refused with. */
function refusal(call: () => unknown): number | undefined {
  try {
    call();
  } catch (error) {
    if (error instanceof ScpiRefusal) return error.code;
    throw error;
  }
  return undefined;
}

describe('HeaderPattern', () => {
  const pattern = new HeaderPattern('[SENSe:]VOLTage[:DC]:RANGe[:UPPer]?');
  const matches = (header: string): boolean => pattern.match(header.split(':')) !== undefined;

  it.each([
    'VOLT:RANG',
    'voltage:range',
    'SENS:VOLT:DC:RANG:UPP',
    'sense:Voltage:RANG:upper',
    'VOLT:DC:RANGE',
  ])('takes %s', (header) => {
    expect(matches(header)).toBe(true);
  });

  it.each(['VOLTA:RANG', 'VOL:RANG', 'VOLT', 'VOLT:AC:RANG', 'VOLT:RANG:DC', 'SENS:RANG', 'VOLT:RANG:UPP:X'])(
    'refuses %s',
    (header) => {
      expect(matches(header)).toBe(false);
    },
  );

  it('reads the numbers in a header, 1 where none stands', () => {
    const output = new HeaderPattern('OUTPut#[:CHANnel#]:STATe');
    expect(output.match(['OUTP2', 'CHAN3', 'STAT'])).toEqual([2, 3]);
    expect(output.match(['output12', 'STATE'])).toEqual([12, 1]);
    expect(output.match(['OUTP', 'STAT'])).toEqual([1, 1]);
    expect(output.match(['OUTP2', 'STAT2'])).toBeUndefined();
  });
});

describe('cut and readUnit', () => {
  it('cuts outside quotes, parentheses and blocks only', () => {
    expect(cut(`A "x;y",'a;b';B (@1;2);C #13;;;;D`, ';')).toEqual([
      `A "x;y",'a;b'`,
      'B (@1;2)',
      'C #13;;;',
      'D',
    ]);
  });

  it('takes every byte up to 32 for white space', () => {
    expect(readUnit('\u0000 *ESE\t 1 \r')).toMatchObject({ mnemonics: ['*ESE'], parameters: ['1'] });
    expect(readUnit('\u0001 \r')).toBeUndefined();
  });

  it.each(['1ABC', 'VOLT::RANG', 'VOLT:', 'VOLT"x"', '?', '**RST'])('finds a syntax error in %s', (text) => {
    expect(refusal(() => readUnit(text))).toBe(-102);
  });

  it('ends for everything, and loses no character', () => {
    const text = fc.string({ unit: fc.constantFrom(...Array.from('#0129-+;,"\'()AB \n')), maxLength: 60 });
    fc.assert(
      fc.property(text, (message) => {
        expect(cut(message, ';').join(';')).toBe(message);
      }),
      { seed: 1 },
    );
  });
});

describe('Parameter', () => {
  const volts = { unit: 'V', min: -1e9, max: 1e9 };

  it.each([
    ['1', 1],
    ['+1.', 1],
    ['.5', 0.5],
    ['-1.5e-3', -0.0015],
    ['1 E 3', 1000],
    ['2 mV', 0.002],
    ['3kV', 3000],
    ['4MAV', 4e6],
    ['5uV', 5e-6],
    ['#H1F', 31],
    ['#Q17', 15],
    ['#b101', 5],
    ['MIN', -1e9],
    ['maximum', 1e9],
  ])('reads %s', (text, value) => {
    expect(new Parameter(text).number(volts)).toBeCloseTo(value, 12);
  });

  it('takes M for mega before OHM and HZ', () => {
    expect(new Parameter('2 MOHM').number({ unit: 'OHM' })).toBe(2e6);
    expect(new Parameter('3MHZ').number({ unit: 'HZ' })).toBe(3e6);
  });

  it.each([
    ['x', volts, -104],
    ['"1"', volts, -104],
    ['#B12', volts, -104],
    ['1 A', volts, -131],
    ['1 qV', volts, -131],
    ['1 V', {}, -138],
    ['1e999', {}, -123],
    ['2e9', volts, -222],
    ['DEF', volts, -104],
  ])('refuses %s', (text, range, code) => {
    expect(refusal(() => new Parameter(text).number(range))).toBe(code);
  });

  it('reads booleans, words, whole numbers and strings', () => {
    expect(['ON', 'off', '1', '0', '0.4', '-2'].map((text) => new Parameter(text).boolean())).toEqual([
      true,
      false,
      true,
      false,
      false,
      true,
    ]);
    expect(new Parameter('immediate').word(['BUS', 'IMMediate'])).toBe('IMM');
    expect(refusal(() => new Parameter('IMME').word(['IMMediate']))).toBe(-224);
    expect(refusal(() => new Parameter('1').word(['IMMediate']))).toBe(-141);
    expect(new Parameter('255.4').integer({ max: 255 })).toBe(255);
    expect(new Parameter('"a""b\'"').string()).toBe('a"b\'');
    expect(refusal(() => new Parameter('"a"b"').string())).toBe(-151);
    expect(refusal(() => new Parameter('abc').string())).toBe(-151);
  });

  it('is quick with long digits and blanks', () => {
    const long = '1'.repeat(200_000);
    expect(refusal(() => new Parameter(`${long}!`).number())).toBe(-104);
    expect(refusal(() => new Parameter(`1${' '.repeat(200_000)}!`).number())).toBe(-104);
  });
});
