import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { longForm, matches, numericSuffix, parseCharacterData, parseKeyword, shortForm } from './mnemonic.ts';

describe('matches', () => {
  it.each([
    ['MEASure', 'MEAS'],
    ['MEASure', 'measure'],
    ['VOLTage', 'Volt'],
    ['TIME', 'TIME'],
    ['*IDN', '*idn'],
    ['CH1', 'ch1'],
  ])('takes for %s the word %s', (pattern, word) => {
    expect(matches(pattern, word)).toBe(true);
  });

  it.each([
    ['VOLTage', 'VOLTA'],
    ['ERRor', 'ERRO'],
    ['EXTernal', 'EXTE'],
    ['MEASure', 'MEA'],
    ['MEASure', 'MEASURES'],
    ['MEASure', ''],
  ])('does not take for %s the word %s', (pattern, word) => {
    expect(matches(pattern, word)).toBe(false);
  });

  it('takes exactly two of all beginnings of a word', () => {
    const pattern = fc
      .tuple(fc.stringMatching(/^[A-Z]{1,6}$/), fc.stringMatching(/^[a-z]{1,6}$/))
      .map((parts) => parts.join(''));
    fc.assert(
      fc.property(pattern, (text) => {
        const beginnings = Array.from(text, (_, index) => text.slice(0, index + 1));
        expect(beginnings.filter((word) => matches(text, word))).toEqual([
          text.slice(0, shortForm(text).length),
          text,
        ]);
        expect(matches(text, longForm(text))).toBe(true);
      }),
      { seed: 1 },
    );
  });

  it('refuses a pattern without capitals, which would match nothing at all', () => {
    expect(() => matches('measure', '')).toThrow(expect.objectContaining({ kind: 'range' }));
  });
});

describe('numericSuffix', () => {
  it.each([
    ['OUTPut', 'OUTP', 1],
    ['OUTPut', 'output12', 12],
    ['LOG10', 'LOG10', 1],
    ['OUTPut', 'OUTPU2', undefined],
    ['OUTPut', '2', undefined],
    ['OUTPut', 'OUTP2A', undefined],
  ])('of %s in %s is %s', (pattern, word, suffix) => {
    expect(numericSuffix(pattern, word)).toBe(suffix);
  });
});

describe('parseKeyword', () => {
  it('gives the pattern whose short or long form came', () => {
    expect(parseKeyword(' sin\n', ['SINusoid', 'SQUare'])).toBe('SINusoid');
    expect(parseKeyword('SQUARE', ['SINusoid', 'SQUare'])).toBe('SQUare');
  });

  it('names what is allowed when it is something else', () => {
    expect(() => parseKeyword('RAMP', ['SINusoid', 'SQUare'])).toThrow(
      expect.objectContaining({ kind: 'protocol', message: 'Expected one of SINusoid, SQUare, got "RAMP".' }),
    );
  });
});

describe('parseCharacterData', () => {
  it('gives the word in capitals', () => {
    expect(parseCharacterData(' Ch1_x ')).toBe('CH1_X');
  });

  it.each(['', '1A', 'A B', '"A"', 'A;B'])('refuses %j', (text) => {
    expect(() => parseCharacterData(text)).toThrow(expect.objectContaining({ kind: 'protocol' }));
  });
});
