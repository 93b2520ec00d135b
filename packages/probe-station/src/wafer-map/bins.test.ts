import { describe, expect, it } from 'vitest';
import { binPalette, binSymbols, styleBins } from './bins.ts';
import type { Bin } from './bins.ts';

const fails = Array.from({ length: 44 }, (_, code): Bin => ({ code, name: `f${code}`, quality: 'fail' }));

describe('styleBins', () => {
  it('gives the first bins different symbols, whatever their quality', () => {
    const mixed = binSymbols.map((_, code): Bin => ({
      code,
      name: '',
      quality: code % 2 === 0 ? 'pass' : 'fail',
    }));
    expect(new Set([...styleBins(mixed).values()].map(({ symbol }) => symbol)).size).toBe(binSymbols.length);
  });

  it('repeats no pair of colour and symbol among 44 bad bins', () => {
    expect(new Set([...styleBins(fails).values()].map(({ colour, symbol }) => colour + symbol)).size).toBe(
      44,
    );
  });

  it('takes a palette colour of the quality, or the own colour of the bin', () => {
    const styles = styleBins([
      { code: 1, name: 'good', quality: 'pass' },
      { code: 2, name: 'mine', quality: 'fail', colour: '#123abc' },
      { code: 3, name: 'bad', quality: 'fail' },
    ]);
    expect([...styles.values()].map(({ colour }) => colour)).toEqual([
      binPalette.pass[0],
      '#123abc',
      binPalette.fail[0],
    ]);
  });

  it.each(['red', '#12345', '"/><script>'])('refuses the colour %s', (colour) => {
    expect(() => styleBins([{ code: 1, name: '', quality: 'pass', colour }])).toThrow(
      expect.objectContaining({ kind: 'range', code: 'bin-colour' }) as Error,
    );
  });
});
