import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseString, quote } from './string-data.ts';

const printable = fc.string({
  unit: fc.integer({ min: 0x20, max: 0x7e }).map((code) => String.fromCodePoint(code)),
});

describe('quote and parseString', () => {
  it('double the marks inside', () => {
    expect(quote('say "hi"')).toBe('"say ""hi"""');
    expect(quote("it's", "'")).toBe("'it''s'");
    expect(parseString(' "say ""hi""" \n')).toBe('say "hi"');
    expect(parseString("'it''s'")).toBe("it's");
    expect(parseString('""')).toBe('');
  });

  it('give every printable text back, with both marks', () => {
    fc.assert(
      fc.property(printable, fc.constantFrom('"' as const, "'" as const), (text, mark) => {
        expect(parseString(quote(text, mark))).toBe(text);
      }),
      { seed: 1 },
    );
  });

  it.each(['a\nb', 'a\rb', '\0', '\t', 'µA', '\u{1f600}', '\x7f'])('refuse to send %j', (text) => {
    expect(() => quote(text)).toThrow(expect.objectContaining({ kind: 'range', code: 'scpi-value-refused' }));
  });

  it.each(['', 'abc', '"abc', '"', '"a"b', '"a" "b"', '"""', '"a\''])('refuse to read %j', (text) => {
    expect(() => parseString(text)).toThrow(
      expect.objectContaining({ kind: 'protocol', code: 'scpi-string-malformed' }),
    );
  });
});
