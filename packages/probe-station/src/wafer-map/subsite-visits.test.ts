import { describe, expect, it } from 'vitest';
import { subsiteVisits } from './subsite-visits.ts';

const dies = [
  { column: 0, row: 0 },
  { column: 1, row: 0 },
];
const subsites = [
  { name: 'A', xUm: 0, yUm: 0 },
  { name: 'B', xUm: 10, yUm: 0 },
];
const named = (loop: 'die-major' | 'subsite-major'): string[] =>
  subsiteVisits(dies, subsites, loop).map(({ die, subsite }) => `${die.column}${subsite.name}`);

describe('subsiteVisits', () => {
  it('measures a die whole before the next one, or one structure over all dies', () => {
    expect(named('die-major')).toEqual(['0A', '0B', '1A', '1B']);
    expect(named('subsite-major')).toEqual(['0A', '1A', '0B', '1B']);
  });
});
