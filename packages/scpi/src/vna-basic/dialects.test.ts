import { describe, expect, it } from 'vitest';
import { dialectOf, servedAnalysers } from './dialects.ts';

describe('the language of a network analyser', () => {
  it.each([
    ['Keysight Technologies N5222B', 'SENS1:SWE:MODE SING'],
    ['Keysight Technologies E5080B', 'SENS1:SWE:MODE SING'],
    ['Agilent Technologies E5062A', 'TRIG:SING'],
    ['CMT S5065', 'TRIG:SING'],
    ['Rohde-Schwarz ZNB8-4Port', 'INIT1:IMM'],
    ['Rohde&Schwarz ZNL3', 'INIT1:IMM'],
  ])('of %s follows from its model', (name, sweep) => {
    expect(servedAnalysers.test(name)).toBe(true);
    expect(dialectOf(name)?.sweep.text).toBe(sweep);
  });

  it.each(['Keysight Technologies 34461A', 'Rohde&Schwarz HMP4040', 'Agilent Technologies E4980A'])(
    'of %s is not known, for it is none',
    (name) => {
      expect(servedAnalysers.test(name)).toBe(false);
      expect(dialectOf(name)).toBeUndefined();
    },
  );
});
