import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import {
  errorCodes,
  errorRows,
  errorsPage,
  helperNames,
  inOrder,
  lostCodes,
} from '../scripts/error-codes.ts';

const rows = errorRows(readFileSync(errorsPage, 'utf8'));

describe('docs/errors.md (pnpm run errors writes what can be found)', () => {
  it('lists every code that the packages throw, and no other, in alphabetical order', () => {
    expect(rows.map(({ code }) => code)).toEqual([...errorCodes.keys()].toSorted());
  });

  it('names the kinds and the packages of each', () => {
    const listed = rows.map(({ code, kinds, packages }) => [code, { kinds, packages }] as const);
    const found = [...errorCodes].map(
      ([code, facts]) => [code, { kinds: inOrder(facts.kinds), packages: inOrder(facts.packages) }] as const,
    );
    expect(Object.fromEntries(listed)).toEqual(Object.fromEntries(found));
  });

  it('names cause and remedy of each', () => {
    const bare = rows.filter(({ words }) => words.length !== 2 || words.includes(''));
    expect(bare.map(({ code }) => code)).toEqual([]);
  });
});

describe('the sources', () => {
  it('make no error whose code cannot be found', () => {
    expect(lostCodes).toEqual([]);
  });

  it('make errors in each package that has sources of its own', () => {
    // Guards the search itself: a pattern that finds nothing would let both lists agree.
    expect(errorCodes.size).toBeGreaterThan(150);
    expect(helperNames).toEqual(expect.arrayContaining(['malformed', 'refused', '#lose']));
    expect([...errorCodes.keys()]).toEqual(
      expect.arrayContaining(['overload', 'run-not-started', 'command-unknown', 'sentio-refused']),
    );
  });
});
