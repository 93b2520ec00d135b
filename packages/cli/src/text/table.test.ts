import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatTable, lineWidth } from './table.ts';

describe('formatTable', () => {
  it('aligns columns under their titles, without blanks at the end', () => {
    expect(formatTable(['A', 'LONGER'], [['first', 'x'], ['b']])).toBe('A      LONGER\nfirst  x\nb\n');
  });

  it('goes on below in a cell that is too long', () => {
    expect(formatTable([], [['name', 'a few words in a cell']], 16)).toBe(
      'name  a few\n      words in a\n      cell\n',
    );
  });

  it('shows control characters of a machine as escapes', () => {
    expect(formatTable([], [['a\u001B[2Jb']])).toBe('a\\x1b[2Jb\n');
  });

  it('keeps every line within the width and loses no word', () => {
    const cell = fc.string({ unit: fc.constantFrom('a', 'b', ' '), maxLength: 120 });
    fc.assert(
      fc.property(fc.array(fc.tuple(cell, cell, cell, cell), { minLength: 1, maxLength: 5 }), (rows) => {
        const text = formatTable([], rows);
        for (const line of text.split('\n')) expect(line.length).toBeLessThanOrEqual(lineWidth);
        const letters = (one: string): number => one.replaceAll(/[^ab]/g, '').length;
        expect(letters(text)).toBe(letters(rows.flat().join('')));
      }),
      { seed: 1 },
    );
  });
});
